echo one > f
echo two >> f
cat f
cat < f
echo err >&2 2>/dev/null
{ echo out; echo err >&2; } 2>&1 | sort
{ echo out; echo err >&2; } 2>/dev/null
cat <<EOF
value $((1 + 1)) $(echo sub) "quotes" \$literal
EOF
cat <<'EOF'
value $((1 + 1)) $(echo sub)
EOF
cat <<-EOF
	tabs
	gone
	EOF
cat <<A; cat <<B
first
A
second
B
cat nothere 2>/dev/null; echo $?
cat < nothere 2>/dev/null || echo failed
echo x > /no/such/dir/file 2>/dev/null || echo failed
if [ -f f ]; then echo there; fi
> empty; [ -s empty ] || echo empty
echo a | cat | cat | cat
echo kept > a; echo more > b; cat a b
while read x; do echo "line $x"; done < f
for i in 1 2 3; do echo $i; done > loop; cat loop
f() { echo in function; }; f > g; cat g
echo both > h 2>&1; cat h
cat f - < g
(echo sub; echo shell) > s; cat s
x=$(cat < f); echo "$x"
exec > last; echo hidden; exec >&2
