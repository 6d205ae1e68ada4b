// Lengths, counts and indices of any unsigned type.
export function main(): void {
  const n: u32 = 2;
  const b: u8 = 3;
  const h: u16 = 1;
  const xs = [1, 2, 3, 4, 5];
  const text = "hello world";
  console.log(
    text.repeat(n),
    text.slice(n),
    text.slice(h, b),
    text.charAt(n),
    text.padStart(b * 5 + n),
    text.padEnd(u8(12), "."),
  );
  console.log(xs.slice(h, b).join(), xs.with(n, 9).join(), xs.indexOf(3, n), text.split(" ", h).join());
  console.log(
    xs.at(n) ?? 0,
    xs.splice(h, n).join(),
    xs.join(),
    new Array<u32>(n).fill(7).join(),
    text.startsWith("world", u16(6)),
  );
  for (let i: u32 = 0; i < xs.length; i++)
    console.log(i, xs[i]!, text.charCodeAt(i), text.substring(i, i + n));
  const sums = new Array<u32>(b);
  for (let i: u32 = 0; i < b; i++) sums[i] = i * n;
  console.log(sums.join());
  for (let i: u8 = 0; i < 4; i++)
    console.log(xs.slice(i).join(), text.slice(i, n).padEnd(u16(8), "."), xs.at(i) ?? 0);
}
