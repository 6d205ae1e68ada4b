// Numbers without a type are exact: what divides them may leave a fraction. Shifts, bases and truth of numbers.
const THIRD: f64 = 1 / 3;
const FIVE_NINTHS = 5 / 9;
class Ratio {
  ratio: f64 = 1 / 2;
}
function quarter(x: f64 = 1 / 4): f64 {
  return x;
}
function half(): f64 {
  return 1 / 2;
}
function divisions(): void {
  console.log(THIRD, FIVE_NINTHS, new Ratio().ratio, quarter(), half());
  const xs: f64[] = [1 / 3, 2 / 3];
  console.log(xs.join());
  let v: f64 = 10;
  v *= 1 / 4;
  console.log(v);
  v = 8;
  v = v * (1 / 4);
  console.log(v);
  console.log(Math.pow(8, 1 / 3), Math.sqrt(1 / 4), quarter(3 / 2), f64(7 / 2));
  const t: f64 = v > 0 ? 1 / 2 : 3 / 2;
  console.log(t);
  const c = (98.6 - 32) * (5 / 9);
  console.log(c);
  console.log(
    Math.sin(Math.PI * (1 / 6)),
    2 ** (1 / 2),
    v ** (1 / 3),
    v + 7 / 2,
    7 / 2 + v,
    v > 1 / 2,
    (1 / 2) * v,
  );
}
const N = 10;
const STEP: f64 = 1 / N;
const HALF = 7 / 2;
const W: f64 = 100;
const PCT: f64 = (3 / 4) * 100;
class V {
  constructor(
    public x: f64,
    public y: f64,
  ) {}
  scale(k: f64): V {
    return new V(this.x * k, this.y * k);
  }
}
function together(): void {
  console.log(
    STEP,
    HALF,
    PCT,
    W * (9 / 16),
    (7 / 2).toFixed(1),
    Math.round(7 / 2),
    Math.max(1 / 2, 0.25),
    new V(4, 8).scale(1 / 2).x,
  );
  const t = [0, 1, 2, 3].map((i) => f64(i) * (1 / 4));
  console.log(t.join());
  const ks: f64[] = [1 / 16, 2 / 16];
  console.log(ks[0]!, -7 / 2, 5 % 3.5, (10 / 4) * 2.0, (2.0 * 10) / 4);
  let acc = 0.0;
  for (let i = 1; i <= 4; i++) acc += 1 / f64(i);
  console.log(acc);
  const m = new Map<string, f64>([["a", 1 / 8]]);
  console.log(m.get("a")!);
  const deg = 180 / Math.PI;
  console.log(deg);
  const o: { k: f64 } = { k: 3 / 2 };
  console.log(o.k);
}
const A: i32 = -8;
const B = -8 >>> 1;
const C: i32 = -8 >>> 1;
function shiftsOfConstants(): void {
  const x: i32 = A >>> 1;
  console.log(A >>> 1, x, C);
  console.log(i32(-8) >>> 1, -8 >>> 1);
  const h: i32 = Math.imul(0x12345678, 0x7fffffff);
  console.log(h, h >>> 16, h ^ (h >>> 16));
}

function id<T>(x: T): T {
  return x;
}
function shifts(): void {
  const b: i32 = id<i32>(-8);
  console.log(b >>> 1, b >>> 0, b >>> id<u32>(1), b >>> 28 === 15, u32(b >>> 28));
  let f: i32 = b;
  f >>>= 1;
  console.log(f);
  let h: i32 = 0x12345678;
  h ^= h >>> 15;
  h ^= h << 3;
  h ^= h >>> 7;
  console.log(h, (h >>> 16) ^ h);
  const u: u32 = 0xffff_fff8;
  console.log(u >>> 1, u >>> 0);
}
function radixes(): void {
  const xs: f64[] = [
    0,
    -0,
    1,
    -1,
    0.1,
    0.3,
    1 / 3,
    255.999999999999,
    0.9999999999999999,
    1e21,
    1e300,
    5e-324,
    1.7976931348623157e308,
    123456789.123,
    -7.25,
    2 ** 53,
    2 ** 60 + 1024,
    1e-7,
    35.99999999999999,
    NaN,
    Infinity,
    -Infinity,
    1 / 1024,
    99999.5,
  ];
  for (const x of xs) for (const r of [2, 3, 7, 8, 10, 16, 20, 36] as u32[]) console.log(x.toString(r));
  console.log((2.5).toString(2), (0.1).toString(3), (7 / 2).toString(2), (255).toString(16));
  try {
    console.log((1.5).toString(1));
  } catch (e) {
    console.log(e instanceof RangeError ? "range" : "?");
  }
  const nan: f64 = xs[19];
  console.log(nan ? "yes" : "no", !nan, xs[1] ? 1 : 2, xs[2] ? 1 : 2);
  const fs: f64[] = [3, NaN, 1, 2.5, -1];
  fs.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

  console.log(-0, 1 / -Infinity, Math.max(-0, -1), (-7 / 2) * 2, (10 % 4) / 8, (1 / 3) * 3, 7 / 2 + 0.5);
  const W = 7 / 2;
  let w = W;
  w += 1;
  console.log(w, W * 2);
  let q = 1 / 4;
  q *= 2;
  console.log(q);
  for (let t = 1 / 2; t < 2; t += 0.5) console.log(t);
}
export function main(): void {
  divisions();
  together();
  shiftsOfConstants();
  shifts();
  radixes();
}
