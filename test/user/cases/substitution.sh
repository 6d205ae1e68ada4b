#: nested
echo $(echo $(echo $(echo deep))); echo `echo \`echo two\``; echo "$(echo "$(echo "q  q")")"
#: status
x=$(false); echo $?; x=$(exit 3); echo $?; echo $(false) $?; x=$(true); echo $?; x=$(false) y=1; echo $?; y=1 x=$(exit 4); echo $?
#: status in conditions
if x=$(false); then echo no; else echo else; fi; x=$(echo a) && echo $x; $(false) || echo or; export z=$(false); echo $?
#: side effects stay inside
x=1; y=$(x=2; echo $x); echo $x $y; cd /; z=$(cd /tmp; pwd); pwd; echo $z
#: comments, parentheses, case inside
echo $(echo a # comment )
); echo $(case b in (a) echo 1;; (b) echo 2;; esac); echo $(case a in a) echo unbalanced;; esac); echo "$(echo ')')" $(echo "(" ')')
#: lines inside
x=$(
  echo a

  echo b
); echo "$x"
#: large output
x=$(seq 1 20000); echo ${#x}; echo "$x" | tail -n 1
#: binary zero is left out
printf 'a\0b' >f; x=$(cat f 2>/dev/null); echo ${#x}
#: standard error goes through
x=$(echo err >&2) 2>/dev/null; x=$( (echo a; echo b >&2) 2>&1 ); echo "$x"
#: the end of the output, not of the processes
x=$(echo a; (sleep 0; :) >/dev/null &); echo $x
#: input is shared
printf '1\n2\n' | { x=$(read a; echo $a); read y; echo "$x$y"; }
#: functions inside
f() { echo "f$1"; }; x=$(f 1)$(f 2); echo $x; g() { x=$(return 5); echo $?; }; g
#: exit ends only the substitution
x=$(echo a; exit 4; echo b); echo $? $x
#: as a command
$(echo echo hello); $(echo 'echo a b'); cmd=$(echo ls); $cmd /dev/null
#: in other expansions
echo ${x:-$(echo default)}; echo $(( $(echo 2) * 3 )); x=abc; echo ${x%$(echo c)}
#: file input
echo content >f; x=$(cat f); echo $x; x=$(cat <f); echo $x
#: empty
x=$(); echo "[$x]"; x=``; echo "[$x]"; echo $( ) a; x=$(#
); echo "[$x]"
#: quotes in backquotes in quotes
x="`echo "a b"`"; echo "$x"; echo "`echo 'c  d'`"
#: arguments and pid
set -- a b; echo $(echo $2) $(echo $#); [ $(sh -c 'echo $PPID') != "" ] && echo ok; echo $(echo $$) | grep -c "^$$\$"
#: background in a substitution
x=$(echo a & wait; echo b); echo $x
#: ends with a backslash
printf 'a\\\n' >f; x=$(cat f); printf '%s\n' "$x"
#: word joins
echo a$(echo b)c"$(echo d)"e`echo f`g
