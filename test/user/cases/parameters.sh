#: defaults
unset u; e=; s=set
echo "1 ${u-d} ${u:-d} ${e-d} [${e:-d}] ${s-d} ${s:-d}"
echo "2 [${u+d}] [${u:+d}] [${e+d}] [${e:+d}] [${s+d}] ${s:+d}"
echo "3 ${u=a} $u"; unset u; echo "${e:=b} $e ${e=c}"
#: default with expansions
a=1; unset u; echo ${u:-$a$(echo 2)$((3))} ${u:-${a:+x}} "${u:-"$a"}"
#: default is not expanded when not needed
x=1; echo ${x:-$(echo side >&2)} 2>&1
#: error when unset
(echo ${u?gone}; echo never) 2>/dev/null; echo $?
(e=; echo ${e:?}; echo never) 2>/dev/null; echo $?
e=; echo "[${e?}]"
#: error message
(: ${u?is gone}) 2>&1 | sed 's/.*u: //'
#: error ends a script
: ${nope:?x} 2>/dev/null
echo never
#: length
x=hello; echo ${#x}; e=; echo ${#e}; unset u; echo ${#u}; set -- a bb; echo ${#} ${#1} ${#2}
#: length of specials
set -- a b c; echo "$#" "${##}" ${#@} >/dev/null; false; echo "${#?}"
#: prefix and suffix
p=/usr/local/lib/x.tar.gz
echo ${p#*/} ${p##*/} ${p%/*} ${p%%/*}. ${p%.*} ${p%%.*} ${p#/usr} ${p%.gz} ${p#nothing}
#: patterns in prefixes
x=aXbXc; echo ${x#*X} ${x##*X} ${x%X*} ${x%%X*} ${x#[a-c]} ${x%?} ${x#"*"} ${x%"$x"} ${x#'a'}
#: pattern from a variable
x=abcabc; p='b*'; echo ${x%$p} ${x%%$p} ${x%"$p"} ${x%%"$p"}
#: braces in the word
x='a}b'; echo ${x#a\}} ${x%'}b'} "${x#a\}}" "${x%"}b"}"
#: nested in pattern
f=name.c; e=.c; echo ${f%$e} ${f%${e}} ${f%"${e}"} "${f%"${f#*.}"}"
#: slashes and dots in patterns are ordinary
x=/a/.b; echo ${x%/*} ${x%.*} ${x##*[/.]}
#: bracket expressions
x=a-b]c; echo ${x#*[]]} ${x%%[-]*} ${x%%[!a]*} ${x#[[:alpha:]]} ${x%%[[:punct:]]*}
#: positional
set -- a b c d e f g h i j k; echo $1 $10 ${10} ${11} "$#" ${12-none}
#: all arguments
set -- "a b" c ""; for i in "$@"; do echo "<$i>"; done; for i in "$*"; do echo "<$i>"; done
for i in $@; do echo "<$i>"; done; for i in $*; do echo "<$i>"; done
#: arguments with text around
set -- 1 2 3; for i in "a$@b"; do echo "<$i>"; done; for i in "a$*b"; do echo "<$i>"; done
#: arguments joined by IFS
set -- a b c; IFS=-; echo "$*"; IFS=; echo "$*"; unset IFS; echo "$*"; IFS=:; x=$*; echo "$x"
#: no arguments
set --; for i in "$@"; do echo "<$i>"; done; echo $# "[$*]" "[$@]"; for i in "" "$@"; do echo "<$i>"; done
set -- $@ ""; echo $#
#: "$@" with other quotes
set --; f() { echo $#; }; f "$@" ; f "$@""" ; f ""$@ ; f "x$@" ; f "$@$@" ; f "$*"
#: default for arguments
set --; echo "${@:-none}" "${*:-none}" ${1:-first}; set -- x; echo "${@-none}" "${1+given}"
#: arguments in an alternative
set -- "a b" c; f() { echo $#; }; f ${1+"$@"}; f "${@:-x}"; f ${x-"$@"}
#: exit status and process ids
true; echo $?; false; echo $?; (exit 7); echo $?; [ "$$" -gt 1 ] && echo pid; [ $$ = $(echo $$) ] && echo same
#: last background
[ -z "$!" ] && echo none; true & wait $!; echo $?
#: options
set -f; case $- in *f*) echo f;; esac; set +f; case $- in *f*) echo f;; *) echo no;; esac
#: assignment keeps blanks
x='  a   b  '; y=$x; echo "[$y]"; z=$(echo "  a  "); echo "[$z]"
#: assignments in one command
a=1 b=$a c=${b}x; echo $a $b $c
#: assignments before a command are for it alone
x=1; x=2 sh -c 'echo $x'; echo $x
x=1; x=2 eval 'echo $x'; echo "$x"
f() { echo "f $x"; }; x=1; x=3 f
#: assignment before an external command sees the old value
x=1; x=2 echo $x
#: names
_a1=x; echo $_a1 ${_a1} $_a1-b; 1a=x 2>/dev/null; echo $?
a-b=c 2>/dev/null; echo $?
#: bad substitution
(eval 'echo ${a b}') 2>/dev/null; echo "$? failed" | sed 's/[12] failed/fails/'
#: unset
x=1; unset x; echo "[$x]" "${x-unset}"; unset nothing; echo $?
f() { echo f; }; unset -f f; f 2>/dev/null; echo $?
#: unset a function and a variable of one name
a=1; a() { echo fn; }; unset a; a; echo "[$a]"; unset -f a; a 2>/dev/null; echo $?
#: export
x=1; sh -c 'echo "[$x]"'; export x; sh -c 'echo "[$x]"'; x=2; sh -c 'echo "[$x]"'; export y=3; sh -c 'echo $y'
#: export without a value is not set
export nothing_here; sh -c 'echo ${nothing_here-unset}'
#: export -p can be read again
x="a b\"c"; export x; export -p | grep '^export x='; eval "$(export -p | grep '^export x=')"; echo "$x"
#: exported and unset
export x=1; unset x; sh -c 'echo "[$x]"'
#: readonly
readonly r=1; (r=2; echo never) 2>/dev/null; echo $?; echo $r; (unset r) 2>/dev/null || echo failed
readonly -p | grep -c '^readonly r='
#: assigning to read-only ends the script
readonly r=1; echo before
r=2
echo never
#: read-only in for
readonly r=1; (for r in a b; do echo $r; done; echo never) 2>/dev/null; echo $?
#: PWD and OLDPWD
cd /; echo "$PWD"; cd /tmp; echo $OLDPWD; cd - ; echo $PWD; cd "$OLDPWD" && pwd
#: a variable that holds a pattern
touch f1 f2; x='f*'; echo $x "$x"; y=$x; echo "$y"
#: length of utf-8 in the C locale is left out; substrings of ASCII
x=abcdef; y=${x#??}; echo ${y%??}
#: argument zero
sh -c 'echo $0 $1 $#' name one two
sh -c 'echo "$0"' | sed 's,.*/,,'
#: expanding to nothing
$nothing; echo $?; $(true); echo $?; $(false); echo $?; $nothing echo yes
#: a command from a variable
c='echo a b'; $c; "$c" 2>/dev/null; echo $?
#: assignments through variables are no assignments
v=x=1; $v 2>/dev/null; echo $? "[$x]"
#: minus and plus with operators in them
echo ${x:-a-b} ${x:-a:b} ${x:-a=b} ${x:-(} ${x:-;} "${x:-a b}"
