mkdir -p a/b/c
ls -R a
echo text > a/f
cp a/f a/g
cat a/g
cp a/f nothere/x 2>/dev/null; echo $?
cp -r a copy
ls copy copy/b
mv a/g a/b
ls a a/b
ln -s f a/link
cat a/link
ln a/f hard
cat hard
rm a/link; ls a
rm a 2>/dev/null; echo $?
rmdir a 2>/dev/null; echo $?
rm -r a; ls
rm -f nothere; echo $?
rm nothere 2>/dev/null; echo $?
touch new; [ -f new ] && echo made
chmod 600 new; ls -l new | head -c 10; echo
chmod u+x,go=r new; ls -l new | head -c 10; echo
chmod a-r new; ls -l new | head -c 10; echo
mkdir -m 700 private; ls -ld private | head -c 10; echo
mkdir private 2>/dev/null; echo $?
cp -r copy copy/b 2>/dev/null; ls copy
ls nothere 2>/dev/null; echo $?
ls -a copy
ls -1 hard copy
echo x > 'odd name'; cat odd*
mv 'odd name' other; cat other
mv other copy; ls copy
pwd | grep -c /
cd copy; pwd | grep -c 'copy$'; cd ..
ln hard hard 2>/dev/null; echo $?
cp hard hard 2>/dev/null; echo $?
