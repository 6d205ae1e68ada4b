// Types of globals and fields that only the compiler's rules tell.
// @run
// @stdout: 3 2,3,4
// @stdout: 6
// @stdout: 1 q
// @stdout: 4
// @stdout: 24
// @stdout: 1,2
// @stdout: 9
// @stdout: 3 7

const a = [1, 2, 3];
const b = a.map((x) => x + 1);
let total = 0;
a.forEach((x) => (total += x));
const o = { x: 1, y: { z: "q" } };
const half = (x: u32) => x / 2;
function factorial(n: u32): u32 {
  return n < 2 ? 1 : n * factorial(n - 1);
}
const result = factorial(4);
class Store {
  readonly items = [u32(1), 2];
  readonly square = (n: u32) => n * n;
  static readonly widths = [u8(1), 2].map((w) => w * 3);
  static next = 7;
}

export function main(): void {
  console.log(`${b.length} ${b.join(",")}`);
  console.log(total);
  console.log(`${o.x} ${o.y.z}`);
  console.log(half(8));
  console.log(result);
  const store = new Store();
  console.log(store.items.join(","));
  console.log(store.square(3));
  console.log(`${Store.widths[0]} ${Store.next}`);
}
