// @error: MTS1420 4:25 The module 'unsafe' cannot be imported here: only the folders that the build lists may do what the compiler cannot check.
// @error: MTS1420 5:21 The module 'unsafe' cannot be imported here: only the folders that the build lists may do what the compiler cannot check.

import { pointer } from "unsafe";
export { asm } from "unsafe";

export function main(): i32 {
  return i32(pointer<u8>(0).value);
}
