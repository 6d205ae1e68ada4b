a='single $x "y"'
b="double \$x \"y\" $a"
echo "$a" "$b"
echo a\ b '' "" c
echo 'it'"'"'s'
x="one  two"
echo $x
echo "$x"
set -- "a b" c
for i in "$@"; do echo "[$i]"; done
for i in $@; do echo "[$i]"; done
for i in "$*"; do echo "[$i]"; done
set --
for i in "$@"; do echo "never"; done
echo "x$@y" "$#"
echo "nested $(echo "inner $(echo "deep \"q\"")")"
echo `echo back \`echo quoted\``
echo "a
b"
echo con\
tinued
echo # comment
echo a#b '#c'
