// Every method of strings that both languages have. The texts are ASCII, where bytes and characters are the same.

function searching(): void {
  const text = "the cat sat on the mat";
  for (const part of ["the", "at", "", "mat", "x", "the cat sat on the mat", "the cat sat on the mats"]) {
    console.log(`${part}: ${text.indexOf(part)} ${text.lastIndexOf(part)} ${text.includes(part)}`);
    console.log(`${text.startsWith(part)} ${text.endsWith(part)}`);
    for (const at of [0, 1, 4, 19, 22, 99]) {
      const i = usize(at);
      console.log(`${i}: ${text.indexOf(part, i)} ${text.lastIndexOf(part, i)} ${text.includes(part, i)}`);
      console.log(`${text.startsWith(part, i)} ${text.endsWith(part, i)}`);
    }
  }
}

function parts(): void {
  const text = "hello";
  for (let start: usize = 0; start < 7; start++) {
    console.log(`${start} [${text.slice(start)}] [${text.substring(start)}] [${text.charAt(start)}]`);
    console.log(`${text.at(-1) ?? "none"} ${text.codePointAt(start) ?? 0}`);
    for (let end: usize = 0; end < 7; end++)
      console.log(`[${text.slice(start, end)}] [${text.substring(start, end)}]`);
  }
  for (const separator of [",", "", ", ", "a", "a,b,,c"]) {
    console.log(`${separator}: ${"a,b,,c".split(separator).join("|")} ${"".split(separator).length}`);
    for (let limit: usize = 0; limit < 5; limit++) console.log("a,b,,c".split(separator, limit).join("|"));
  }
}

function making(): void {
  for (const text of ["  x y\t\n", "", " ", "x", "\u00a0\u2003x\ufeff", "\u3000"]) {
    console.log(`[${text.trim()}] [${text.trimStart()}] [${text.trimEnd()}]`);
  }
  for (let n: usize = 0; n < 9; n++) {
    console.log(
      `[${"ab".padStart(n)}] [${"ab".padEnd(n)}] [${"ab".padStart(n, "123")}] [${"ab".padEnd(n, "123")}]`,
    );
    console.log("xy".repeat(n));
  }
  console.log(`${"MiXeD 9".toUpperCase()} ${"MiXeD 9".toLowerCase()}`);
  console.log("a-b-c".replace("-", "+"));
  console.log("a-b-c".replaceAll("-", "+"));
  console.log("a-b-c".replaceAll("-", ""));
  console.log("aaa".replaceAll("aa", "b"));
  console.log("abc".replace("", "-"));
  console.log("abc".replaceAll("", "-"));
  console.log("abc".replace("x", "-"));
  console.log("abc".concat());
  console.log("abc".concat("d", "ef"));
  console.log(String.fromCharCode(65) + String.fromCodePoint(0x1f600));
  console.log(String(5) + String(true) + String("x") + String(-1.5));
  console.log("abc".toString() === "abc");
  let text = "";
  for (const character of "héllo 😀") text = `${character}${text}`;
  console.log(text);
  console.log("a" < "b" && "a" < "aa" && "B" < "a" && !("b" < "ab"));
}

function numbers(): void {
  const values: f64[] = [
    0.0, 1.0, -1.0, 0.1, 0.5, 123456.75, 1e20, 1e21, 1.5e-6, 1e-7, 1.7976931348623157e308, 5e-324,
  ];
  for (const value of values) console.log(`${value} ${-value} ${1.0 / value} ${value * 3.0}`);
  const zero: f64 = 0.0;
  console.log(`${zero / zero} ${1.0 / zero} ${-1.0 / zero}`);
  for (const radix of [2, 3, 8, 10, 16, 36]) {
    const n: i32 = -123456789;
    const m: u32 = 4294967295;
    console.log(`${n.toString(u32(radix))} ${m.toString(u32(radix))}`);
  }
  console.log(`${true} ${false} ${i32(-0)} ${u8(255)} ${i8(-128)}`);
}

export function main(): i32 {
  searching();
  parts();
  making();
  numbers();
  return 0;
}
