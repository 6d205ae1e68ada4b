// Arrays from other things, numbers from text and back, Math.
function numbers(): void {
  const list: i32[] = [3, -1, 7, 7, 2];
  console.log(
    list.reduce((a, b) => a + b),
    list.reduceRight((a, b) => a - b),
    list.reduce((a, b) => (a > b ? a : b)),
  );
  const words = ["x", "yy", "zzz"];
  console.log(
    words.reduce((a, b) => `${a}+${b}`),
    words.reduce((n, w) => n + w.length, usize(0)),
  );
  try {
    const none: u32[] = [];
    console.log(none.reduce((a, b) => a + b));
  } catch (e) {
    if (e instanceof Error) console.log(e.message, e instanceof TypeError);
  }
  console.log(
    Array.from("héllo").join("|"),
    Array.from(new Set<u32>([3, 1, 3])).join(),
    Array.from([1, 2, 3], (x) => x * 2).join(),
  );
  console.log(
    Array.from({ length: 4 }, (_, i) => i * i).join(),
    Array.from({ length: words.length }, () => "-").join(""),
  );
  console.log(
    Array.of<u32>(4, 5, 6).join(),
    Array.from(
      new Map<string, u32>([
        ["a", 1],
        ["b", 2],
      ]),
    )
      .map(([k, v]) => `${k}${v}`)
      .join(),
  );
  const length: u32 = 3;
  console.log(Array.from({ length }, (_, i) => `${i}`).join("-"));
  console.log([[1, 2], [3]].flat().join(), [["a"], ["b", "c"]].flat().join(""));
  console.log([1, 2, 3].flatMap((x) => [x, x * 10]).join());
  console.log(...list);
  console.log("a", ...words, true, ...([] as string[]));
  console.log(...([] as u32[]), "end");
}
function math(): void {
  console.log(
    Math.min(3, 1, 2),
    Math.max(1.5, 2.5),
    Math.abs(-4),
    Math.abs(-2.5),
    Math.max(...[i32(3), -5, 9]),
    Math.min(0, ...[i32(4), -2]),
  );
  const x: f64 = -7.5;
  const n: i32 = -12;
  console.log(
    Math.abs(x),
    Math.abs(n),
    Math.sign(x),
    Math.round(x),
    Math.round(2.5),
    Math.round(-2.4),
    Math.round(0.49999999999999994),
    Math.max(x, 2),
    Math.min(n, 5),
  );
  console.log(
    Math.PI,
    Math.E,
    Math.SQRT2,
    Number.MAX_SAFE_INTEGER,
    Number.EPSILON,
    Infinity,
    -Infinity,
    NaN,
    Number.MIN_VALUE,
  );
  console.log(
    isNaN(NaN),
    isNaN(1),
    Number.isInteger(5),
    Number.isInteger(5.5),
    Number.isFinite(Infinity),
    isFinite(3),
    Number.isSafeInteger(9007199254740992),
  );
  console.log(Math.max(NaN, 1), Math.min(1, NaN), Math.max(...([] as f64[])));
  const area = Math.PI * 2 * 2;
  console.log(
    area.toFixed(3),
    (1.005).toFixed(2),
    (0.5).toFixed(),
    (1.5).toFixed(0),
    (2.5).toFixed(),
    (-1.5).toFixed(0),
    (1234.5678).toFixed(2),
    (0.000001).toFixed(7),
  );
  console.log(
    (1e21).toFixed(2),
    (123456789012345680000).toFixed(1),
    (-0.0000001).toFixed(2),
    (0).toFixed(2),
    u32(5).toFixed(2),
    (10.235).toFixed(2),
    (1.45).toFixed(1),
    NaN.toFixed(2),
    (8.345).toFixed(20),
  );
}
function parsing(): void {
  const texts = [
    "1",
    "-2.5",
    "  3.25abc",
    "1e3",
    "1e-7",
    ".5",
    "5.",
    "abc",
    "",
    "-",
    "1e",
    "1e+",
    "Infinity",
    "-Infinityx",
    "0x10",
    "123456789012345678901234567890",
    "1.7976931348623157e308",
    "1.7976931348623159e308",
    "4.9e-324",
    "2e-324",
    "2.2250738585072011e-308",
    "9007199254740993",
    "0.1",
    "0.30000000000000004",
    "8.41e21",
    "1e23",
    "9.5367431640625e-7",
    "1.00000000000000011102230246251565404236316680908203125",
    "6929495644600919.5",
    "3.7455744005952583e15",
    "-0",
    "+7",
    "1_000",
    "12e5x",
  ];
  for (const text of texts) console.log(text, parseFloat(text), Number(text), parseInt(text));
  console.log(
    parseInt("ff", 16),
    parseInt("0xff"),
    parseInt("0b11"),
    parseInt("777", 8),
    parseInt("zz", 36),
    parseInt("12345678901234567890"),
    parseInt("-42px"),
    Number(true),
    Number(u32(7)),
    Number(" 12 "),
    Number("0b101"),
    Number("0o17"),
    Number("0xfg"),
  );
  console.log("abc".charCodeAt(1), "aé".charCodeAt(1));
  let bits = u32(12345);
  for (let i = u32(0); i < 40; i++) {
    bits = u32(Math.abs(f64(u32(bits ^ (bits >> 3)))) + f64(7 * i));
    const value = f64(bits % 100000) / f64((i % 13) + 1) / 1000;
    const text = `${value}`;
    console.log(parseFloat(text) === value, Number(`${value}e${i}`), value.toFixed(i % 7));
  }
}
export function main(): void {
  numbers();
  math();
  parsing();
}
