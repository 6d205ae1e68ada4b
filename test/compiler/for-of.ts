// for…of over arrays, spans, fixed arrays, strings, maps, sets and classes of one's own.
// @run
// @stdout: 6
// @stdout: 1 2 3 
// @stdout: 60
// @stdout: h-é-€-
// @stdout: one=1 two=2 
// @stdout: one two 
// @stdout: 3
// @stdout: 5 4 3 2 1 
// @stdout: 12
// @stdout: grown 6
// @stdout: 2 4

class Countdown {
  constructor(private readonly start: u32) {}
  [Symbol.iterator](): CountdownIterator {
    return new CountdownIterator(this.start);
  }
}
class CountdownIterator implements Iterator<u32> {
  constructor(private current: u32) {}
  next(): IteratorResult<u32> {
    if (this.current === 0) return { done: true, value: undefined };
    return { done: false, value: this.current-- };
  }
}

function total(span: Span<u32>): u32 {
  let sum: u32 = 0;
  for (const value of span) sum += value;
  return sum;
}

const table = new FixedArray<u32, 3>([10, 20, 30]);

export function main(): void {
  const list: u32[] = [1, 2, 3];
  console.log(total(list.span()));
  let text = "";
  for (const item of list) text += `${item} `;
  console.log(text);
  let sum: u32 = 0;
  for (const item of table) sum += item;
  console.log(sum);
  text = "";
  for (const character of "hé€") text += character + "-";
  console.log(text);
  const map = new Map<string, u32>();
  map.set("one", 1).set("two", 2);
  text = "";
  for (const [key, value] of map) text += `${key}=${value} `;
  console.log(text);
  text = "";
  for (const key of map.keys()) text += `${key} `;
  console.log(text);
  const set = new Set<u32>();
  set.add(1);
  set.add(2);
  set.add(1);
  sum = 0;
  for (const item of set) sum += item;
  console.log(sum);
  text = "";
  for (const n of new Countdown(5)) text += `${n} `;
  console.log(text);
  let item: u32 = 0;
  sum = 0;
  for (item of list) sum += item * 2;
  console.log(sum);
  const growing: u32[] = [1, 2, 3];
  for (const n of growing) if (growing.length < 6) growing.push(n);
  console.log(`grown ${growing.length}`);
  text = "";
  for (const n of [1, 2, 3, 4] satisfies u32[]) {
    if (n % 2 === 1) continue;
    text += text === "" ? `${n}` : ` ${n}`;
  }
  console.log(text);
}
