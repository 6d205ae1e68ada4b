// throw, try, catch, finally, rethrow; return through finally; errors out of nested calls.
// @run
// @stdout: caught: Error: bad 3
// @stdout: finally 1
// @stdout: 10
// @stdout: inner finally
// @stdout: outer: Error: again
// @stdout: f
// @stdout: 5
// @stdout: errno 2
// @stdout: range: out of range
// @stdout: loop 0
// @stdout: cleanup 0
// @stdout: loop 1
// @stdout: cleanup 1
// @stdout: left
// @stdout: deep
// @stdout: 2

import { Errno } from "../../core/errno.ts";

class ParseError extends Error {
  constructor(
    message: string,
    readonly position: u32,
  ) {
    super(message);
  }
}

function fail(n: u32): u32 {
  if (n === 3) throw new Error(`bad ${n}`);
  return n;
}

function guarded(n: u32): u32 {
  try {
    return fail(n) * 10;
  } finally {
    console.log(`finally ${n}`);
  }
}

function override(): u32 {
  try {
    return 1;
  } finally {
    console.log("f");
  }
}

function errno(): void {
  throw Errno.ENOENT;
}

function deep(n: u32): void {
  if (n === 0) throw new ParseError("deep", 2);
  deep(n - 1);
}

export function main(): void {
  try {
    fail(3);
    console.log("not reached");
  } catch (e) {
    console.log(`caught: ${errorText(e)}`);
  }
  console.log(guarded(1));

  try {
    try {
      fail(3);
    } catch {
      throw new Error("again");
    } finally {
      console.log("inner finally");
    }
  } catch (e) {
    console.log(`outer: ${errorText(e)}`);
  }
  console.log(override() + 4);

  try {
    errno();
  } catch (e) {
    console.log(`errno ${errnoOf(e)}`);
  }

  try {
    throw new RangeError("out of range");
  } catch (e) {
    if (e instanceof RangeError) console.log(`range: ${e.message}`);
    else console.log("other");
  }

  for (let i: u32 = 0; i < 5; i++) {
    try {
      console.log(`loop ${i}`);
      if (i === 1) break;
      continue;
    } finally {
      console.log(`cleanup ${i}`);
    }
  }
  console.log("left");

  try {
    deep(5);
  } catch (e) {
    if (e instanceof ParseError) {
      console.log(e.message);
      console.log(e.position);
    }
  }
}
