/** Runs a program as JavaScript, in a world of its own that has the names of the prelude. */

import { createContext, runInContext } from "node:vm";
import ts from "typescript";

/** What the prelude's names mean where all numbers are doubles, or bigints for 64 bits. */
const prelude = `
const wrapTo = (bits, isSigned) => {
  const wide = bits === 64;
  return (value) => {
    if (typeof value !== "bigint" && !wide && Math.abs(value) < 2 ** 53) {
      const whole = Math.trunc(Number(value));
      const low = ((whole % 2 ** bits) + 2 ** bits) % 2 ** bits;
      return isSigned && low >= 2 ** (bits - 1) ? low - 2 ** bits : low;
    }
    const whole = typeof value === "bigint" ? value : BigInt(Math.trunc(Number(value)));
    const result = isSigned ? BigInt.asIntN(bits, whole) : BigInt.asUintN(bits, whole);
    return wide ? result : Number(result);
  };
};
const saturateTo = (bits, isSigned) => {
  const low = isSigned ? -(2n ** BigInt(bits - 1)) : 0n;
  const high = 2n ** BigInt(isSigned ? bits - 1 : bits) - 1n;
  return (value) => {
    if (Number.isNaN(value)) return bits === 64 ? 0n : 0;
    const whole = value === Infinity ? high : value === -Infinity ? low : BigInt(Math.trunc(value));
    const result = whole < low ? low : whole > high ? high : whole;
    return bits === 64 ? result : Number(result);
  };
};
for (const bits of [8, 16, 32, 64]) {
  for (const sign of ["u", "i"]) {
    globalThis[sign + bits] = wrapTo(bits, sign === "i");
    globalThis[sign + bits + "FromFloat"] = saturateTo(bits, sign === "i");
  }
}
globalThis.usize = u32;
// Views and weak references of what is there all the time are the thing itself.
Array.prototype.span = function () { return this; };
Array.prototype.subspan = function (start, end) { return this.slice(start, end); };
globalThis.Weak = class { constructor(target) { this.target = target; } get() { return this.target; } };
globalThis.struct = () => undefined;
Symbol.dispose ??= Symbol("dispose");
globalThis.f32 = Math.fround;
globalThis.f64 = Number;
`;

/**
 * The lines that the program's `main` prints. `source` is TypeScript without imports. Throws what the program throws, and when
 * it does not end within `limit` seconds.
 */
export function runInNode(source: string, limit = 60): string[] {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const lines: string[] = [];
  const print = (...values: unknown[]): unknown => lines.push(...values.map(String).join(" ").split("\n"));
  const context = createContext({ console: { log: print, error: () => undefined } });
  runInContext(prelude, context);
  const code = `(() => { const exports = {}; ${outputText}\nexports.main([]); })();`;
  runInContext(code, context, { timeout: limit * 1000 });
  return lines;
}
