// Types that are a part of themselves.
// @run
// @optimize: 0 2
// @sanitize
// @stdout: {"a":1,"b":[true,null,"x",[2.5]]}
// @stdout: 10
// @stdout: tree of 2
// @stdout: [["a",1],["b",[true,null,"x",[2.5]]]]

type Json = string | f64 | boolean | null | Json[] | Map<string, Json>;
function show(value: Json): string {
  if (value === null) return "null";
  switch (typeof value) {
    case "string": return `"${value}"`;
    case "number": return `${value}`;
    case "boolean": return value ? "true" : "false";
  }
  if (Array.isArray(value)) return `[${value.map((item) => show(item)).join(",")}]`;
  const parts: string[] = [];
  for (const [key, item] of value) parts.push(`"${key}":${show(item)}`);
  return `{${parts.join(",")}}`;
}
/** Literals that nest, and one alias in another. */
type Entry = { readonly name: string; readonly value: Json };
function copy(value: Json): Json {
  if (value instanceof Map) {
    const entries: Entry[] = [];
    for (const [name, item] of value) entries.push({ name, value: copy(item) });
    return entries.map((entry): Json => [entry.name, entry.value]);
  }
  return Array.isArray(value) ? value.map((item) => copy(item)) : value;
}

type Nested = u32 | Nested[];
function sum(value: Nested): u32 {
  if (typeof value === "number") return value;
  let total: u32 = 0;
  for (const item of value) total += sum(item);
  return total;
}
type Tree<T> = T | readonly Tree<T>[];
export function main(): void {
  const map = new Map<string, Json>();
  map.set("a", 1);
  map.set("b", [true, null, "x", [2.5]]);
  console.log(show(map));
  console.log(sum([1, [2, [3]], 4]));
  const t: Tree<string> = ["a", ["b"]];
  console.log(typeof t === "string" ? t : `tree of ${t.length}`);
  console.log(show(copy(map)));
}
