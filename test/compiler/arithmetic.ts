// Integer operators wrap, truncate and shift by their type.
// @run
// @stdout: 44
// @stdout: 255
// @stdout: -3
// @stdout: 3
// @stdout: -1
// @stdout: 1
// @stdout: 18446744073709551615
// @stdout: -4
// @stdout: 2147483647
// @stdout: -2147483648
// @stdout: 240
// @stdout: 15
// @stdout: 256
// @stdout: 4294967295
// @stdout: 18446603336221196288
// @stdout: 6
// @stdout: 5
// @stdout: 7

function identity<T>(value: T): T {
  return value;
}

export function main(): void {
  const a: u8 = identity<u8>(200);
  const b: u8 = identity<u8>(100);
  console.log(a + b);
  const zero: u8 = identity<u8>(0);
  console.log(zero - 1);
  const n: i32 = identity<i32>(-7);
  console.log(n / 2);
  console.log(-n / 2);
  console.log(n % 2);
  console.log(-n % 2);
  console.log(u64(i64(identity<i32>(-1))));
  console.log(n >> 1);
  const max: i32 = identity<i32>(2147483647);
  console.log(max);
  console.log(max + 1);
  const low: u8 = 0x0f;
  console.log(identity<u8>(0xff) ^ low);
  console.log(~identity<u8>(0xf0));
  const one: u32 = 1;
  console.log(identity<u8>(255) + one);
  console.log(u32(n) | 0xffff_ffff);
  const half: u64 = 0xffff_8000_0000_0000;
  console.log(half);
  let counter: u32 = 5;
  counter++;
  console.log(counter);
  console.log(--counter);
  counter += 2;
  console.log(counter);
}
