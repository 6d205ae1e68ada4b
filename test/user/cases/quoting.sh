#: quotes of both kinds, and none
echo 'a  b' "c  d" e\ \ f
echo 'it'\''s' "it's" "say \"hi\""
printf '%s\n' "\$x \`x\` \\ \a \n" '\$x \\'
#: dollar in the middle of quotes
x=1; echo "a$x"b'$x'"${x}c" $ "$" a$ "a$ b"
#: line continuation
echo a\
b "c\
d" 'e\
f'
#: empty words
set -- "" '' ""'' $nothing; echo $#
#: quoted and unquoted parts make one word
x="a b"; set -- p"$x"q p$x\q; echo $#; for i in "$@"; do echo "<$i>"; done
#: comments
echo a # b
echo a#b '#' "#c" # d
# only a comment
echo end
#: backslash before ordinary letters
printf '%s\n' \a\b\c "\a\b\c"
#: newline in quotes
x='line 1
line 2'
echo "$x"; echo $x
#: quotes inside command substitution inside quotes
echo "$(echo "inner \"x\" 'y'")"
echo "a $(echo ")" ')' \)) b"
#: quotes in parameter words
echo ${none:-"a  b"} "${none:-a  b}" "${none:-'a  b'}" ${none:-'a  b'}
echo "${none:-"quoted"}" "${none:-\}}" ${none:-\}} "${none:-a\$b}"
#: backquotes
echo `echo a; echo b` "`echo 'x  y'`" `echo \`echo nested\`` `echo '\\$x'`
#: a case pattern's quotes
x='*'; case abc in "$x") echo literal;; $x) echo pattern;; esac
case 'a*c' in a\*c) echo escaped;; esac
case abc in 'a'*) echo joined;; esac
#: quoted reserved words are not reserved
'if' 2>/dev/null; echo $?
\while 2>/dev/null; echo $?
#: quotes that hold operators
echo 'a;b' "c|d" e\&f 'g>h' "i<j" \(k\)
#: assignment with quotes
x="a b"c'd e'; echo "$x"
x=a\ b; echo "$x"
#: tilde
HOME=/home/me; echo ~ ~/x "~" \~ a~ '~'/x x=~ ; y=~; echo $y; z=~/b:~/c; echo $z
#: tilde is not split or a pattern
HOME='/a b*'; for i in ~ ~/x; do echo "<$i>"; done
#: utf-8
x='grüße 🌍'; echo "$x" "${x%🌍}" "${x#grü}"; printf '%s\n' $x
#: the same quote across lines in a document's delimiter
cat <<'A B'
$x `y` \z
A B
#: dollar quote after a word with braces
a=1; echo ${a}b $a{b} {$a} { } }
#: backslash newline inside a word and between operators
ec\
ho joined && \
echo too
