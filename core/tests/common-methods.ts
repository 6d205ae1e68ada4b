// The methods that a TypeScript programmer reaches for, beyond those of array.ts, map.ts and string.ts.
// @run
// @sanitize
// @stdout: ok

import { check, equal, finish } from "./support/check.ts";

let alive: i32 = 0;

class Counted {
  readonly id: u32;
  constructor(id: u32) {
    this.id = id;
    alive += 1;
  }
  destructor(): void {
    alive -= 1;
  }
}

@struct
class Pair {
  a: u32;
  b: string;
  constructor(a: u32, b: string) {
    this.a = a;
    this.b = b;
  }
}

function addingSeveral(): void {
  const list: u32[] = [1];
  equal(list.push(2, 3), 3, "push of two gives the length");
  equal(list.push(), 3, "push of nothing");
  equal(list.push(...list), 6, "push of the array itself");
  equal(list.push(9, ...[7, 8]), 9, "push with a spread array");
  equal(list.join(), "1,2,3,1,2,3,9,7,8", "what was pushed");
  equal(list.unshift(5, 6), 11, "unshift of two gives the length");
  equal(list.unshift(...[4]), 12, "unshift of a spread array");
  equal(list.slice(0, 4).join(), "4,5,6,1", "unshift keeps the order");
  list.insertAll(1, list.slice(0, 2));
  equal(list.slice(0, 6).join(), "4,4,5,5,6,1", "insertAll");
  list.insertAll(list.length, [0]);
  equal(list.at(-1) ?? 9, 0, "insertAll at the end");
  equal(list.splice(1, 2, 10, 11, 12).join(), "4,5", "splice gives what it removed");
  equal(list.slice(0, 6).join(), "4,10,11,12,5,6", "splice puts others in the place");
  equal(list.splice(3).length, 13, "splice to the end");
  equal(list.splice(100, 1, 13).length, 0, "splice behind the end");
  equal(list.join(), "4,10,11,13", "splice behind the end adds there");
  equal(list.concat().join(), "4,10,11,13", "concat of nothing copies");
  equal(list.concat([1], [], list).join(), "4,10,11,13,1,4,10,11,13", "concat of several");
}

function addingObjects(): void {
  const list = [new Counted(1), new Counted(2)];
  list.push(new Counted(3), new Counted(4));
  list.unshift(...list);
  equal(list.map((c) => c.id).join(), "1,2,3,4,1,2,3,4", "objects put before themselves");
  equal(list.splice(1, 6, new Counted(5)).length, 6, "objects taken out");
  equal(list.map((c) => c.id).join(), "1,5,4", "objects that are left");
  equal(alive, 3, "objects that are alive");
  equal(list.toReversed()[0]!.id, 4, "toReversed of objects");
  equal(list.flatMap((c) => [c, c]).length, 6, "flatMap of objects");
  const pairs: Pair[] = [];
  pairs.push(new Pair(1, "x"), new Pair(2, "yy"));
  pairs.unshift(new Pair(0, "first"), new Pair(9, "second"));
  equal(pairs.map((pair) => `${pair.a}${pair.b}`).join(), "0first,9second,1x,2yy", "structs");
  equal(pairs.splice(1, 2, new Pair(7, "z")).length, 2, "structs taken out");
  equal(pairs.map((pair) => pair.b).join(), "first,z,yy", "structs that are left");
}

function searching(): void {
  const list: u32[] = [3, 1, 3, 2];
  equal(list.indexOf(3, 1), 2, "indexOf from");
  equal(list.lastIndexOf(3), 2, "lastIndexOf");
  equal(list.lastIndexOf(8), -1, "lastIndexOf of what is not there");
  check(!list.includes(1, 2), "includes from");
  const indices: usize[] = [];
  equal(list.findLast((item, i) => indices.push(i) > 0 && item < 3) ?? 0, 2, "findLast");
  equal(
    list.findLastIndex((item, i) => indices.push(i) > 0 && item === 1),
    1,
    "findLastIndex",
  );
  check(list.findLast((item) => item > 3) === undefined, "findLast of what is not there");
  equal(
    list.findLastIndex((item) => item > 3),
    -1,
    "findLastIndex of what is not there",
  );
  check(
    list.every((_, i) => indices.push(i) > 0),
    "every",
  );
  equal(indices.join(), "3,3,2,1,0,1,2,3", "indices that the callbacks got");
  equal(list.find((_, i) => i === 1) ?? 0, 1, "find by index");
  check(
    list.some((_, i) => i === 3),
    "some by index",
  );
  // A callback may make the array shorter: what is gone is not visited.
  const short: u32[] = [1, 2, 3, 4, 5];
  const seen: u32[] = [];
  check(short.findLast((item) => cut(short, seen, item)) === undefined, "findLast of an array that shrinks");
  equal(seen.join(), "5,2,1", "what an array that shrinks shows from its end");
  const zero: f64 = 0.0;
  const floats: f64[] = [1.5, zero / zero];
  equal(floats.indexOf(zero / zero), -1, "indexOf of NaN");
  check(floats.includes(zero / zero), "includes of NaN");
  check(!floats.includes(2.5), "includes of what is not there");
}

function cut(list: u32[], seen: u32[], item: u32): boolean {
  seen.push(item);
  if (list.length > 2) list.length = 2;
  return false;
}

