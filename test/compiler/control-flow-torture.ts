// Ways out of nested try, finally, loops and switches.
// @run
// @sanitize
// @stdout: 1:ab
// @stdout: 2:abf
// @stdout: 3:afError: x
// @stdout: 99
// @stdout: f1 f2 f3 out
// @stdout: 0 2 4 
// @stdout: Error: replaced
// @stdout: 3
// @stdout: t0 f0 t1 f1 t2 f2 end
// @stdout: swallowed
// @stdout: nested: Error: b
// @stdout: i0 i1 d1 i2 d2 d0 

function paths(n: u32): string {
  let text = "a";
  try {
    if (n === 3) throw new Error("x");
    text += "b";
    if (n === 1) return text;
  } catch (e) {
    return text + "f" + errorText(e);
  } finally {
    text += "f";
  }
  return text;
}

function finallyReturns(): u32 {
  try {
    throw new Error("lost");
  } finally {
    return 99;
  }
}

function threeFinallies(): string {
  let text = "";
  outer: for (;;) {
    try {
      for (;;) {
        try {
          try {
            break outer;
          } finally {
            text += "f1 ";
          }
        } finally {
          text += "f2 ";
        }
      }
    } finally {
      text += "f3 ";
    }
  }
  return text + "out";
}

function evens(): string {
  let text = "";
  for (let i: u32 = 0; i < 6; i++) {
    switch (i % 2) {
      case 1:
        continue;
      default:
        break;
    }
    text += `${i} `;
  }
  return text;
}

function replacedError(): string {
  try {
    try {
      throw new Error("first");
    } finally {
      throw new Error("replaced");
    }
  } catch (e) {
    return errorText(e);
  }
}

function returnInLoop(): u32 {
  for (let i: u32 = 0; ; i++) {
    try {
      if (i === 3) return i;
    } catch {
      return 100;
    }
  }
}

function sequence(): string {
  const parts: string[] = [];
  for (let i: u32 = 0; i < 3; i++) {
    try {
      parts.push(`t${i}`);
      if (i === 1) throw new Error("skip");
    } catch {
      continue;
    } finally {
      parts.push(`f${i}`);
    }
  }
  parts.push("end");
  return parts.join(" ");
}

class Tracked {
  constructor(
    private readonly log: string[],
    private readonly id: u32,
  ) {
    log.push(`i${id} `);
  }
  [Symbol.dispose](): void {
    this.log.push(`d${this.id} `);
  }
}

function usingInLoops(): string {
  const log: string[] = [];
  {
    using zero = new Tracked(log, 0);
    for (let i: u32 = 1; i < 5; i++) {
      using inner = new Tracked(log, i);
      if (i === 1) continue;
      break;
    }
  }
  return log.join("");
}

export function main(): void {
  console.log(`1:${paths(1)}`);
  console.log(`2:${paths(2)}`);
  console.log(`3:${paths(3)}`);
  console.log(finallyReturns());
  console.log(threeFinallies());
  console.log(evens());
  console.log(replacedError());
  console.log(returnInLoop());
  console.log(sequence());
  try {
    throw new Error("x");
  } catch {}
  console.log("swallowed");
  try {
    try {
      throw new Error("a");
    } catch (e) {
      throw new Error("b");
    }
  } catch (e) {
    console.log(`nested: ${errorText(e)}`);
  }
  console.log(usingInLoops());
}
