cat nothere 2>/dev/null; echo $?
head -n x f 2>/dev/null; echo "${?#0}" | grep -c .
cd /nowhere 2>/dev/null; echo $? | grep -c '[12]'
false; echo $?
sh -c 'if' 2>/dev/null; echo $?
sh -c 'echo "unterminated' 2>/dev/null; echo $?
sh -c 'echo a; )' 2>/dev/null; echo $?
sh -c 'set -e; echo a; false; echo b'; echo $?
sh -c 'set -e; if false; then :; fi; false || true; echo c'; echo $?
sh -c 'set -u; echo $undefined' 2>/dev/null; echo $? | grep -c '[12]'
sh -c 'readonly r=1; r=2; echo $r' 2>/dev/null | grep -c 2
sh -c 'f() { f; }; true'; echo $?
sh nothere.sh 2>/dev/null || echo failed
kill -0 $$; echo $?
rm 2>/dev/null; echo $? | grep -c '[12]'
