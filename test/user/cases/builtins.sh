#: read
printf 'a b c\nd\n' | { read x; echo "[$x]"; read y z; echo "[$y][$z]"; read w; echo $? "[$w]"; }
printf 'a b c\n' | { read x y; echo "[$x][$y]"; }; printf '  a  b  \n' | { read x; echo "[$x]"; }; printf ' a b \n' | { read x y z; echo "[$x][$y][$z]"; }
#: read with backslashes
printf 'a\\\nb c\\ d\n' | { read x y; echo "[$x][$y]"; }; printf 'a\\b\n' | { read -r x; printf '%s\n' "$x"; }
printf 'a\\ b c\n' | { read x y; echo "[$x][$y]"; }
#: read with IFS
printf 'a:b::d\n' | { IFS=: read x y z; echo "[$x][$y][$z]"; }; printf 'root:x:0\n' | { IFS=: read -r u p i; echo $u $i; }
printf 'a,b , c\n' | { IFS=' ,' read x y z; echo "[$x][$y][$z]"; }; printf ' a \n' | { IFS= read x; echo "[$x]"; }
printf 'a:b:\n' | { IFS=: read x y; echo "[$x][$y]"; }; printf 'a:b:c:\n' | { IFS=: read x y; echo "[$x][$y]"; }
#: read without a line's end
printf 'abc' | { read x; echo $? "[$x]"; }; read x </dev/null; echo $? "[$x]"
#: read in a loop
printf '1 2\n3 4\n' | while read a b; do echo "$b$a"; done; while read l; do echo "$l"; done <<E
x

