// Strings are bytes of UTF-8; templates, comparison, methods.
// @run
// @sanitize
// @stdout: 5
// @stdout: ell
// @stdout: true false true
// @stdout: 2 -1
// @stdout: a|b|c
// @stdout: [  x] [x--]
// @stdout: ab ab ab 
// @stdout: HELLO
// @stdout: true
// @stdout: less
// @stdout: n=42 b=true s=text f=1.5
// @stdout: ff 1010
// @stdout: 123
// @stdout: null
// @stdout: trimmed.
// @stdout: 104

export function main(): void {
  const hello = "hello";
  console.log(hello.length);
  console.log(hello.slice(1, 4));
  console.log(`${hello.startsWith("he")} ${hello.endsWith("x")} ${hello.includes("ll")}`);
  console.log(`${hello.indexOf("l")} ${hello.indexOf("z")}`);
  console.log("a,b,c".split(",").join("|"));
  console.log(`[${"x".padStart(3)}] [${"x".padEnd(3, "-")}]`);
  console.log("ab ".repeat(3));
  console.log(hello.toUpperCase());
  const built = "hel" + "lo".slice(0);
  console.log(built === hello);
  console.log(hello.compare("help") < 0 ? "less" : "not less");
  const n: u32 = 42;
  const flag = true;
  const half: f64 = 1.5;
  console.log(`n=${n} b=${flag} s=${"text"} f=${half}`);
  const byte: u8 = 255;
  const ten: u32 = 10;
  console.log(`${byte.toString(16)} ${ten.toString(2)}`);
  console.log(parseInteger("123")!);
  console.log(parseInteger("12x") === null ? "null" : "number");
  console.log(" trimmed".trim() + ".");
  console.log(hello.byteAt(0));
}
