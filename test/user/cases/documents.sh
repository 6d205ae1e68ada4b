#: expansions
x=1; cat <<E
a $x ${x}b $(echo c) `echo d` $((x+1)) "q" 'r' \$x \\ \a
E
#: literal
x=1; cat <<'E'
a $x $(echo c) \$x
E
#: half quoted delimiter
x=1; cat <<E"O"F
$x
EOF
#: tabs stripped
cat <<-E
	a
		b
	E
#: two documents on a line
cat <<A; cat <<B
first
A
second
B
#: two documents of one command
cat <<A <<B
first
A
second
B
#: document for a loop
while read a b; do echo "$b $a"; done <<E
1 2
3 4
E
#: document in a pipeline
cat <<E | tr a-z A-Z
shout
E
#: document in the middle of a line
cat <<E && echo after
text
E
#: document in a function
f() {
  cat <<E
$1!
E
}
f a; f b
#: document with an empty delimiter's like
cat <<''
text

echo end
#: line continuation in a document
cat <<E
a\
b
c\\
d
E
#: empty document
cat <<E
E
echo $?
#: a large document
x=0123456789; x=$x$x$x$x$x$x$x$x$x$x; x=$x$x$x$x$x$x$x$x$x$x; x=$x$x$x$x$x$x$x$x$x$x
cat <<E | wc -c
$x
E
#: large document that nobody reads
x=0123456789; x=$x$x$x$x$x$x$x$x$x$x; x=$x$x$x$x$x$x$x$x$x$x; x=$x$x$x$x$x$x$x$x$x$x; x=$x$x$x$x$x$x$x$x$x$x
true <<E
$x
E
echo $?
#: document on another descriptor
cat 3<<E <&3
three
E
#: document in a command substitution
x=$(cat <<E
inside
E
); echo "[$x]"
#: document inside a subshell and group
(cat <<E
sub
E
) ; { cat; } <<E
group
E
#: quotes in a document are text
x='a b'; cat <<E
"$x" '$x' "${x}" ${none:-"d"} ${none:-'s'}
E
#: document then if
if cat <<E
cond
E
then echo yes; fi
#: delimiter that looks like an option
cat <<-EOF
	-n $HOME2 x
	EOF
#: arguments in documents
set -- 'a b' c; cat <<E
$@ | $* | $#
E
#: document with case
case $(cat <<E
word
E
) in word) echo matched;; esac
