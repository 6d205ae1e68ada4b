import { expect, test } from "vitest";
import type { Function, Instruction } from "../mir.ts";
import { allNodes, prepare } from "./prepare.ts";
import { insertCounting } from "./insert.ts";
import { verify } from "./verify.ts";
import { countFunction } from "./ownership.ts";
import { analyzeProgram } from "./whole-program.ts";
import {
  fieldOf,
  FunctionBuilder,
  int,
  local,
  makeClass,
  makeModule,
  makeProgram,
  use,
} from "../testing/mir-builder.ts";
import {
  BOOL,
  classType,
  fixedType,
  I32,
  nullableType,
  spanType,
  U32,
  U8,
  VOID,
  type Type,
} from "../types.ts";

const leaf = makeClass("Leaf", [["value", U32, "mutable"]]);
const LEAF = classType(leaf);
const holder = makeClass("Holder", [
  ["fixed", LEAF, "readonly"],
  ["changing", LEAF, "mutable"],
]);
const HOLDER = classType(holder);

function count(f: FunctionBuilder): Function {
  const facts = analyzeProgram(makeProgram([makeModule([f.fn])]));
  expect(countFunction(f.fn, facts)).toEqual([]);
  return f.fn;
}

const numberOf = (fn: Function, op: Instruction["op"]): number =>
  [...allNodes(fn)].filter((n) => n.op === op).length;
const modes = (fn: Function): (string | undefined)[] =>
  [...allNodes(fn)].flatMap((n) => (n.op === "load" && n.result.type !== U32 ? [n.mode] : []));

test("the last use of a local moves it", () => {
  const f = new FunctionBuilder("f", [], LEAF);
  const x = f.variable(LEAF, "local", "x");
  f.emit({ op: "store", place: local(x), value: f.allocate(leaf), init: true });
  f.end({ op: "return", value: f.load(local(x)) });
  const fn = count(f);
  expect(modes(fn)).toEqual(["take"]);
  expect(numberOf(fn, "copy") + numberOf(fn, "destroy")).toBe(0);
});

test("a parameter that is returned is copied", () => {
  const f = new FunctionBuilder("f", [["x", LEAF]], LEAF);
  f.end({ op: "return", value: f.parameter(0) });
  const fn = count(f);
  expect(numberOf(fn, "copy")).toBe(1);
});

test("what a call returns and nobody wants is released", () => {
  const f = new FunctionBuilder("f", [], VOID);
  f.call("make", [], LEAF);
  f.end({ op: "return", value: null });
  expect(numberOf(count(f), "destroy")).toBe(1);
});

test("a readonly field is borrowed across a call", () => {
  const f = new FunctionBuilder("f", [["h", HOLDER]], VOID);
  f.call("look", [f.load(fieldOf(f.parameter(0), holder, "fixed"))], VOID);
  f.end({ op: "return", value: null });
  const fn = count(f);
  expect(modes(fn)).toEqual(["borrow"]);
  expect(numberOf(fn, "destroy")).toBe(0);
});

test("a field that may change is copied for a call, and borrowed to be read", () => {
  const f = new FunctionBuilder("f", [["h", HOLDER]], U32);
  f.call("look", [f.load(fieldOf(f.parameter(0), holder, "changing"))], VOID);
  const inner = f.load(fieldOf(f.parameter(0), holder, "changing"));
  f.end({ op: "return", value: f.load(fieldOf(inner, leaf, "value")) });
  const fn = count(f);
  expect(modes(fn)).toEqual(["copy", "borrow"]);
  // On the normal edge and on the error edge.
  expect(numberOf(fn, "destroy")).toBe(2);
});

test("an object lives as long as what is borrowed from it", () => {
  const f = new FunctionBuilder("f", [], VOID);
  const h = f.call("makeHolder", [], HOLDER)!;
  const inner = f.load(fieldOf(h, holder, "fixed"));
  f.call("look", [inner], VOID);
  f.end({ op: "return", value: null });
  const fn = count(f);
  expect(modes(fn)).toEqual(["borrow"]);
  const nodes = [...allNodes(fn)].map((n) => n.op);
  expect(nodes.indexOf("destroy")).toBeGreaterThan(nodes.lastIndexOf("invoke"));
});

test("a local that dies on one branch is released on that edge only", () => {
  const f = new FunctionBuilder("f", [["flag", BOOL]], nullableType(LEAF));
  const x = f.variable(LEAF, "local", "x");
  f.emit({ op: "store", place: local(x), value: f.allocate(leaf), init: true });
  const [yes, no] = [f.block(), f.block()];
  f.end({ op: "branch", condition: f.parameter(0), then: yes, otherwise: no });
  f.begin(yes);
  const wrapped = f.variable(nullableType(LEAF), "temp");
  f.emit({ op: "wrap", result: wrapped, a: f.load(local(x)) });
  f.end({ op: "return", value: use(wrapped) });
  f.begin(no);
  f.end({ op: "return", value: int(nullableType(LEAF), 0) });
  const fn = count(f);
  expect(numberOf(fn, "destroy")).toBe(1);
  expect(numberOf(fn, "copy")).toBe(0);
});

