import { bitCast, className } from "unsafe";
import type { Errno } from "./errno.ts";
import { errnoName, errnoText } from "./errno-text.ts";

/** See `Error` in prelude.d.ts. The message lies at 16 of the object, which the compiler relies on. */
export class Error {
  readonly message: string;

  constructor(message: string = "") {
    this.message = message;
  }

  /** The name of the object's class. */
  get name(): string {
    return className(this);
  }

  /** The name, with the message behind it if there is one. */
  toString(): string {
    return this.message.length === 0 ? this.name : `${this.name}: ${this.message}`;
  }
}

/** A value is not in the range that is allowed. */
export class RangeError extends Error {}

/** A value is not of the kind that is expected. */
export class TypeError extends Error {}

/** A caught value below this is an Errno, above it the address of an Error. */
const ERRNO_END = 4096;

/** See `errnoOf` in prelude.d.ts. */
export function errnoOf(error: unknown): i32 {
  const value = bitCast<u64>(error);
  return value < ERRNO_END ? i32(value) : 0;
}

/** See `errorText` in prelude.d.ts: "No such file or directory (ENOENT)", or the error's name and message. Throws ENOMEM. */
export function errorText(error: unknown): string {
  const number = errnoOf(error);
  if (number !== 0) {
    const code = u32(number) as Errno;
    return `${errnoText(code)} (${errnoName(code)})`;
  }
  if (error instanceof Error) return error.toString();
  return "unknown error";
}
