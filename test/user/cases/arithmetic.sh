#: operators
echo $((1+2)) $((7-9)) $((3*4)) $((7/2)) $((-7/2)) $((7%3)) $((-7%3))
echo $((1<2)) $((2<=2)) $((3>4)) $((3>=3)) $((1==1)) $((1!=1))
echo $((6&3)) $((6|3)) $((6^3)) $((~5)) $((1<<4)) $((256>>2)) $((!0)) $((!5))
echo $((1&&0)) $((1||0)) $((0||0)) $((2&&3))
#: precedence
echo $((1+2*3)) $(((1+2)*3)) $((2-3-4)) $((100/10/5)) $((1<<2+1)) $((1|2&3)) $((5>3==1)) $((-2*-3)) $((- -3))
#: ternary
echo $((1?2:3)) $((0?2:3)) $((1?0?4:5:6)) $((0 ? 1 : 0 ? 2 : 3))
#: only the chosen branch has effects
x=0; echo $((1 ? 5 : (x=1))) $x $((0 && (x=2))) $x $((1 || (x=3))) $x
#: no division in the branch not taken
echo $((0 ? 1/0 : 7)) $((1 || 1/0)) $((0 && 1%0))
#: variables
x=5; echo $((x)) $(($x)) $((x+1)) $((${x}+1)) $((x*x)) $((none)) $((none+1))
#: assignment
echo $((x=3)) $x $((x+=2)) $x $((x-=1)) $((x*=6)) $((x/=5)) $((x%=3)) $((x<<=3)) $((x>>=1)) $((x|=3)) $((x&=6)) $((x^=1)) $x
#: spaces and newlines
echo $((  1  +  2  )) $((1
+ 2))
#: hexadecimal and octal
echo $((0x10)) $((010)) $((0xff + 1)) $((0XA))
#: value of a variable in hexadecimal
x=0x1F; echo $((x)); y=010; echo $((y + 1)) $(($y + 1)); z=-5; echo $((z)) $((-z)) $((3-$z))
#: nested
echo $(( $(echo 3) + $((2*2)) )) $((`echo 5`))
#: parentheses
echo $(((2))) $(( (1) + (2) )) $((((1+1)*2)))
#: wrap around
echo $((9223372036854775807)) $((9223372036854775807+1)) $((-9223372036854775807-1))
#: lowest number divided by minus one
echo $((1 << 63)) $((1 << 62)) $((-1 >> 1))
#: in quotes and words
x=3; echo "a$((x+1))b" a$((x+1))b "$((x))$((x))"
#: errors end the script
echo before
echo $((1/0)) 2>/dev/null
echo never
#: errors in a subshell
(echo $((1/0)); echo never) 2>/dev/null; [ $? -ne 0 ] && echo failed
(eval 'echo $((1+))'; echo never) 2>/dev/null; [ $? -ne 0 ] && echo failed
(eval 'echo $((1 2))'; echo never) 2>/dev/null; [ $? -ne 0 ] && echo failed
(x=abc; eval 'echo $(( $x"" + * ))'; echo never) 2>/dev/null; [ $? -ne 0 ] && echo failed
#: comparison chain in tests
i=0; while [ $((i < 3)) = 1 ]; do i=$((i+1)); done; echo $i
#: empty variable
x=; echo $((x+1))
#: as an argument of other expansions
set -- a b c d; eval "echo \${$((1+2))}"; x=abcdef; echo ${x:+$((2+2))}
#: command substitution that begins with a subshell
echo $( (echo sub) ) $( (echo a); (echo b) )
#: quotes inside
(x=4; echo $(("x" + 1)) $(( "2" + '3' ))) 2>/dev/null || echo refused
#: side effects last
x=1; y=$((x = x + 4)); echo $x $y
#: precedence of unary and shifts
echo $((-1 << 2)) $((~0 & 255)) $((!1 + 1)) $((+3)) $((-(-3)))
#: logical results are 0 or 1
echo $((5 && 7)) $((5 || 0)) $((!!7))
#: comma and assignment nest
echo $((a = b = 3)) $a $b
#: minus glued to a variable
x=5; echo $((x-1)) $((x -1)) $((x - 1)) $((1-x))
#: greater and less with shifts
echo $((1<<2>1)) $((8>>1<5))
