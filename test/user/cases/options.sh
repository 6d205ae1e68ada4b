#: set -e
sh -c 'set -e; true; false; echo never'; echo $?; sh -ec 'false; echo never'; echo $?; sh -c 'set -e; (exit 3); echo never'; echo $?
#: set -e and conditions
sh -c 'set -e; if false; then :; fi; while false; do :; done; false || true; ! true; false && true; echo a'; echo $?
sh -c 'set -e; f() { false; echo in f; }; if f; then echo yes; fi; f || :; echo b; f; echo never'; echo $?
sh -c 'set -e; { false; echo never; }; echo never'; echo $?; sh -c 'set -e; false | true; echo c; true | false; echo never'; echo $?
sh -c 'set -e; x=$(false); echo never'; echo $?; sh -c 'set -e; echo $(false) d'; echo $?; sh -c 'set -e; (false; echo never); echo never'; echo $?
sh -c 'set -e; until true; do :; done; case a in a) false;; esac; echo never'; echo $?; sh -c 'set -e; for i in 1; do false; done; echo never'; echo $?
sh -c 'set -e; false & wait; echo e; eval false; echo never'; echo $?; sh -c 'set -e; true && false; echo never'; echo $?
sh -c 'set -e; (set +e; false; echo f); set +e; false; echo g'; echo $?; sh -c 'set -e; ! false; echo h; ! true; echo i'; echo $?
sh -c 'set -e; f() { return 4; }; f; echo never'; echo $?; sh -c 'set -e; nothere 2>/dev/null; echo never' 2>/dev/null; echo $?
sh -c 'set -e; . /nope/nope; echo never' 2>/dev/null; [ $? -ne 0 ] && echo j; sh -c 'set -e; true; x=1; readonly x; y=$(echo k); echo $y'; echo $?
#: set -u
sh -c 'set -u; echo $nope; echo never' 2>/dev/null; [ $? -ne 0 ] && echo a; sh -c 'set -u; echo ${nope-b} ${nope:+x} "$@" $# $*'; echo $?
sh -c 'set -u; x=; echo "[$x]"; echo $((nope2 + 0)) >/dev/null; echo $1; echo never' 2>/dev/null; [ $? -ne 0 ] && echo c; sh -uc 'echo ${nope}; echo never' 2>/dev/null; [ $? -ne 0 ] && echo d
sh -c 'set -u; (echo $nope) 2>/dev/null; echo e; echo ${#nope}; echo never' 2>/dev/null; [ $? -ne 0 ] && echo f
#: set -x
sh -c 'set -x; echo a b; x=1; set +x; echo d' 2>&1; sh -xc 'echo $((1+1))' 2>&1; sh -c 'PS4="> "; set -x; true' 2>&1
#: set -f
touch a b; set -f; echo *; set +f; echo *; set -o noglob; echo *; set +o noglob; echo *
#: set -n reads only
sh -nc 'echo never'; echo $?; echo 'if' >bad; sh -n bad 2>/dev/null; echo $?; echo 'echo x; touch made' >good; sh -n good; ls made 2>/dev/null; echo $?
#: set -v
printf 'echo a\n' >f; sh -v f 2>&1 | sort; echo 'echo b' | sh -v 2>&1 | sort
#: set -a
set -a; x=1; set +a; y=2; sh -c 'echo "[$x][$y]"'
#: set -o
set -o >/dev/null; echo $?; set -e; case $(set +o) in *"set -o errexit"*) echo on;; esac; set -o nounset; set +o errexit; case $- in *u*) echo u;; esac; case $- in *e*) ;; *) echo no e;; esac
#: unknown options
(set -Z; echo never) 2>/dev/null; [ $? -ne 0 ] && echo a; (set -o nope; echo never) 2>/dev/null; [ $? -ne 0 ] && echo b; sh -Z -c 'echo never' 2>/dev/null; [ $? -ne 0 ] && echo c
#: several letters, and arguments behind
set -fu -- a b; echo $# $-  | sed 's/ .*f.*/ f/'; set +fu; set -e a; echo $1; set +e
#: shell's arguments
sh -c 'echo $0 $@' a b c; echo 'echo $0 $@' >f; sh f x y; sh -e f z; sh -- f w; echo 'echo in $1' | sh -s q; echo 'echo plain $#' | sh; sh -c 'echo ${1-none}' 
sh -eu -c 'echo $-' | grep -c '[eu][eu]'; sh +e -c 'echo plus'; sh -o errexit -c 'false; echo never'; echo $?
#: missing script and missing argument
sh nope 2>/dev/null || echo none; sh -c 2>/dev/null; echo $?; sh '' 2>/dev/null; [ $? -ne 0 ] && echo failed
#: syntax errors
for s in 'if true' 'then' 'fi' 'for' 'case a in' 'while true; do' 'echo a |' 'a &&' '&& a' '; a' 'a ;; b' '( a' 'a )' '{ a' 'echo $(' 'echo "a' "echo 'a" 'echo `a' 'echo ${a' '| a' 'a | | b' 'f( { :; }' 'for 1 in a; do :; done' 'if true; then a; else' 'echo <' 'echo >' 'a & & b' 'case a in a) b' 'done' 'echo a; esac' 'do' 'elif' '}' 'a;;' '<<' 'for i in a b; echo $i; done' 'until' 'f() ' 'a() b() c'; do
  sh -c "$s" >/dev/null 2>f; printf '%s: %s, ' "$s" $?; [ -s f ] && echo said || echo silent
done
#: nothing of the line with the error runs, what is before does
printf 'echo a\necho b; )\necho c\n' >f; sh f 2>/dev/null; echo $?
#: errors in a script tell its name
printf 'echo a\n)\n' >script; sh script 2>&1 | grep -c script; printf 'nothere\n' >s2; sh s2 2>&1 | grep -c s2
#: errors tell the line
printf ':\n:\n)\n' >script; sh script 2>&1 | grep -c '3'; printf ':\n:\nnothere_cmd\n' >script; sh script 2>&1 | grep -c 3
