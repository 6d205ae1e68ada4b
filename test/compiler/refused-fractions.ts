// Constants have to be of the type that they meet: a fraction is no integer, and items without an order are not sorted.
// @error: MTS1203 15:21 3.5 is not an integer, so it is no 'u32'.
// @error: MTS1203 17:15 2.5 is not an integer, so it is no 'u32'.
// @error: MTS1206 18:15 How many bits are shifted is not known.
// @error: MTS1146 20:3 'Point' items have no order without a comparison.
// @error: MTS1201 22:24 Type 'u32' is not assignable to type 'i32'.

class Point {
  constructor(readonly x: u32) {}
}

export function main(): void {
  const n: u32 = u32(7 / 2);
  console.log(n);
  const half: u32 = 7 / 2;
  console.log(half);
  console.log(n / 2.5);
  console.log(-0x1_0000_0000 >>> 1);
  const points = [new Point(1)];
  points.sort();
  const signed: i32 = -1;
  const shifted: i32 = signed >>> n;
  console.log(shifted);
}
