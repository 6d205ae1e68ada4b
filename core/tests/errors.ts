// Errors: what they say, classes of one's own, and what is known of a caught value.
// @run
// @sanitize
// @stdout: ok

import { Errno } from "../errno.ts";
import { errnoName, errnoText } from "../errno-text.ts";
import { check, equal, finish } from "./support/check.ts";

class ParseError extends Error {
  readonly line: u32;
  constructor(message: string, line: u32) {
    super(message);
    this.line = line;
  }
}

function fail(kind: u32): void {
  if (kind === 1) throw Errno.ENOENT;
  if (kind === 2) throw new Error("plain");
  if (kind === 3) throw new RangeError("range");
  if (kind === 4) throw new ParseError("parse", 17);
  if (kind === 5) throw new TypeError();
}

function caught(kind: u32): string {
  try {
    fail(kind);
    return "nothing";
  } catch (error) {
    if (error instanceof ParseError) return `line ${error.line}`;
    if (error instanceof RangeError) return `RangeError ${error.message}`;
    return `${errnoOf(error)} ${errorText(error)}`;
  }
}

export function main(): i32 {
  equal(caught(0), "nothing", "no error");
  equal(caught(1), "2 No such file or directory (ENOENT)", "Errno");
  equal(caught(2), "0 Error: plain", "Error");
  equal(caught(3), "RangeError range", "RangeError");
  equal(caught(4), "line 17", "a class of one's own");
  equal(caught(5), "0 TypeError", "an error without message");
  equal(new ParseError("x", 1).toString(), "ParseError: x", "toString");
  equal(new ParseError("x", 1).name, "ParseError", "name");
  check(new RangeError("r") instanceof Error, "instanceof");
  equal(errnoName(Errno.EAGAIN), "EAGAIN", "errnoName");
  equal(errnoText(Errno.ERFKILL), "Operation not possible due to RF-kill", "errnoText of the last");
  equal(errnoName(4000 as Errno), "E?", "errnoName of no errno");
  return finish();
}
