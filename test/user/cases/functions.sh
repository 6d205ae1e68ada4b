#: arguments
f() { echo "$# $1 $2"; }; f; f a; f a b; f "a b" c; set -- x; f y; echo $1
#: status
f() { return 3; }; f; echo $?; g() { false; }; g; echo $?; h() { :; }; false; h; echo $?; r() { false; return; }; r; echo $?
#: return in loops and conditions
f() { for i in 1 2 3; do [ $i = 2 ] && return $i; done; echo never; }; f; echo $?
f() { while :; do if true; then return 4; fi; done; }; f; echo $?
f() { { return 5; }; }; f; echo $?; f() { case a in a) return 6;; esac; echo never; }; f; echo $?
f() { true && return 7; echo never; }; f; echo $?; f() { ! return 0; echo never; }; f; echo $?
#: return from a subshell in a function
f() { (return 3; echo never); echo $?; }; f
#: recursion
f() { [ $1 -le 1 ] && { echo 1; return; }; echo $(( $1 * $(f $(($1 - 1))) )); }; f 6
#: local variables
x=1; f() { local x=2; echo $x; g; }; g() { echo "g $x"; }; f; echo $x
f() { local a b=3 c="d e"; a=1; echo "$a$b$c"; }; f; echo "[$a$b$c]"
f() { local x; x=5; echo $x; }; x=1; f; echo $x; f() { local n=; echo "[$n]"; }; n=1; f; echo $n
#: local in recursion
f() { local n=$1; [ $n -gt 0 ] && f $((n-1)); echo $n; }; f 3
#: local of a value from a command
f() { local x="$(echo a b)"; echo "$x"; }; f; f() { local x=$1; shift; echo "$x-$1"; }; f a b
#: variables are shared
f() { y=2; }; y=1; f; echo $y; (f() { echo inner; }; f); f; y=1; (f); echo $y
#: shift and set in a function
f() { shift; echo $1 $#; set -- p q r; echo $#; }; set -- a b c; f x y z; echo $1 $#
#: a function hides a program and a builtin
echo() { printf 'my %s\n' "$1"; }; echo a; unset -f echo; echo b; ls() { echo mine; }; ls; command ls / >/dev/null; echo $?
#: body of other kinds
f() (x=2; echo sub $x); x=1; f; echo $x; g() if true; then echo if; fi; g; h() for i in 1 2; do echo $i; done; h
k() case $1 in a) echo A;; *) echo other;; esac; k a; k b
#: definition on lines
f ()
{
  echo a
}
f
#: defined in a function, in a condition
f() { g() { echo inner; }; }; f; g; if true; then h() { echo cond; }; fi; h
#: redefinition
f() { echo 1; }; f; f() { echo 2; }; f; f() { f() { echo 4; }; echo 3; }; f; f
#: redirections and pipes
f() { cat; }; echo a | f; f <<E
b
E
f() { echo out; echo err >&2; }; f 2>/dev/null; f 2>&1 | sort; x=$(f 2>/dev/null); echo "[$x]"
#: dollar zero stays
f() { echo "$0"; }; a=$(f); [ "$a" = "$0" ] && echo same
#: "$@" in and out
f() { for i in "$@"; do echo "<$i>"; done; }; set -- 'a b' c; f "$@"; f "$*"; f $@
#: assignment before a function
f() { echo "[$v]"; }; v=1 f; v=2; v=3 f
#: not found
nothere 2>/dev/null; echo $?; nothere a b 2>&1 | grep -c 'not found'; ./nothere 2>/dev/null; echo $?
touch plain; ./plain 2>/dev/null; echo $?; mkdir dir; ./dir 2>/dev/null; echo $?; /nope/nope 2>/dev/null; echo $?
#: script files
printf 'echo "script $1 $#"; exit 4\n' >s; chmod +x s; ./s a b; echo $?; sh s c; echo $?; set --; . ./s; echo never
#: dot
echo 'x=5; return 3; echo never' >s; . ./s; echo $? $x; echo 'echo "$1"' >t; set -- a; . ./t
#: dot of what is not there
(. ./nope; echo never) 2>/dev/null; [ $? -ne 0 ] && echo failed
#: dot looks in PATH
mkdir bin; echo 'echo found' >bin/lib; PATH=$PWD/bin:$PATH; . lib
#: functions are not exported
f() { echo f; }; sh -c f 2>/dev/null; echo $?
#: a function calls itself in a pipeline
f() { [ "$1" = 0 ] || { echo $1; f $(($1-1)) | cat; }; }; f 3
#: alias
alias hi='echo hello'
hi there
unalias hi
hi 2>/dev/null; echo $?
#: alias that ends in a blank
alias e='echo ' w=world
e w
#: alias with several commands
alias two='echo 1; echo 2'
two | sed 's/^/x/'
#: aliases are no words
alias a=b
echo a 'a' \a; \a 2>/dev/null; echo $?
#: alias lists
alias x='y z'; alias x; alias nope 2>/dev/null; echo $?
#: command runs what no function hides
cd() { echo never; }; command cd /; pwd; command -v cd >/dev/null; echo $?; command -v ls | grep -c ls; command -v nothere; echo $?
#: command -v for builtins and functions
f() { :; }; command -v f; command -v if; alias q='z y'; command -v q; command nothere 2>/dev/null; echo $?
#: type
type cd >/dev/null; echo $?; type nothere >/dev/null 2>&1; [ $? -ne 0 ] && echo failed; f() { :; }; type f | head -n 1 | grep -c function
