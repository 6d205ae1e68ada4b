// @error: x
// @error: x

import { pointer } from "unsafe";
export { asm } from "unsafe";

export function main(): i32 {
  return i32(pointer<u8>(0).value);
}
