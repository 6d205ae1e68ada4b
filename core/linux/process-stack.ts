/**
 * What the kernel leaves on the stack of a new program (System V ABI for AMD64, 3.4.1): argc, the addresses of the arguments,
 * 0, those of the environment's `NAME=value` texts, 0.
 */

import { compareBytes, pointer } from "unsafe";
import { strlen } from "../memory.ts";
import { bytesOf, stringFromMemory } from "../string.ts";

/** Address of argc. Static: it is set before modules are initialised. */
let stack: u64 = 0;

/** Once, at the start. */
export function setProcessStack(address: u64): void {
  stack = address;
}

/** Number of arguments, the program's name among them. May be 0. */
export function argumentCount(): usize {
  return pointer<u64>(stack).value;
}

function textAt(address: u64): string {
  const text = pointer<u8>(address);
  return stringFromMemory(text, strlen(text));
}

/** An argument; 0 is the program's name. Panics when there is none of that index. Throws ENOMEM. */
export function argumentText(index: usize): string {
  assert(index < argumentCount(), "the program has not so many arguments");
  return textAt(pointer<u64>(stack)[1 + index]);
}

/** Address of the list of the environment's texts, which ends with 0. */
function environmentList(): u64 {
  return stack + (argumentCount() + 2) * 8;
}

/** The `NAME=value` texts that the program was started with. Throws ENOMEM. */
export function initialEnvironment(): string[] {
  const result: string[] = [];
  const list = pointer<u64>(environmentList());
  for (let i: usize = 0; list[i] !== 0; i++) result.push(textAt(list[i]));
  return result;
}

/** Whether the environment has exactly this text. Allocates nothing. */
export function environmentHas(text: string): boolean {
  const list = pointer<u64>(environmentList());
  for (let i: usize = 0; list[i] !== 0; i++) {
    const entry = pointer<u8>(list[i]);
    if (strlen(entry) === text.length && compareBytes(entry, bytesOf(text), text.length) === 0) return true;
  }
  return false;
}
