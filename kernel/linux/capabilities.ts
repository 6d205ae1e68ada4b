/** System calls about capabilities (capabilities(7)). */

import { Errno } from "../../core/errno.ts";
import { readUser32, writeUser32 } from "../platform/user.ts";
import { currentProcess } from "../process/current.ts";
import { findProcess } from "../process/process-table.ts";
import type { InOut, Out } from "./abi/arguments.ts";

/** Versions of the interface: with one word for each set, and with two. */
const VERSION_1: u32 = 0x1998_0330;
const VERSION_2: u32 = 0x2007_1026;
const VERSION_3: u32 = 0x2008_0522;
/** Capabilities 0 to 40. */
const ALL: u64 = 0x1ff_ffff_ffff;

/**
 * capget(2): the capabilities of a process: all for the superuser, none for others.
 *
 * Errors: EINVAL an unknown version (the header gets the newest known) or a bad id; ESRCH; EFAULT.
 */
export function capget(header: InOut<"user_cap_header">, data: Out<"user_cap_data">): i64 {
  const version = readUser32(header);
  const pid = i32(readUser32(header + 4));
  if (version !== VERSION_1 && version !== VERSION_2 && version !== VERSION_3) {
    writeUser32(header, VERSION_3);
    if (data === 0) return 0;
    throw Errno.EINVAL;
  }
  if (pid < 0) throw Errno.EINVAL;
  const process = pid === 0 ? currentProcess() : findProcess(pid);
  if (process === null) throw Errno.ESRCH;
  if (data === 0) return 0;
  const held: u64 = process.credentials.isPrivileged ? ALL : 0;
  const words: u64 = version === VERSION_1 ? 1 : 2;
  for (let i: u64 = 0; i < words; i++) {
    const at = data + i * 12;
    writeUser32(at, u32(held >> (i * 32)));
    writeUser32(at + 4, u32(held >> (i * 32)));
    writeUser32(at + 8, 0);
  }
  return 0;
}