y
E
#: test of strings
[ a ]; echo $?; [ '' ]; echo $?; [ -n a ]; echo $?; [ -z a ]; echo $?; [ a = a ]; echo $?; [ a != a ]; echo $?; [ ]; echo $?; test; echo $?
[ -n ]; echo $?; [ = ]; echo $?; [ ! ]; echo $?; [ ! a ]; echo $?; [ ! '' ]; echo $?; [ "(" = "(" ]; echo $?; [ ! -n ]; echo $?
#: test of numbers
[ 1 -eq 1 ]; echo $?; [ 1 -ne 1 ]; echo $?; [ 1 -lt 2 ]; echo $?; [ 2 -le 1 ]; echo $?; [ 2 -gt 1 ]; echo $?; [ -3 -ge -3 ]; echo $?; [ 010 -eq 10 ]; echo $?
[ a -eq 1 ] 2>/dev/null; echo $?; [ 1 -eq ] 2>/dev/null; echo $?; [ ' 1 ' -eq 1 ]; echo $?
#: test of files
touch f; mkdir d; echo x >g; ln -s f l; ln -s nope b
for t in -e -f -d -s -L -h -r -w; do for n in f g l b none; do test $t $n && printf '%s %s; ' $t $n; done; done; echo
test -x f; echo $?; chmod +x f; test -x f; echo $?; [ -p f ]; echo $?; [ -c /dev/null ]; echo $?; [ -b f ]; echo $?; [ -S f ]; echo $?
#: test with and, or, not
[ a -a b ]; echo $?; [ a -a '' ]; echo $?; [ '' -o b ]; echo $?; [ ! a -o b ]; echo $?; [ \( a = b \) -o \( c = c \) ]; echo $?; [ a = a -a b = b ]; echo $?
#: test errors
[ a b ] 2>/dev/null; echo $?; [ a 2>/dev/null; echo $?; [ a b c d e ] 2>/dev/null; echo $?
#: test of newer files
echo a >old; sleep 0.1; echo b >new; [ new -nt old ]; echo $?; [ old -nt new ]; echo $?; [ old -ot new ]; echo $?; ln old hard; [ old -ef hard ]; echo $?; [ -d . ]; echo $?
#: test -t
[ -t 0 ] </dev/null; echo $?; test -t 1 >/dev/null; echo $?
#: printf
printf 'a\n'; printf '%s %s\n' a b c; printf '%d|%5d|%-5d|%05d|%+d\n' 1 2 3 4 5; printf '%x %X %o %c %%\n' 255 255 8 hello
printf '%s\n'; printf '%d\n'; printf '%5s|%-5s|%.2s|\n' a b cde; printf '%b\n' 'a\tb'; printf 'no newline'; echo
printf '\101\t\\\n'; printf '%s' a b c; echo; printf '%d %d\n' 0x1f 010; printf "%d\n" "'A"; printf '%*d|%-*d|\n' 5 42 5 42
#: printf errors
printf '%d\n' abc 2>/dev/null; echo $?; printf '%d\n' 3x 2>/dev/null; echo $?
#: echo
echo; echo a b  c; echo -n a; echo b; echo "a	b"; echo - --; echo -- a
#: eval
eval echo a b; eval 'x=1; echo $x'; eval "echo '\$x'"; eval; echo $?; eval false; echo $?; eval 'exit 3' | cat; a='echo b | tr b c'; eval $a
eval 'for i in 1 2; do
echo $i
done'
n=v; eval "$n=5"; echo $v; eval "eval 'echo deep'"
#: eval's syntax error
(eval 'if'; echo never) 2>/dev/null; echo $?; (eval ')'; echo never) 2>/dev/null; echo $?
#: exec
(exec echo replaced; echo never); (exec nothere; echo never) 2>/dev/null; echo $?; (exec >f; echo a); cat f; (exec ./nope) 2>/dev/null; echo $?
#: exec with assignments
(x=1 exec sh -c 'echo $x')
#: set
set a b c; echo $2 $#; set -- -x -y; echo $1; set --; echo $#; set -- "a b"; echo $#
set - a b 2>/dev/null; echo $#
#: set shows variables that can be read again
x="a \"test\" \$y"; set | grep '^x='; eval "$(set | grep '^x=')"; echo "$x"
#: shift
set -- a b c d; shift; echo $1; shift 2; echo $1 $#; shift 0; echo $#; shift; echo $#
(set -- a; shift 3; echo after) 2>/dev/null || echo failed
#: cd
cd /; pwd; cd /tmp; pwd; cd -; cd; pwd | grep -c .; cd /nope 2>/dev/null || echo failed; cd . ; HOME=/tmp cd; pwd; mkdir /tmp/t$$; cd /tmp/t$$; cd ..; pwd; rmdir t$$
#: cd through links
mkdir -p r/s; ln -s r/s l; a=$PWD; cd l; [ "$PWD" = "$a/l" ] && echo logical; cd ..; [ "$PWD" = "$a" ] && echo back; cd -P l; [ "$PWD" = "$(cd ../s && pwd -P)" ] && echo physical
cd "$a"; cd l; pwd -P | grep -c 'r/s$'; pwd | grep -c '/l$'; pwd -L | grep -c '/l$'
#: CDPATH
mkdir -p p/q; CDPATH=$PWD/p; cd q | grep -c '/p/q$'
#: umask
umask 022; umask; umask 077; umask; touch f; ls -l f | cut -c1-10; umask -S
umask u=rwx,g=rx,o=; umask; umask g+w,o+r; umask
#: wait
(exit 3) & wait $!; echo $?; wait; echo $?; (exit 1) & (exit 2) & wait; echo $?; wait 99999 2>/dev/null; echo $?
sleep 0 & a=$!; (exit 6) & b=$!; wait $a; echo $?; wait $b; echo $?
#: wait for a killed one
sleep 100 & kill $!; wait $! 2>/dev/null; echo $?; sleep 100 & kill -9 $!; wait $! 2>/dev/null; echo $?; sleep 100 & kill -s TERM $!; wait $! 2>/dev/null; echo $?
#: kill
kill -0 $$; echo $?; kill -0 999999 2>/dev/null; echo $?; kill 2>/dev/null; [ $? -ne 0 ] && echo usage; kill -NOPE $$ 2>/dev/null; [ $? -ne 0 ] && echo unknown
sh -c 'kill -TERM $$'; echo $?; sh -c 'kill -KILL $$'; echo $?; sh -c 'kill -s HUP $$; echo never'; echo $?; kill -l 9; kill -l 143
#: background
{ echo a; } & wait; echo b | cat & wait; x=1; { x=2; } & wait; echo $x; (sleep 0; echo c) & wait $!
f() { echo "bg $1"; }; f 1 & wait; if true; then echo d; fi & wait; true && echo e & wait
#: background reads nothing
cat & wait $!; echo $?; echo in | { cat & wait; }; echo done
#: asynchronous list status
false & echo $?; wait
#: jobs without job control
sleep 0 & jobs >/dev/null; echo $?; wait
#: exit
sh -c 'exit 3'; echo $?; sh -c 'exit'; echo $?; sh -c 'false; exit'; echo $?; sh -c '(exit 4); exit'; echo $?; sh -c 'exit 256'; echo $?; sh -c 'exit 300'; echo $?
#: exit with what is no number
sh -c 'exit abc; echo never' 2>/dev/null; echo $?
#: true, false, colon
true a b; echo $?; false a; echo $?; : a $(echo side >&2) 2>/dev/null; echo $?
#: getopts
f() { OPTIND=1; while getopts ab:c o "$@"; do echo "$o [$OPTARG]"; done; shift $((OPTIND-1)); echo "rest $*"; }
f -a -b x -c y z; f -abx -- -c; f -b; f -ac y -b
#: getopts with errors
while getopts :a:b o -a 1 -x -a; do echo "$o $OPTARG"; done; OPTIND=1; while getopts a o -z 2>/dev/null; do echo "$o"; done
#: getopts over the arguments
set -- -x -y v rest; while getopts xy: o; do case $o in x) echo X;; y) echo "Y $OPTARG";; esac; done; shift $((OPTIND - 1)); echo $*
#: hash
hash ls; echo $?; hash -r; echo $?; hash nothere 2>/dev/null || echo failed
#: command with a special builtin's error goes on
command . ./nope 2>/dev/null; echo "$? after" | sed 's/^[12]/n/'
#: pwd, env, basename stay programs
x=1 env | grep '^x='; env -i A=1 sh -c 'echo $A $x'
