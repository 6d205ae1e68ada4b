#: star and question
touch a b ab abc .h 'x y'; echo *; echo a*; echo ?; echo ??; echo a?c; echo .h*; echo *z; echo "*" \* '*'; echo 'x '*
#: brackets
touch a1 a2 b1 aX 'a]' a-; echo a[12]; echo a[!12]; echo a[0-9]; echo [ab]1; echo a[]]; echo a[-x]; echo a[z]; echo [a; echo a[[:upper:]]; echo a[[:digit:]x]; echo a[^1] >/dev/null
#: folders
mkdir -p d/e f; touch d/1 d/2 d/e/3 f/1; echo d/*; echo */1; echo */*/3; echo */; echo d/*/; echo ./*; echo d//1*; echo */../f/*
#: hidden ones only by name
mkdir d; touch d/.x d/y .z; echo d/*; echo d/.x*; echo .z*; echo *
#: no match stays
echo nope*; echo nope/*; echo '[a'; echo nope[a-z]; ls nope* 2>/dev/null; [ $? -ne 0 ] && echo failed
#: from variables
touch f1 f2; x='f*'; echo $x "$x"; for i in $x; do echo "<$i>"; done; y='f[12]'; echo $y; set -- f*; echo $#
#: not in assignments, case, quotes
touch f1; x=f*; echo "$x"; case f* in 'f*') echo same;; esac; echo "f*" f\* 'f'*; cat <<E
f*
E
#: in redirections not
touch f1; echo a >g*; ls
#: quoted parts of a pattern
touch 'a*b' axb; echo a"*"b; echo a\*b; echo "a"*b; x='*'; echo a"$x"b; echo a${x}b
#: backslashes from variables
touch 'a*' ab; x='a\*'; echo $x
#: blanks and newlines in names
touch 'a b' 'c  d'; for i in *; do echo "<$i>"; done; set -- *; echo $#; printf '%s\n' *' '*
#: links and what is not there
ln -s nope broken; mkdir t; ln -s t lt; touch t/x; echo b*; echo lt/*; echo */x
#: sorted
touch b a B A 1 _; echo *
#: case patterns over slashes
case a/b in a*) echo star matches slash;; esac; case .a in *) echo and dots;; esac; case '' in ?) ;; *) echo empty;; esac
#: collect in arguments
touch 1 2 3; f() { echo $#; }; f *; f "*"; f [1-2]; echo `echo *` $(echo ?)
#: long patterns end soon
x=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; case $x in *a*a*a*a*a*a*a*a*a*b) echo never;; *) echo quick;; esac
#: braces are ordinary
echo {a,b} a{1..3}b
#: utf-8 names
touch grün grau; echo gr*; echo gr[üa]*  >/dev/null; echo g*n
