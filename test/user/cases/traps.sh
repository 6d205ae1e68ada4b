#: exit
sh -c 'trap "echo bye" EXIT; echo a'; sh -c 'trap "echo bye" 0; exit 3'; echo $?; sh -c 'trap "echo \$?" EXIT; (exit 5)'; sh -c 'trap "exit 9" EXIT; exit 1'; echo $?
#: exit trap in a script that fails
sh -c 'set -e; trap "echo cleanup" EXIT; false; echo never'; echo $?; sh -c 'trap "echo cleanup" EXIT; ) ' 2>/dev/null; echo $?
#: exit trap sees the status and variables
sh -c 'x=1; trap "echo x=\$x status=\$?" EXIT; x=2; exit 4'; echo $?
#: exit trap in a subshell
(trap 'echo sub' EXIT; echo a); echo b; trap 'echo outer' EXIT; (echo inner); x=$(trap 'echo in subst' EXIT; echo c); echo "$x"; trap - EXIT
#: signals
sh -c 'trap "echo got" TERM; kill -TERM $$; echo after'; echo $?; sh -c 'trap "echo usr; exit 5" USR1; kill -USR1 $$; echo never'; echo $?
sh -c 'trap "echo int" INT; kill -INT $$; echo a; trap - INT; kill -INT $$; echo never'; echo $?
#: ignored
sh -c 'trap "" TERM; kill -TERM $$; echo alive; sh -c "kill -TERM \$\$; echo child too"'; echo $?
#: by number, several, with SIG
sh -c 'trap "echo a" 15 USR1; kill -15 $$; kill -USR1 $$; echo end'; sh -c 'trap "echo x" HUP INT; kill -HUP $$; kill -INT $$'
#: list
trap 'echo "x y"' USR1 TERM; trap | sort; trap - USR1; trap; trap - TERM; trap
#: reset by default
trap 'echo a' USR1; trap USR1; sh -c 'trap "echo a" USR1; trap - USR1; kill -USR1 $$; echo never'; echo $?
#: traps are reset in subshells, ignored ones stay
trap 'echo outer' USR1; (kill -USR1 $(sh -c 'echo $PPID'); echo never); echo $?; trap - USR1
#: the trap's commands keep the status
sh -c 'trap "true" USR1; (kill -USR1 $$; exit 7); echo $?'
#: a signal while a program runs is handled behind it
sh -c 'trap "echo handled" USR1; sh -c "kill -USR1 \$PPID; echo child"; echo after'
#: a signal ends wait
sh -c 'trap "echo handled" USR1; sleep 100 >/dev/null & p=$!; (sleep 1; kill -USR1 $$) & wait $p; echo $?; kill $p; wait' 2>/dev/null | sed 's/^1[3-9][0-9]$/above 128/'
#: trap in a function and in a loop
f() { trap 'echo from f' USR1; }; f; kill -USR1 $$; for i in 1 2; do kill -USR1 $$; echo $i; done; trap - USR1
#: trap that sets a variable ends a loop
x=1; trap 'x=0' USR1; while [ $x = 1 ]; do kill -USR1 $$; done; echo $x
#: unknown signal
trap 'echo' NOPE 2>/dev/null; echo "$? went on" | sed 's/^[12]/n/'
#: exit inside a trap in a function
sh -c 'f() { kill -USR1 $$; echo never; }; trap "exit 6" USR1; f; echo never'; echo $?
#: exit trap and exec
sh -c 'trap "echo never" EXIT; exec echo replaced'
#: exit trap with a signal that kills
sh -c 'trap "echo bye" EXIT; kill -KILL $$'; echo $?
#: exit trap inside a trap
sh -c 'trap "trap \"echo second\" EXIT; echo first" EXIT; exit'
#: EXIT trap when the end of input comes
echo 'trap "echo at end" EXIT; echo a' | sh
#: return in a trap in a function
sh -c 'trap "echo t" USR1; f() { kill -USR1 $$; return 3; }; f; echo $?'
