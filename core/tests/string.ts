// Methods of strings, with empty, overlapping and out-of-range arguments.
// @run
// @sanitize
// @stdout: ok

import { check, equal, finish } from "./support/check.ts";

function searching(): void {
  const text = "the cat sat on the mat";
  equal(text.length, 22, "length");
  equal(text.byteAt(4), 99, "byteAt");
  equal(text.indexOf("at"), 5, "indexOf");
  equal(text.indexOf("at", 6), 9, "indexOf from");
  equal(text.indexOf("dog"), -1, "indexOf of what is not there");
  equal(text.indexOf(""), 0, "indexOf of nothing");
  equal(text.indexOf("", 22), 22, "indexOf of nothing at the end");
  equal(text.indexOf("t", 100), -1, "indexOf from behind the end");
  equal(text.indexOf("t", 0xffff_ffff_ffff_ffff), -1, "indexOf from far behind the end");
  equal(text.lastIndexOf("at"), 20, "lastIndexOf");
  equal(text.lastIndexOf("the"), 15, "lastIndexOf");
  equal(text.lastIndexOf("x"), -1, "lastIndexOf of what is not there");
  equal(text.lastIndexOf(""), 22, "lastIndexOf of nothing");
  equal("".lastIndexOf("a"), -1, "lastIndexOf in nothing");
  equal("aaa".indexOf("aaaa"), -1, "indexOf of something longer");
  check(text.includes("sat"), "includes");
  check(!text.includes("Sat"), "includes, other case");
  check(text.startsWith("the "), "startsWith");
  check(!text.startsWith("he"), "startsWith, not");
  check(text.startsWith(""), "startsWith nothing");
  check(!"a".startsWith("ab"), "startsWith something longer");
  check(text.endsWith(" mat"), "endsWith");
  check(!"t".endsWith("at"), "endsWith something longer");
  check("".endsWith(""), "endsWith, both empty");
}

function slicing(): void {
  const text = "hello";
  equal(text.slice(1, 3), "el", "slice");
  equal(text.slice(2), "llo", "slice to the end");
  equal(text.slice(0), "hello", "slice of all");
  equal(text.slice(3, 2), "", "slice backwards");
  equal(text.slice(4, 100), "o", "slice over the end");
  equal(text.slice(100), "", "slice behind the end");
  equal("  a b\t\n".trim(), "a b", "trim");
  equal("  a".trimStart(), "a", "trimStart");
  equal("a  ".trimEnd(), "a", "trimEnd");
  equal(" \t ".trim(), "", "trim of spaces");
  equal("".trim(), "", "trim of nothing");
  equal("a,b,,c".split(",").join("|"), "a|b||c", "split");
  equal("abc".split("").join("|"), "a|b|c", "split by nothing");
  equal("abc".split("x").length, 1, "split without separator");
  equal("".split(",").length, 1, "split of nothing");
  equal(",".split(",").length, 2, "split of a separator");
  equal("a--b-c".split("--").join("|"), "a|b-c", "split by two bytes");
}

function making(): void {
  equal("ab".repeat(3), "ababab", "repeat");
  equal("ab".repeat(0), "", "repeat 0 times");
  equal("7".padStart(3, "0"), "007", "padStart");
  equal("7".padStart(6, "abc"), "abcab7", "padStart with more than fits");
  equal("1234".padStart(3), "1234", "padStart of what is long enough");
  equal("7".padEnd(3), "7  ", "padEnd");
  equal("7".padEnd(3, ""), "7", "padEnd with nothing");
  equal("Grüße, WELT".toUpperCase(), "GRüßE, WELT", "toUpperCase");
  equal("Grüße, WELT".toLowerCase(), "grüße, welt", "toLowerCase");
  equal("aXbXc".replaceAll("X", "--"), "a--b--c", "replaceAll");
  equal("aXbX".replaceAll("X", ""), "ab", "replaceAll by nothing");
  equal("aaa".replaceAll("aa", "b"), "ba", "replaceAll from the left");
  equal("abc".replaceAll("", "-"), "-a-b-c-", "replaceAll of nothing");
  equal("abc".replaceAll("x", "-"), "abc", "replaceAll of what is not there");
  equal(String.fromCharCode(65), "A", "fromCharCode");
  equal(String.fromCharCode(0x20ac), "€", "fromCharCode of three bytes");
  equal(String.fromCharCode(0x1f600), "😀", "fromCharCode of four bytes");
  equal(String.fromCharCode(0xd800), "\u{fffd}", "fromCharCode of a surrogate");
  equal(String.fromCharCode(0x11_0000), "\u{fffd}", "fromCharCode of no character");
  equal(String.fromBytes("copy".bytes()), "copy", "fromBytes");
  equal(String.fromBytes("".bytes()).length, 0, "fromBytes of nothing");
}

function comparing(): void {
  const abc: string = ["ab", "c"].join("");
  check(abc === "abc", "equal contents");
  check(abc !== "abd", "other contents");
  check(abc !== "abcd", "other length");
  check("".compare("") === 0, "compare of nothing");
  check("a".compare("b") < 0, "compare below");
  check("b".compare("a") > 0, "compare above");
  check("ab".compare("abc") < 0, "compare with something longer");
  check("\u{7f}".compare("é") < 0, "bytes compare without sign");
  check("a long text of many bytes".compare("a long text of mane bytes") > 0, "compare of long texts");
  check("abc" < "abd", "operator below");
  check("abc" >= "abc", "operator at or above");
  equal("some text".hash(), ("some " + "text").hash(), "equal strings have one hash");
  check("some text".hash() !== "some texu".hash(), "other strings have another");
}

function characters(): void {
  let count: u32 = 0;
  let last = "";
  for (const character of "aé€😀") {
    count += 1;
    last = character;
  }
  equal(count, 4, "characters");
  equal(last, "😀", "last character");
  const broken = String.fromBytes("é".bytes().subspan(0, 1));
  count = 0;
  for (const character of broken + "a") count += u32(character.length);
  equal(count, 2, "a broken character is one byte");
}

function joining(): void {
  const number: i32 = -5;
  const big: u64 = 0xffff_ffff_ffff_ffff;
  const name = "x";
  equal(`${name}=${number}, ${true}, ${big}`, "x=-5, true, 18446744073709551615", "template");
  let text = "";
  for (let i: u32 = 0; i < 100; i++) text += "ab";
  equal(text, "ab".repeat(100), "text built step by step");
  equal(`${""}${""}`, "", "empty template");
}

export function main(): i32 {
  searching();
  slicing();
  making();
  comparing();
  characters();
  joining();
  return finish();
}
