// Private and static members, undefined, Map.forEach, destructuring assignment, atomics of booleans.
// @run
// @stdout: true
// @stdout: 3
// @stdout: 4
// @stdout: 5 x
// @stdout: true
// @stdout: 3
// @stdout: 9
// @stdout: 2
// @stdout: 7
// @stdout: ok
// @stdout: 6
// @stdout: 4
// @stdout: true
// @stdout: 77
// @stdout: 10
// @stdout: true

class A { static #p: u32 = 1; #q: u32 = 2; get v(): u32 { return this.#q + A.#p; } }
abstract class S { abstract area(): u32; static make(): S { return new Sq(); } } class Sq extends S { area(): u32 { return 4; } }
class B { constructor(public a: u32 = 5, readonly b?: string) {} }
class P { constructor(private n: u32) {} eq(o: P): boolean { return this.n === o.n; } }
class L<T> { constructor(readonly v: T, readonly n: L<T> | null) {} }
enum E { A = 1 << 3, B }
function f2(): u32 { return g(); } function g() { return u32(7); }
function f3(n: u32): u32 { return n === 0 ? 0 : f3(n - 1); }
export function main(): void {
  console.log(void 0 === undefined);
  console.log(new A().v);
  console.log(S.make().area());
  console.log(`${new B().a} ${new B(1, "x").b}`);
  console.log(new P(1).eq(new P(1)));
  let l: L<u32> | null = null; for (let i: u32 = 0; i < 3; i++) l = new L(i, l); let c = 0; while (l) { c++; l = l.n; } console.log(c);
  console.log(E.B);
  let f: () => u32 = () => 1; f = () => 2; console.log(f());
  console.log(f3(3) + f2());
  new Map<u32, u32>().forEach((v, k) => console.log(v + k)); console.log("ok");
  const x = [1, 2, 3].reduce((a, b) => a + b, 0); console.log(x);
  console.log([3, 4].find((x) => x > 3) ?? 0); console.log([1, 2].some((x) => x > 1));
  const s: string | undefined = x > 100 ? "a" : undefined; console.log(s?.length ?? 77);
  let a = 1, b = 2; [a, b] = [b, a]; ({ x: a } = { x: 9 }); console.log(a + b);
  const at = new Atomic<boolean>(true); console.log(at.exchange(false));
}
