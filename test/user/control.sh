if true; then echo yes; else echo no; fi
if false; then echo a; elif true; then echo b; else echo c; fi
if ! false; then echo negated; fi
for i in 1 2 3; do
  if [ $i = 2 ]; then continue; fi
  echo "i=$i"
done
i=0
while [ $i -lt 5 ]; do
  i=$((i + 1))
  [ $i -eq 4 ] && break
  echo "w$i"
done
until [ $i -eq 0 ]; do i=$((i - 1)); done; echo "u$i"
for a in 1 2; do for b in x y; do [ $b = y ] && continue 2; echo "$a$b"; done; done
for a in 1 2; do while true; do break 2; done; done; echo "broke $a"
case hello in h*o) echo glob;; *) echo other;; esac
case x in a|b) echo ab;; x|y) echo xy;; esac
case "a b" in "a b") echo quoted;; esac
case '*' in '*') echo star;; esac
case b in [a-c]) echo range;; esac
case none in a) echo a;; esac; echo "status $?"
f() { echo "f $1 $#"; return 3; }
f one two; echo $?
g() { local_args=$#; if [ $1 -gt 0 ]; then echo "g$1"; g $(($1 - 1)); fi; }
g 3
set -- a b c
f x; echo $1 $#
shift; echo $1 $#
{ echo grouped; echo too; } | cat
(cd /; x=changed; pwd); echo "${x-untouched}"
true && echo and || echo or
false && echo and || echo or
false || false || echo third
! true; echo $?
true | false; echo $?
false | true; echo $?
for x
do echo "arg $x"
done
h() {
  for i in 1 2 3; do
    if [ $i = 2 ]; then return 7; fi
    echo $i
  done
}
h; echo $?
eval 'echo evaluated; k=5'; echo $k
if [ 1 -lt 2 ] && [ b \> a ]; then echo tests; fi
while read line; do echo "<$line>"; done <<EOF
first
second  word
EOF
echo a b c | while read x y; do echo "$y-$x"; done
exec 3>&1; echo to three >&3; exec 3>&-
echo done; exit 5; echo never
