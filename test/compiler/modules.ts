// Module initialisers run in import order; constants cost nothing; globals change.
// @run
// @stdout: b then a then main
// @stdout: 4095
// @stdout: 3
// @stdout: 4
// @stdout: 16
// @stdout: 6
// @stdout: static block ran

import { counter, increment, log, MASK } from "./support/module-a.ts";
import { LIST } from "./support/module-b.ts";

log.push("main");
const squares: u32[] = [1, 4, 9, 16];
let blockRan = "";
class Registry {
  static readonly entries = new Map<string, u32>();
  static {
    Registry.entries.set("x", 6);
    blockRan = "static block ran";
  }
}

export function main(): void {
  console.log(log.join(" then "));
  console.log(MASK);
  console.log(counter());
  increment();
  console.log(counter());
  console.log(squares[LIST.length]!);
  console.log(Registry.entries.get("x")!);
  console.log(blockRan);
}
