// Written and checked conversions, branded integers, floats.
// @run
// @stdout: 44
// @stdout: -56
// @stdout: 4294967295
// @stdout: 255
// @stdout: -1
// @stdout: 3
// @stdout: -3
// @stdout: 1
// @stdout: out of range
// @stdout: 4096
// @stdout: 1.25
// @stdout: 2.5
// @stdout: 3
// @stdout: 18446744073709551615
// @stdout: 0
// @stdout: 1000000
// @stdout: 2

import { Errno } from "../../core/errno.ts";

type PhysicalAddress = u64 & { readonly __addr?: "phys" };

function widen(value: u64): u64 {
  return value;
}

export function main(): void {
  const big: u32 = 300;
  console.log(u8(big));
  const twoHundred: u8 = 200;
  console.log(i8(twoHundred));
  const minus: i32 = -1;
  console.log(u32(minus));
  console.log(widen(u64(u8(minus))));
  console.log(i64(minus));
  const f: f64 = 3.9;
  console.log(i32(f));
  console.log(i32(-f));
  console.log(u32(true));
  try {
    console.log(checked.u8(big));
  } catch (e) {
    console.log(errnoOf(e) === Errno.ERANGE ? "out of range" : "other");
  }
  const address = 4096 as PhysicalAddress;
  const plain: u64 = address;
  console.log(plain);
  const single: f32 = 1.25;
  console.log(f64(single));
  console.log(single * 2);
  console.log(Math.floor(f));
  console.log(u64(1e30));
  console.log(u64(-5.0));
  console.log(1_000_000);
  console.log(u64(big > 1 ? 2.75 : 0.5));
}
