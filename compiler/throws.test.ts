import { expect, test } from "vitest";
import { inferThrows } from "./throws.ts";
import { allNodes } from "./ownership/prepare.ts";
import type { Function } from "./mir.ts";
import { FunctionBuilder, int, makeClass, makeModule, makeProgram, use } from "./testing/mir-builder.ts";
import { classType, ERROR, I32, VOID } from "./types.ts";

const numberOf = (fn: Function, op: string): number => [...allNodes(fn)].filter((n) => n.op === op).length;

function thrower(symbol: string): FunctionBuilder {
  const f = new FunctionBuilder(symbol, [], VOID);
  f.end({ op: "raise", error: int(ERROR, 22) });
  return f;
}

function caller(symbol: string, callee: string): FunctionBuilder {
  const f = new FunctionBuilder(symbol, [], VOID);
  f.call(callee, [], VOID);
  f.end({ op: "return", value: null });
  return f;
}

test("throwing goes from callee to caller, through cycles too", () => {
  const quiet = new FunctionBuilder("quiet", [], VOID);
  quiet.end({ op: "return", value: null });
  const functions = [
    caller("even", "odd"),
    caller("odd", "even"),
    caller("direct", "throws"),
    caller("indirect", "direct"),
    caller("calm", "quiet"),
    thrower("throws"),
    quiet,
  ].map((f) => f.fn);
  expect(inferThrows(makeProgram([makeModule(functions)]))).toEqual([]);
  const throwing = functions.filter((fn) => fn.throws).map((fn) => fn.symbol);
  expect(throwing).toEqual(["direct", "indirect", "throws"]);
  const calm = functions.find((fn) => fn.symbol === "calm")!;
  // The call is an instruction, and the block of the error edge is gone.
  expect(numberOf(calm, "call")).toBe(1);
  expect(numberOf(calm, "raise")).toBe(0);
  expect(calm.blocks.length).toBe(1);
});

test("a caught error does not leave the function", () => {
  const f = new FunctionBuilder("catches", [], VOID);
  const [done, handler] = [f.block(), f.block()];
  f.end({
    op: "invoke",
    callee: { kind: "direct", symbol: "throws" },
    args: [],
    parameterTypes: [],
    returnType: VOID,
    dest: null,
    result: null,
    normal: done,
    error: handler,
  });
  f.begin(handler);
  f.emit({ op: "landing", result: f.variable(ERROR, "temp") });
  f.end({ op: "goto", target: done });
  f.begin(done);
  f.end({ op: "return", value: null });
  inferThrows(makeProgram([makeModule([f.fn, thrower("throws").fn])]));
  expect(f.fn.throws).toBe(false);
  expect(numberOf(f.fn, "invoke")).toBe(1);
});

test("all methods of a vtable slot follow one convention, and virtual calls throw when one override does", () => {
  const base = makeClass("Base", [], { virtuals: ["Base.run"] });
  const derived = makeClass("Derived", [], { base, virtuals: ["Derived.run"] });
  base.subclasses.push(derived);
  const run = new FunctionBuilder("Base.run", [["this", classType(base)]], VOID);
  run.end({ op: "return", value: null });
  const call = new FunctionBuilder("call", [["object", classType(base)]], VOID);
  const done = call.block();
  call.end({
    op: "invoke",
    callee: { kind: "virtual", info: base, slot: 0 },
    args: [call.parameter(0)],
    parameterTypes: [classType(base)],
    returnType: VOID,
    dest: null,
    result: null,
    normal: done,
    error: call.raising(),
  });
  call.begin(done);
  call.end({ op: "return", value: null });
  const functions = [run.fn, thrower("Derived.run").fn, call.fn];
  inferThrows(makeProgram([makeModule(functions)], { classes: [base, derived] }));
  expect(functions.map((fn) => fn.throws)).toEqual([true, true, true]);
});

test("a destructor must not throw", () => {
  const info = makeClass("File", [], { destructor: "File.destructor" });
  const problems = inferThrows(
    makeProgram([makeModule([thrower("File.destructor").fn])], { classes: [info] }),
  );
  expect(problems.map((p) => p.message)).toEqual([
    "File.destructor is a destructor and must not throw, but this can",
  ]);
});

test("an allocation can throw", () => {
  const info = makeClass("Thing", []);
  const f = new FunctionBuilder("make", [], I32);
  f.allocate(info);
  f.end({ op: "return", value: use(f.variable(I32, "temp")) });
  inferThrows(makeProgram([makeModule([f.fn])], { classes: [info] }));
  expect(f.fn.throws).toBe(true);
});
