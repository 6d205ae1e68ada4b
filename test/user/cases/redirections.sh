#: output and append
echo a >f; echo b >>f; cat f; echo c >|f; cat <f
#: standard error
(echo out; echo err >&2) 2>f; cat f
#: both to one file, in either order
(echo out; echo err >&2) >f 2>&1; cat f; (echo out; echo err >&2) 2>&1 >f | sed 's/^/piped /'; cat f
#: closed output
echo a >&- 2>/dev/null; echo $?
#: closed input
cat <&- 2>/dev/null; [ $? -ne 0 ] && echo failed
#: read and write
printf 'abc' >f; exec 3<>f; read x <&3; echo $x; echo more >&3; exec 3>&-; cat f
#: read and write makes the file
: <>new; ls
#: swap of two descriptors
(echo out; echo err >&2) 3>&1 1>&2 2>&3 3>&- 2>/dev/null | sed 's/^/got /'
#: redirect first, in the middle, last
>f echo a; cat f; echo >f b; cat f; echo c > f; cat f
#: a redirection alone
>f; ls -l f | wc -l; echo $?; <nothere 2>/dev/null; [ $? -ne 0 ] && echo failed
#: redirections of compound commands
{ echo a; echo b; } >f; cat f; (echo c) >f; cat f; if true; then echo d; fi >f; cat f
for i in 1 2; do echo $i; done >f; cat f; while read x; do echo "<$x>"; done <f; case a in a) echo e;; esac >f; cat f
#: redirection of a function
f() { echo a; echo b >&2; }; f >o 2>e; cat o e
#: redirection in a function's definition
f() { echo a; } >f.out; f; echo -; cat f.out
#: permanent
exec 5>f; echo a >&5; echo b >&5; exec 5>&-; cat f; echo c >&5 2>/dev/null; echo $?
#: permanent output and back
exec 3>&1 >f; echo to file; exec >&3 3>&-; echo to out; cat f
#: permanent input
printf '1\n2\n' >f; exec 4<f; read a <&4; read b <&4; echo $a $b; exec 4<&-
#: descriptors are kept for programs
exec 6>f; sh -c 'echo inherited >&6'; exec 6>&-; cat f
#: expansion in targets
x=name; echo a >$x.txt; cat name.txt; echo b >"$x 2"; cat 'name 2'; echo c >$(echo from)cmd; cat fromcmd
#: duplicate by variable
n=1; echo a >&$n; n=2; echo hidden >&$n 2>/dev/null
#: missing folder
echo a >no/such 2>/dev/null; echo $?; cat <no/such 2>/dev/null; [ $? -ne 0 ] && echo failed
#: failed redirection of a builtin
cd / </no/such 2>/dev/null; echo $?; pwd | grep -c .
#: failed redirection of a special builtin ends the script
: >no/such 2>/dev/null
echo never
#: failed redirection of a compound command
{ echo a; } >no/such 2>/dev/null; echo $?
if true; then echo never; fi >no/such 2>/dev/null; echo $?
#: bad descriptor
echo a >&9 2>/dev/null; echo $?
#: number with a blank is an argument
echo 2 >f; cat f; echo 2>f; cat f
#: noclobber
set -C; echo a >f; (echo b >f) 2>/dev/null; [ $? -ne 0 ] && echo refused; echo c >|f; cat f; echo d >>f; cat f; set +C; echo e >f; cat f
#: input to a group is shared
printf '1\n2\n3\n' | { read a; read b; echo $b $a; cat; }
#: a subshell sees the same position
printf '1\n2\n3\n' >f; { (read x; echo sub $x); read y; echo $y; } <f
#: order matters
echo a >f 1>g; ls; cat g
#: output of several commands to one pipe
{ echo a; (echo b); f() { echo c; }; f; } | cat
#: pipe of standard error
{ echo err >&2; } 2>&1 | sed 's/err/piped/'
#: a directory as target
mkdir d; echo a >d 2>/dev/null; echo $?; cat <d 2>/dev/null; [ $? -ne 0 ] && echo failed
#: /dev/null
echo a >/dev/null; cat </dev/null; echo $?
#: close one in a group, and it is back behind
{ echo hidden; } >&- 2>/dev/null; echo shown
{ echo a >&3; } 3>&1
#: dash as input
echo text | cat - ; echo text | cat <&0
#: loop reads while its body does not
printf 'a\nb\n' >f; while read x; do cat </dev/null; echo $x; done <f
#: append to what is open elsewhere
exec 3>>f; echo a >&3; echo b >>f; echo c >&3; cat f
