// `+=` on strings: whoever else has the string does not see it change.
// @run
// @sanitize
// @stdout: ok

import { check, equal, finish } from "./support/check.ts";

let shared: string = "shared";

class Holder {
  text: string = "";
}

function grow(text: string): string {
  text += "!";
  return text;
}

function growShared(text: string): usize {
  shared += "+more of it";
  return text.length;
}

function addTo(holder: Holder): string {
  holder.text += "x";
  return "y";
}

function locals(): void {
  let a = ["ab", "cd"].join("");
  const b = a;
  a += "ef";
  equal(b, "abcd", "a copy of the reference");
  equal(a, "abcdef", "the longer one");
  const c = a;
  a += c;
  equal(a, "abcdefabcdef", "itself, by another name");
  a += a;
  equal(a.length, 24, "itself");
  equal(c, "abcdef", "the old one");
  let d = "";
  for (let i: u32 = 0; i < 300; i++) {
    d += `${i},`;
    if (i === 100) a = d;
  }
  check(a.endsWith(",100,"), "a reference kept while the text grows");
  check(d.endsWith(",299,"), "the text that grew");
  equal(d.length, 10 + 90 * 2 + 200 * 3 + 300, "its length");
  let e = "x".repeat(1000);
  e += `${e.length}${e}`;
  equal(e.length, 2004, "a template with itself");
  let literal = "literal";
  literal += "s";
  equal(literal + "literal", "literalsliteral", "a literal is not changed");
}

function places(): void {
  const holder = new Holder();
  holder.text = ["f", "g"].join("");
  const before = holder.text;
  holder.text += `${1}${-2}`;
  equal(before, "fg", "a field's old value");
  equal(holder.text, "fg1-2", "a field's new value");
  holder.text += addTo(holder);
  check(holder.text === "fg1-2y" || holder.text === "fg1-2xy", "the right side changes the field");
  const list = [["a", "b"].join(""), "c"];
  const first = list[0];
  list[0] += "d";
  equal(first + list[0], "ababd", "an element");
  const text = ["p", "q"].join("");
  equal(grow(text) + text, "pq!pq", "a parameter");
  shared = ["sh", "ared"].join("");
  equal(growShared(shared), 6, "a global while a parameter refers to it");
  let captured = ["s", "t"].join("");
  const add = (): void => {
    captured += "u";
  };
  const old = captured;
  add();
  add();
  equal(captured + old, "stuust", "a captured variable");
}

function long(): void {
  let text = "";
  for (let i: u64 = 0; i < 20_000; i++) text += `line ${i} of ${-i64(i)}\n`;
  equal(text.split("\n").length, 20_001, "many lines");
  check(text.endsWith("line 19999 of -19999\n"), "the last one");
  const wide = "w".repeat(500);
  equal(`${wide}${1}${wide}`.length, 1001, "a template longer than its buffer");
}

export function main(): i32 {
  locals();
  places();
  long();
  return finish();
}