function copying(): void {
  const list: u32[] = [3, 1, 2];
  equal(list.toSorted().join(), "1,2,3", "toSorted");
  equal(list.toSorted((a, b) => i32(b) - i32(a)).join(), "3,2,1", "toSorted by a comparison");
  equal(list.toReversed().join(), "2,1,3", "toReversed");
  equal(list.with(1, 7).join(), "3,7,2", "with");
  equal(list.join(), "3,1,2", "the array itself stays");
  equal(list.keys().join(), "0,1,2", "keys");
  equal(list.values().join(), "3,1,2", "values");
  let text = "";
  for (const [i, item] of list.entries()) text += `${i}:${item} `;
  equal(text, "0:3 1:1 2:2 ", "entries");
  equal(
    list.reduceRight((sum, item, i) => `${sum}${item}@${i} `, ""),
    "2@2 1@1 3@0 ",
    "reduceRight",
  );
  equal(list.fill(8, 1, 2).join(), "3,8,2", "fill of a part");
  equal(list.fill(9, 2, 100).join(), "3,8,9", "fill over the end");
  equal(list.flatMap((item) => new Array<u32>(item % 4)).length, 4, "flatMap");
  const nullable: (string | null)[] = ["a", null, "b"];
  equal(nullable.join("-"), "a--b", "join of a null");
}

function texts(): void {
  equal("abcdef".substring(4, 1), "bcd", "substring backwards");
  equal("abc".substring(1), "bc", "substring to the end");
  equal("aé€😀".charAt(1), "é", "charAt");
  equal("abc".charAt(3), "", "charAt of the length");
  equal("aé".at(-2) ?? "", "é", "at from the end");
  check("abc".at(3) === undefined && "abc".at(-4) === undefined, "at out of range");
  equal("aé€😀".codePointAt(6) ?? 0, 0x1f600, "codePointAt");
  equal("é".codePointAt(1) ?? 0, 0xfffd, "codePointAt inside of a character");
  check("abc".codePointAt(3) === undefined, "codePointAt of the length");
  check("abcabc".startsWith("ca", 2) && !"abc".startsWith("ab", 1), "startsWith at an index");
  check("abc".startsWith("", 9) && !"abc".startsWith("c", 9), "startsWith behind the end");
  check("abcabc".endsWith("bc", 3) && !"abc".endsWith("abc", 2), "endsWith before an index");
  check("abc".endsWith("bc", 9), "endsWith before an index behind the end");
  check("abcabc".includes("c", 3) && !"abc".includes("a", 1), "includes from");
  equal("abcabc".lastIndexOf("b", 3), 1, "lastIndexOf from");
  equal("abcabc".lastIndexOf("abc", 3), 3, "lastIndexOf from where it is");
  equal("abcabc".lastIndexOf("", 2), 2, "lastIndexOf of nothing from");
  equal("abc".indexOf("", 9), 3, "indexOf of nothing from behind the end");
  equal("a,b,c".split(",", 2).join("|"), "a|b", "split with a limit");
  equal("a,b".split(",", 0).length, 0, "split into no pieces");
  equal("abc".split("", 2).join("|"), "a|b", "split by nothing with a limit");
  equal("\u{feff}\u{3000}a \u{a0}b\u{2003}\n".trim(), "a \u{a0}b", "trim of wide spaces");
  equal("\u{2028}\t".trimEnd(), "", "trimEnd of wide spaces only");
  equal("é\u{e9}".trim().length, 4, "trim leaves letters whose last byte is that of a space");
  const broken = String.fromBytes("\u{a0}".bytes().subspan(1));
  equal(`${broken} `.trim().length, 1, "trim leaves what is no character");
  equal("a".concat("b", "c"), "abc", "concat");
  equal("a".concat(), "a", "concat of nothing");
  equal("aXbX".replace("X", "$&"), "a$&bX", "replace");
  equal("ab".replace("X", "y"), "ab", "replace of what is not there");
  equal("ab".replace("", "y"), "yab", "replace of nothing");
  equal("aé".replaceAll("", "-"), "-a-é-", "replaceAll of nothing");
  equal("".replaceAll("", "-"), "-", "replaceAll of nothing in nothing");
  equal(String(12) + String(true) + String("x"), "12truex", "String of values");
  equal(String.fromCodePoint(0x1f600), "😀", "fromCodePoint");
  equal("abc".toString(), "abc", "toString");
}

function collections(): void {
  const map = new Map<string, u32>([
    ["a", 1],
    ["b", 2],
    ["a", 3],
  ]);
  equal(map.keys().join(), "a,b", "a map of pairs");
  equal(map.get("a") ?? 0, 3, "the last of equal keys counts");
  const low = new Set<u32>([1, 2, 3, 2]);
  const high = new Set<u32>([4, 3, 2]);
  equal(low.keys().join(), "1,2,3", "a set of items");
  equal(low.union(high).values().join(), "1,2,3,4", "union");
  equal(low.intersection(high).values().join(), "2,3", "intersection");
  equal(low.union(high).intersection(high).values().join(), "4,3,2", "intersection goes by the smaller set");
  equal(low.difference(high).values().join(), "1", "difference");
  equal(low.symmetricDifference(high).values().join(), "1,4", "symmetricDifference");
  check(new Set<u32>([2]).isSubsetOf(low) && !high.isSubsetOf(low), "isSubsetOf");
  check(low.isSupersetOf(new Set<u32>([3, 1])) && !low.isSupersetOf(high), "isSupersetOf");
  check(low.isDisjointFrom(new Set<u32>([7])) && !low.isDisjointFrom(high), "isDisjointFrom");
}

export function main(): i32 {
  addingSeveral();
  addingObjects();
  equal(alive, 0, "all objects are gone");
  searching();
  copying();
  texts();
  collections();
  return finish();
}
