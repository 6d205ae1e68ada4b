printf '%s-%s\n' a b c d
printf '%d %5d|%-5d|%05d %x %X %o %c %%\n' 42 42 42 42 255 255 8 xyz
printf '%s\n' 
printf 'a\tb\\n\n'
printf '%b' 'x\ty\n'
printf '%.2s|%5s|%-5s|\n' abcdef ab ab
printf '%d\n' notanumber 2>/dev/null; echo $?
echo -n no newline; echo
seq 3; seq 2 4; seq 5 -2 1; seq -w 8 11; seq -s, 1 4
seq 10 | head -n 3; seq 10 | tail -n 3; seq 10 | tail -n +8; seq 10 | head -c 4
printf 'b\na\nc\na\n' > f
sort f; sort -r f; sort -u f; sort f | uniq -c | sort -n; sort f | uniq -d
printf '10\n9\n100\n-1\n' | sort -n
printf 'x:3\ny:1\nz:2\n' | sort -t: -k2
printf 'a b\nc d e\n' | wc
wc -l f; wc -c < f
printf 'one\nTwo\nthree\n' > g
grep o g; grep -i t g; grep -v o g; grep -c e g; grep -n e g
grep '^t' g; grep 'e$' g; grep -E 'one|three' g; grep 't.*e' g
grep -q one g && echo found; grep -q nothing g || echo not found
grep -l one f g; grep -o 'e' g; grep -w one g; grep -x one g
grep -E '(ab)+c?' <<EOF
ababc
ab
b
EOF
grep '[0-9]\{2,3\}' <<EOF
1
12
1234
EOF
grep -F 'a.b' <<EOF
axb
a.b
EOF
grep one f g
cat f g | tee copy | wc -l; wc -l < copy
cat -n g
uniq -u f
head -n 1 f g
echo abc | tee a b > c; cat a b c
yes no | head -n 2
date -u -d @0 '+%Y-%m-%d %H:%M:%S %a %j'
date -u -d @951782400 +%F
date -u -d @1709210096 '+%c %Z %s'
uname -s > /dev/null; echo $?
true; echo $?; false; echo $?
[ a = a ]; echo $?; [ a = b ]; echo $?; [ -z "" ]; echo $?; [ 3 -gt 2 -a 1 -lt 2 ]; echo $?
[ ! -e nothing ]; echo $?; test -d . ; echo $?; test; echo $?; [ "" ]; echo $?; [ x ]; echo $?
sleep 0.01; echo $?
env -i A=1 B=2 env
