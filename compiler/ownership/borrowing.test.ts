import { expect, test } from "vitest";
import type { Function } from "../mir.ts";
import {
  fieldOf,
  FunctionBuilder,
  local,
  makeClass,
  makeModule,
  makeProgram,
  use,
} from "../testing/mir-builder.ts";
import { BOOL, classType, nullableType, U32, VOID } from "../types.ts";
import { countFunction } from "./ownership.ts";
import { allNodes } from "./prepare.ts";
import { analyzeProgram } from "./whole-program.ts";

const node = makeClass("Node", [
  ["value", U32, "mutable"],
  ["next", U32, "mutable"],
]);
const NODE = classType(node);
const NEXT = nullableType(NODE);
node.fields = [
  { name: "value", type: U32, isReadonly: false, offset: 24 },
  { name: "next", type: NEXT, isReadonly: false, offset: 16 },
];

/** Counts the first function in the company of the others. */
function count(f: FunctionBuilder, ...others: FunctionBuilder[]): Function {
  const facts = analyzeProgram(makeProgram([makeModule([f, ...others].map((b) => b.fn))]));
  expect(countFunction(f.fn, facts)).toEqual([]);
  return f.fn;
}

const counting = (fn: Function): string[] =>
  [...allNodes(fn)].flatMap((n) => {
    if (n.op === "load" && n.mode === "copy") return ["load copy"];
    return n.op === "copy" || n.op === "destroy" ? [n.op] : [];
  });

/** for (at = head; at !== null; at = at.next) visit(at) — what `visit` is decides whether the walk counts. */
function walk(visit: "nothing" | "call"): FunctionBuilder {
  const f = new FunctionBuilder("walk", [["head", NEXT]], VOID);
  const at = f.variable(NEXT, "local", "at");
  f.emit({ op: "store", place: local(at), value: f.parameter(0), init: true });
  const [head, body, done] = [f.block(), f.block(), f.block()];
  f.end({ op: "goto", target: head });
  f.begin(head);
  const isNull = f.variable(BOOL, "temp");
  f.emit({ op: "isNull", result: isNull, a: f.load(local(at)) });
  f.end({ op: "branch", condition: use(isNull), then: done, otherwise: body });
  f.begin(body);
  const some = f.variable(NODE, "temp");
  f.emit({ op: "unwrap", result: some, a: f.load(local(at)) });
  if (visit === "call") f.call("visit", [use(some)], VOID);
  f.emit({ op: "store", place: local(at), value: f.load(fieldOf(use(some), node, "next")), init: false });
  f.end({ op: "goto", target: head });
  f.begin(done);
  f.end({ op: "return", value: null });
  return f;
}

test("a walk that only looks counts nothing", () => {
  expect(counting(count(walk("nothing")))).toEqual([]);
});

/** const first = make(); for (at = first; …; at = at.next); `first` is used again behind it or replaced within. */
function walkOwned(then: "use" | "replace"): FunctionBuilder {
  const f = new FunctionBuilder("walkOwned", [], VOID);
  const first = f.variable(NEXT, "local", "first");
  const at = f.variable(NEXT, "local", "at");
  const make = (): void => {
    const made = f.call("make", [], NEXT)!;
    f.emit({ op: "store", place: local(first), value: made, init: false });
  };
  make();
  f.emit({ op: "store", place: local(at), value: f.load(local(first)), init: true });
  const [head, body, done] = [f.block(), f.block(), f.block()];
  f.end({ op: "goto", target: head });
  f.begin(head);
  const isNull = f.variable(BOOL, "temp");
  f.emit({ op: "isNull", result: isNull, a: f.load(local(at)) });
  f.end({ op: "branch", condition: use(isNull), then: done, otherwise: body });
  f.begin(body);
  if (then === "replace") make();
  const some = f.variable(NODE, "temp");
  f.emit({ op: "unwrap", result: some, a: f.load(local(at)) });
  f.emit({ op: "store", place: local(at), value: f.load(fieldOf(use(some), node, "next")), init: false });
  f.end({ op: "goto", target: head });
  f.begin(done);
  f.end({ op: "return", value: null });
  return f;
}

test("a walk from what another local owns counts nothing but that local's end", () => {
  expect(counting(count(walkOwned("use")))).toEqual(["destroy"]);
});

test("a walk from a local that is replaced meanwhile counts", () => {
  expect(counting(count(walkOwned("replace")))).toContain("copy");
});

test("a function that ends the program is quiet on the ways that do not", () => {
  const visit = new FunctionBuilder("visit", [["node", NODE]], VOID);
  const [bad, good] = [visit.block(), visit.block()];
  const isNull = visit.variable(BOOL, "temp");
  visit.emit({ op: "isNull", result: isNull, a: visit.load(fieldOf(visit.parameter(0), node, "next")) });
  visit.end({ op: "branch", condition: use(isNull), then: bad, otherwise: good });
  visit.begin(bad);
  const callee = { kind: "direct", symbol: "panic" } as const;
  visit.emit({
    op: "call",
    result: null,
    dest: null,
    callee,
    args: [],
    parameterTypes: [],
    returnType: VOID,
  });
  visit.end({ op: "unreachable" });
  visit.begin(good);
  visit.end({ op: "return", value: null });
  expect(counting(count(walk("call"), visit))).toEqual([]);
});

test("a walk that calls unknown code counts each step", () => {
  const steps = counting(count(walk("call")));
  expect(steps).toContain("destroy");
  expect(steps.some((s) => s.includes("copy"))).toBe(true);
});

test("a walk that calls a quiet function counts nothing", () => {
  const visit = new FunctionBuilder("visit", [["node", NODE]], VOID);
  const value = visit.load(fieldOf(visit.parameter(0), node, "value"));
  visit.emit({ op: "store", place: fieldOf(visit.parameter(0), node, "value"), value, init: false });
  visit.end({ op: "return", value: null });
  expect(counting(count(walk("call"), visit))).toEqual([]);
});

test("a function that puts another object into a field is not quiet, nor is one that calls it", () => {
  const cut = new FunctionBuilder("cut", [["node", NODE]], VOID);
  const nothing = { kind: "int", type: NEXT, value: 0n } as const;
  cut.emit({ op: "store", place: fieldOf(cut.parameter(0), node, "next"), value: nothing, init: false });
  cut.end({ op: "return", value: null });
  const visit = new FunctionBuilder("visit", [["node", NODE]], VOID);
  visit.call("cut", [visit.parameter(0)], VOID);
  visit.end({ op: "return", value: null });
  expect(counting(count(walk("call"), visit, cut))).not.toEqual([]);
});

test("what a field held is copied when the field is replaced while it is in use", () => {
  const f = new FunctionBuilder("f", [["node", NODE]], BOOL);
  const old = f.load(fieldOf(f.parameter(0), node, "next"));
  const nothing = { kind: "int", type: NEXT, value: 0n } as const;
  f.emit({ op: "store", place: fieldOf(f.parameter(0), node, "next"), value: nothing, init: false });
  const isNull = f.variable(BOOL, "temp");
  f.emit({ op: "isNull", result: isNull, a: old });
  f.end({ op: "return", value: use(isNull) });
  expect(counting(count(f))).toEqual(["load copy", "destroy"]);
});
