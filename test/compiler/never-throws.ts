// A function of type never may leave by an error.
// @run
// @stdout: ENOENT 2
// @stdout: after

import { Errno } from "../../core/errno.ts";

function fail(code: u32): never {
  const list: u32[] = [code];
  if (list[0] === 2) throw Errno.ENOENT;
  throw Errno.EIO;
}

export function main(): void {
  try {
    fail(2);
  } catch (error) {
    console.log(`ENOENT ${errnoOf(error)}`);
  }
  console.log("after");
}
