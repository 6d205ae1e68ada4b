#: if
if true; then echo 1; fi; if false; then echo 2; else echo 3; fi; if false; then :; elif true; then echo 4; fi
if false; then echo x; fi; echo $?; if true; then false; fi; echo $?
#: if with lists
if false; true; then echo yes; fi; if true; false; then echo no; else echo $?; fi
#: if on several lines
if
  true
then
  echo a
elif false
then
  echo b
else
  echo c
fi
#: while and until
i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo $i; done; echo $?; until [ $i = 0 ]; do i=$((i-1)); done; echo $i
while false; do :; done; echo $?; i=0; while [ $i = 0 ]; do i=1; false; done; echo $?
#: for
for i in a b c; do echo $i; done; echo $i; for i in; do echo never; done; echo $?
set -- x y; for i do echo $i; done; for i; do echo $i; done; for i
do echo $i
done
for i in 1 2
do
  echo $i
done
#: for over expansions
x='1 2'; touch a.t b.t; for i in $x "$x" *.t $(echo c d); do echo $i; done
#: for with a changed variable
for i in 1 2 3; do echo $i; i=9; done; echo $i
#: break and continue
for i in 1 2 3 4; do [ $i = 2 ] && continue; [ $i = 4 ] && break; echo $i; done
for i in 1 2; do for j in 1 2 3; do [ $j = 2 ] && continue 2; echo $i$j; done; done
for i in 1 2; do for j in 1 2; do break 2; done; echo never; done; echo $i$j
for i in 1 2; do for j in 1 2; do break 9; done; echo never; done; echo $i
while :; do while :; do break; done; break; done; echo out
#: break in conditions and in if
while if true; then break; fi; do echo never; done; echo after
for i in 1 2; do if [ $i = 1 ]; then continue; else echo $i; fi; done
for i in 1 2 3; do case $i in 2) break;; esac; echo $i; done
for i in 1 2; do { break; }; done; echo $i
for i in 1 2; do eval break; done; echo $i
for i in 1 2; do true && break; done; echo $i
#: break's status
for i in 1; do false; break; done; echo $?; while true; do break; done; echo $?
#: break outside of loops
break 2>/dev/null; echo a; continue 2>/dev/null; echo b
#: break in a subshell ends nothing outside
for i in 1 2; do (break 2>/dev/null); echo $i; done
#: case
for w in a ab abc b '' 'x y' '*' '[' ; do
  case $w in
    a) echo one;;
    ab|b) echo two ;;
    (a*) echo three;;
    '') echo empty;;
    \*) echo star;;
    "x y") echo blank;;
    [[]) echo bracket;;
    *) echo other
  esac
done
#: case status
case a in b) true;; esac; echo $?; case a in a) false;; esac; echo $?; case a in a) ;; esac; echo $?
#: case on several lines with empty branches
case b in
a)
  ;;
b)
  echo b

  ;;
c) esac
#: case with expansions
p='a*'; case abc in $p) echo p;; esac; case 'a*' in "$p") echo q;; esac; case $(echo x) in x) echo x;; esac
#: case ranges and classes
for c in a Z 5 _ -; do case $c in [a-z]) echo lower;; [A-Z]) echo upper;; [[:digit:]]) echo digit;; [!a-zA-Z0-9_]) echo none;; *) echo rest;; esac; done
#: only the first match
case a in a) echo 1;; a) echo 2;; esac
#: case with esac as a word
case esac in (esac) echo yes;; esac; echo esac if then done fi
#: groups and subshells
{ echo a; }; { echo b
}; (echo c); (echo d
); x=1; (x=2; echo $x); echo $x; { x=3; }; echo $x
#: nested
( ( (echo deep) ) ); { { { echo too; }; }; }; ({ (echo mix); })
#: exit in a subshell
(exit 3); echo $?; (false); echo $?; (exit 3) || echo $?; { (exit 4); }; echo $?
#: cd in a subshell
cd /; (cd /tmp); pwd
#: and, or
true && echo a; false && echo b; true || echo c; false || echo d; false && echo e || echo f; true || echo g && echo h
false && false; echo $?; false || false; echo $?; ! true && echo i; ! false || echo j
true &&
echo k ||

echo l
#: negation
! true; echo $?; ! false; echo $?; ! (exit 3); echo $?; ! true | false; echo $?; if ! false; then echo a; fi
#: pipelines
echo a | cat | cat; false | true; echo $?; true | false; echo $?; true | (exit 5); echo $?; exit 3 | true; echo $?
echo a |
cat
#: pipeline parts are subshells
x=1; echo 2 | read x; echo $x; x=1 | x=2; echo $x; echo a | { read y; echo "[$y]"; }; echo "[$y]"
#: pipeline with groups and loops
for i in 3 1 2; do echo $i; done | sort | while read x; do echo "<$x>"; done; { echo a; echo b; } | { read x; cat; }
#: early end of a reader
yes | head -n 2; seq 1 100000 | head -n 1
#: sequences
echo a; echo b; ; 2>/dev/null
#: sequence of separators
echo a
echo b;
echo c &
wait
{ echo d; }; (echo e);
#: reserved words as arguments
echo if then else fi for in do done while case esac { } ! ; for in in a; do echo $in; done; for do in b; do echo $do; done
#: time for a function as condition
ok() { return 0; }; bad() { return 5; }; if ok; then echo ok; fi; bad || echo $?; while bad; do :; done; ok && bad; echo $?
#: while with several commands in the condition
i=0; while i=$((i+1)); [ $i -lt 3 ]; do echo $i; done
#: loop status through break in a pipeline
echo 'a b' | while read x y; do echo $y; break; done; echo $?
#: deep nesting
i=0; while [ $i -lt 2 ]; do for j in a b; do if [ $j = a ]; then case $i in 0) echo "zero $j";; *) (echo "more $j");; esac; else { echo "else $j"; }; fi; done; i=$((i+1)); done
#: empty compound commands are errors
for s in 'if true; then fi' 'while true; do done' '( )' '{ }' 'for i in a; do done' 'f() { }'; do sh -c "$s; echo never" 2>/dev/null; echo $?; done
#: newline after keywords
if true
then :
fi && for x in 1
do :; done && while false
do :
done && echo all
