// Structs in place and spans beside growing arrays, in the forms that are safe.
// @run
// @optimize: 0 2
// @sanitize
// @stdout: 14 n13 6 5 12
// @stdout: 4
// @stdout: 103
// @stdout: 100
// @stdout: 100
// @stdout: 100
// @stdout: 3
// @stdout: 160 105
// @stdout: short
// @stdout: 120 2 0
@struct
class P {
  x: u32 = 0;
  name: string = "";
  rename(list: P[]): void {
    this.name = `n${list.length}`;
    list.push(new P());
  }
}
class Log {
  private readonly bytes: u8[] = [];
  add(s: Span<u8>): void {
    for (const b of s) this.bytes.push(b);
  }
  get size(): usize {
    return this.bytes.length;
  }
}
class Table {
  items: P[] = [];
  readonly own: u8[] = [1, 2, 3];
  sum(log: Log): u32 {
    const s = this.own.span();
    log.add(s);
    let n: u32 = 0;
    for (const b of s) n += b;
    return n;
  }
}
function local(log: Log): u32 {
  const buffer = new Array<u8>(8);
  const s = buffer.span();
  s[0] = 4;
  log.add(s);
  const other: u8[] = [];
  other.push(1);
  log.add(other.span());
  return s[0] + u32(other[0]);
}
function firstThenPush(list: P[]): void {
  list[0].rename(list);
}
export function main(): void {
  const log = new Log();
  const t = new Table();
  t.items.push(new P());
  for (let i: u32 = 0; i < 10; i++) t.items.push(t.items[0]);
  t.items.insert(0, t.items[3]);
  t.items.unshift(t.items[t.items.length - 1]);
  firstThenPush(t.items);
  console.log(`${t.items.length} ${t.items[0].name} ${t.sum(log)} ${local(log)} ${log.size}`);
  for (const p of t.items) p.x += 2;
  t.items.forEach((p) => {
    p.x += 1;
  });
  for (const p of t.items) {
    let copy = p;
    t.items.length = 1;
    copy.x += 1;
    console.log(`${copy.x}`);
  }
  for (let p of t.items) {
    if (t.items.length < 4) t.items.push(new P());
    p.x += 100;
    console.log(`${p.x}`);
  }
  console.log(`${t.items[0].x}`);
  t.items[0] = t.items[t.items.push(new P()) - 1];
  t.items[0].x = grow(t.items);
  t.items[0].x += grow(t.items);
  console.log(`${t.items[0].x} ${t.items.length}`);
  t.items.fill(t.items[0]);
  const bytes: u8[] = [3, 1, 2];
  for (const b of bytes) if (bytes.length < 9) bytes.push(b);
  console.log(
    bytes.map((b) => {
      bytes.length = 1;
      return b;
    }).length === 1
      ? "short"
      : "long",
  );
  const texts = ["a", "b"];
  let text = `x${texts.length}`;
  const view = text.bytes();
  text += "more";
  text = "";
  console.log(`${view[0]} ${view.length} ${text.length}`);
}
function grow(list: P[]): u32 {
  for (let i = 0; i < 50; i++) list.push(new P());
  return u32(list.length);
}
