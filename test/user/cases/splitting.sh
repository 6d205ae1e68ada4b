#: default IFS
x='  a   b
c	d '; set -- $x; echo $#; echo $x
#: other separators
IFS=:; x=a:b::c:; set -- $x; echo $#; for i in $x; do echo "<$i>"; done
#: leading separator
IFS=:; x=:a; set -- $x; echo $#; for i in $x; do echo "<$i>"; done
#: only separators
IFS=:; x=::; set -- $x; echo $#; x=:; set -- $x; echo $#
#: white space with others
IFS=' :'; x=' a : b  :  : c '; for i in $x; do echo "<$i>"; done
#: white space around a separator is one
IFS=', '; x='a , b,c ,, d'; set -- $x; echo $#; for i in $x; do echo "<$i>"; done
#: empty IFS
IFS=; x='a b'; set -- $x; echo $#; echo $x
#: unset IFS
unset IFS; x='a b'; set -- $x; echo $#
#: only expansions are split
IFS=x; echo axb; y=axb; echo $y "$y"; echo a$y
#: neighbours of a split expansion
x='b c'; set -- a$x"d e"; echo $#; for i in "$@"; do echo "<$i>"; done
x=' b c '; set -- a$x"d e"; echo $#; for i in a${x}d; do echo "<$i>"; done
#: two expansions side by side
x='a ' y=' b'; set -- $x$y; echo $#; x='a' y='b'; set -- $x$y; echo $#; x='a:' y=':b'; IFS=:; set -- $x$y; echo $#
#: command substitution is split
set -- $(echo a b; echo c); echo $#; set -- "$(echo a b; echo c)"; echo $#
#: arithmetic is split
IFS=1; echo $((212)) "$((212))"
#: no splitting in assignments
x='a  b'; y=$x; echo "$y"; z=$(echo "c  d"); echo "$z"
#: no splitting in case
x='a b'; case $x in 'a b') echo same;; esac
#: splitting in for
x='1 2 3'; for i in $x; do echo $i; done
#: no splitting in redirections
x='f g'; echo hi >"$x"; cat 'f g'
#: quoted empty among split
x=; set -- $x "$x" $x; echo $#; set -- a$x; echo $#
#: set IFS for read only
echo a:b:c | { IFS=: read x y; echo "$x $y"; x=a:b; echo $x; }
#: IFS for one command does not split its own words
x=a:b; IFS=: ; set -- $x; echo $#; unset IFS; set -- $x; echo $#
#: split default words
IFS=:; echo ${none-a:b} "${none-a:b}"; set -- ${none-a:b}; echo $#
#: split positional parameters
set -- 'a b' c; set -- $*; echo $#; set -- 'a b' c; set -- $@; echo $#
set -- 'a:b' c; IFS=:; set -- $*; echo $#
#: newlines at the end of substitutions
x=$(printf 'a\n\n\n'); echo "[$x]"; y=$(printf '\n\na\n'); echo "[$y]"
#: backslash from an expansion
x='a\b'; printf '%s\n' "$x"; set -- $x; printf '%s\n' "$1"
#: tabs and newlines in quotes stay
x='a	b'; printf '%s\n' "$x" $x