test("walking a list: the old node is released when the next one is in place", () => {
  const node = makeClass("Node", [["next", U32, "mutable"]]);
  const NULLABLE = nullableType(classType(node));
  node.fields = [{ name: "next", type: NULLABLE, isReadonly: false, offset: 16 }];
  const f = new FunctionBuilder("f", [["head", NULLABLE]], VOID);
  const at = f.variable(NULLABLE, "local", "at");
  f.emit({ op: "store", place: local(at), value: f.parameter(0), init: true });
  const [head, body, done] = [f.block(), f.block(), f.block()];
  f.end({ op: "goto", target: head });
  f.begin(head);
  const isNull = f.variable(BOOL, "temp");
  f.emit({ op: "isNull", result: isNull, a: f.load(local(at)) });
  f.end({ op: "branch", condition: use(isNull), then: done, otherwise: body });
  f.begin(body);
  const some = f.variable(classType(node), "temp");
  f.emit({ op: "unwrap", result: some, a: f.load(local(at)) });
  f.emit({ op: "store", place: local(at), value: f.load(fieldOf(use(some), node, "next")), init: false });
  f.end({ op: "goto", target: head });
  f.begin(done);
  f.end({ op: "return", value: null });
  count(f);
});

test("a span that is assigned again keeps alive what it views", () => {
  const SPAN = spanType(U8);
  const f = new FunctionBuilder("f", [["flag", BOOL]], U8);
  const view = f.variable(SPAN, "local", "view");
  const take = (name: string): void => {
    const owner = f.call(name, [], LEAF)!;
    f.emit({ op: "store", place: local(view), value: f.call("bytes", [owner], SPAN)!, init: true });
  };
  const [again, end] = [f.block(), f.block()];
  take("first");
  f.end({ op: "branch", condition: f.parameter(0), then: again, otherwise: end });
  f.begin(again);
  take("second");
  f.end({ op: "goto", target: end });
  f.begin(end);
  f.end({ op: "return", value: f.call("firstByte", [f.load(local(view))], U8) });
  const fn = count(f);
  const nodes = [...allNodes(fn)];
  // Both owners are held to the end of the function.
  expect(nodes.filter((n) => n.op === "zeroPlace").length).toBe(2);
});

test("a struct local with counted contents is dropped at every exit", () => {
  const PAIR: Type = fixedType(LEAF, 2);
  const f = new FunctionBuilder("f", [], I32);
  const pair = f.variable(PAIR, "local", "pair");
  f.emit({ op: "zeroPlace", place: local(pair) });
  f.call("fill", [], VOID);
  f.end({ op: "return", value: int(I32, 0) });
  const fn = count(f);
  const exits = [...allNodes(fn)].filter((n) => n.op === "return" || n.op === "raise").length;
  expect(exits).toBe(2);
  // One more for the place being made anew.
  expect(numberOf(fn, "destroy")).toBe(exits + 1);
});

test("the verifier finds a missing release, a double one, and a use after the end", () => {
  const build = (): { fn: Function; problems: () => string[] } => {
    const f = new FunctionBuilder("f", [], VOID);
    const h = f.call("makeHolder", [], HOLDER)!;
    f.call("look", [f.load(fieldOf(h, holder, "fixed"))], VOID);
    f.end({ op: "return", value: null });
    const facts = analyzeProgram(makeProgram([makeModule([f.fn])]));
    const ownership = insertCounting(f.fn, prepare(f.fn), facts);
    expect(verify(f.fn, ownership)).toEqual([]);
    return { fn: f.fn, problems: () => verify(f.fn, ownership).map((p) => p.message) };
  };
  const blockWith = (fn: Function): Instruction[] =>
    fn.blocks.find((b) => b.terminator.op === "return")!.instructions;

  const leaking = build();
  const returning = blockWith(leaking.fn);
  const release = returning.find((n) => n.op === "destroy")!;
  returning.splice(returning.indexOf(release), 1);
  expect(leaking.problems().join()).toMatch(/return leaves .* owned/);

  const double = build();
  blockWith(double.fn).push(blockWith(double.fn).find((n) => n.op === "destroy")!);
  expect(double.problems().join()).toMatch(/not owned here/);

  const early = build();
  const loading = early.fn.blocks.find((b) => b.instructions.some((n) => n.op === "load"))!;
  const drop = blockWith(early.fn).find((n) => n.op === "destroy")!;
  loading.instructions.push(drop);
  expect(early.problems().join()).toMatch(/uses .* after the end of/);
});
