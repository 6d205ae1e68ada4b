basename /usr/lib/x.so; basename x.so .so; basename .so .so; basename /; basename a/b/
dirname /usr/lib/x.so; dirname x; dirname /; dirname a/b/
ln -s target link; readlink link; echo $?; readlink nothing; echo $?
printf 'a:b:c\nno separator\n1:2:3:4\n' > f
cut -d: -f2 f; cut -d: -f1,3- f; cut -s -d: -f-2 f; cut -c2-3 f; cut -b 1,4- f
printf 'x\ty\n' | cut -f2
cut -f0 f 2>/dev/null || echo refused
echo 'hello world' | tr a-z A-Z; echo 'aabbcc  d' | tr -s 'a-c '; echo 'a1b2' | tr -d 0-9; echo 'a1b2' | tr -cd '0-9\n'
echo 'one two' | tr ' ' '\n'; echo 'abc' | tr '[:lower:]' '[:upper:]'; echo 'abcdef' | tr a-f xy; printf 'a\\b' | tr '\\' /; echo
echo 'a-b' | tr '\055' _; echo 'one, two' | tr -cs '[:alpha:]' '\n'; echo xaay | tr -ds a y
mkdir -p d/e/g; printf 12345 > d/one; printf '%2000s' '' > d/e/two.txt; : > d/e/g/three; ln -s one d/link
find d | sort; find d -type f | sort; find d -type d -name 'g*'; find d -name '*.txt' -o -type l | sort
find d -maxdepth 1 | sort; find d -mindepth 2 -type f | sort; find d -empty; find d ! -type d -size +1 | sort
find d -type f -exec echo found {} \; | sort; find d '(' -name one -o -name three ')' -print | sort; find d -path '*e/g*' | sort
find d -type f -size 5c; find d -name three -delete; find d -type f | sort; find d -name nothing; echo $?
find . -name one -print0 | tr '\0' '!'; echo
find nothing 2>/dev/null; echo $?
echo 'a b  c' | xargs; printf 'a\nb\nc\n' | xargs -n 2 echo; printf 'one\ntwo\n' | xargs -I X echo '<X>' X
printf "'a b' \"c d\" e\\\\ f\n" | xargs -n 1 echo; printf 'a b\0c\0' | xargs -0 -n 1 echo; printf '' | xargs -r echo never; printf '' | xargs echo once
printf '1\n2\n' | xargs -n 1 false; echo $?; echo x | xargs no-such-program 2>/dev/null; echo $?
cmp f f; echo $?; printf 'a:b:x\n' > g; cmp -s f g; echo $?; cmp f g; printf 'a:b' | cmp -s - f; echo $?
id -u > n; id -g | cmp -s - /dev/null; echo $?; [ "$(id -un)" = "$(id -u -n)" ]; echo $?
mkdir room; printf '%5000s' '' > room/file; du -s room > size; [ "$(cut -f1 size)" -ge 5 ]; echo $?; cut -f2 size
tty; echo $?; tty -s; echo $?
