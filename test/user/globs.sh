mkdir d d/e
touch a1 a2 b1 .hidden d/x d/y d/e/z 'sp ace'
echo *
echo a*
echo ?1
echo [ab]1
echo [!a]1
echo d/*
echo */*
echo .h*
echo no*match
echo "*" '*' \*
echo d/*/z
echo *\ *
for f in *1; do echo "<$f>"; done
x='a*'; echo $x "$x"
set -f; echo *; set +f
echo /et[c]/passw?
