unset u
e=
v=value
echo "${u-unset}" "${u:-unset}" "${e-empty}" "${e:-empty}" "${v-x}" "${v:-x}"
echo "${u+set}" "${e+set}" "${e:+set}" "${v:+set}"
echo "${n:=assigned}" "$n"
echo ${#v} ${#e} ${#u}
p=/usr/local/lib/file.tar.gz
echo "${p%/*}" "${p##*/}" "${p%.*}" "${p%%.*}" "${p#/}" "${p#*/*/}"
echo "${v%x}" "${v#x}" "${v%%*}"
echo $((1 + 2 * 3)) $(( (1 + 2) * 3 )) $((7 / 2)) $((7 % 3)) $((-7 / 2)) $((1 << 10)) $((0xff)) $((010))
x=5
echo $((x * x)) $((x > 3)) $((x == 5 && x != 4)) $((!x)) $((~0)) $((x ? 10 : 20))
: $((x += 3))
echo $x $((y = x * 2)) $y
echo $? $#
false
echo $?
echo "$(printf 'a\nb\n\n\n')"
IFS=:
list="a:b::c"
for i in $list; do echo "[$i]"; done
unset IFS
echo ~ | grep -c /
echo "$(exit 3)"; echo $?
z=$(exit 4); echo $?
echo ${p} "${x}y" $x$x
case $((2 * 3)) in 6) echo six;; esac
echo "a${u}b" a${u}b
echo ${u:-"quoted  spaces"} "${u:-a  b}"
echo "${u:-$(echo command)}"
