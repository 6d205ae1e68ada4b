sleep 0.1 & wait; echo $?
(exit 3) & wait $!; echo $?
sh -c 'exit 4' ; echo $?
sh -c 'kill -9 $$'; echo $?
sh -c 'kill -TERM $$'; echo $?
sleep 100 & p=$!; kill $p; wait $p; echo $?
{ sleep 0.05; echo later; } & echo first; wait
nosuchcommand 2>/dev/null; echo $?
./nosuchfile 2>/dev/null; echo $?
mkdir dir; ./dir 2>/dev/null; echo $?
touch plain; ./plain 2>/dev/null; echo $?
echo 'echo script $1 $0' > s; chmod +x s; ./s arg
X=1 sh -c 'echo $X'; echo "${X-unset}"
export Y=2; sh -c 'echo $Y'
Z=3; sh -c 'echo "${Z-hidden}"'
env -i A=b sh -c 'echo $A'
sh -c 'echo $0 $1 $2' name one two
echo 'echo from stdin' | sh
printf 'cat <<E\nbody\nE\nexit 9\necho never\n' | sh; echo $?
printf 'if true\\nthen echo yes\\nfi\\necho end' | sh
yes | head -n 2
seq 1 100000 | head -n 1
exec sh -c 'echo replaced; exit 6'
