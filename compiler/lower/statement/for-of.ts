/** `for…of`: counted loops over arrays, spans and fixed arrays; the iteration protocol over everything else. */

import ts from "typescript";
import type { Operand, Place, Variable } from "../../mir.ts";
import {
  BOOL,
  U64,
  isInline,
  pointerType,
  showType,
  type FixedType,
  type SpanType,
  type Type,
} from "../../types.ts";
import { placeOf, varOperand } from "../builder.ts";
import type { Value } from "../context.ts";
import * as expressions from "../expressions.ts";
import { arrayPart } from "./arrays.ts";
import type { FunctionState } from "./function-state.ts";
import { lowerLoopBody } from "./loops.ts";
import { bindPattern } from "./patterns.ts";
import { bindVariable } from "./variables.ts";
import { overCollection } from "./for-of-collections.ts";

const u64 = (value: bigint): Operand => ({ kind: "int", type: U64, value });

/** `for…of` over all that can be walked; reports what cannot. */
export function lowerForOf(f: FunctionState, node: ts.ForOfStatement, labels: readonly string[]): void {
  const iterated = expressions.value(f, node.expression, null);
  const type = expressions.settle(iterated);
  f.builder.setLocation(node.expression);
  const element = f.declarations.arrayElement(type);
  if (element && iterated.kind === "operand") overArray(f, node, labels, iterated.operand, element);
  else if (type.kind === "span" && iterated.kind === "operand")
    overSpan(f, node, labels, iterated.operand, type);
  else if (type.kind === "fixed" && iterated.kind === "place")
    overFixed(f, node, labels, iterated.place, type);
  else if (
    type.kind === "class" &&
    iterated.kind === "operand" &&
    overCollection(f, node, labels, iterated, type)
  )
    return;
  else if (["class", "interface", "struct"].includes(type.kind)) overIterator(f, node, labels, iterated);
  else
    f.declarations.error(
      node.expression,
      1195,
      `A value of type '${showType(type)}' cannot be iterated over.`,
    );
}

/** The length is read anew each time round: the body may push and pop. */
function overArray(
  f: FunctionState,
  node: ts.ForOfStatement,
  labels: readonly string[],
  array: Operand,
  element: Type,
): void {
  const length = (): Operand => arrayPart(f, array, "length");
  countedLoop(f, node, labels, length, (index) => {
    const place: Place = {
      root: { kind: "pointer", pointer: arrayPart(f, array, "data"), element },
      steps: [{ kind: "index", element, index }],
      type: element,
    };
    return place;
  });
}

function overSpan(
  f: FunctionState,
  node: ts.ForOfStatement,
  labels: readonly string[],
  span: Operand,
  type: SpanType,
): void {
  const { builder } = f;
  const { element } = type;
  const part = (which: "data" | "length", of: Type): Operand => {
    const result = builder.temp(of);
    builder.emit({ op: "spanPart", result, a: span, part: which });
    return varOperand(result);
  };
  const count = part("length", U64);
  const pointer = part("data", pointerType(element));
  countedLoop(
    f,
    node,
    labels,
    () => count,
    (index) => ({
      root: { kind: "pointer", pointer, element },
      steps: [{ kind: "index", element, index }],
      type: element,
    }),
  );
}

function overFixed(
  f: FunctionState,
  node: ts.ForOfStatement,
  labels: readonly string[],
  fixed: Place,
  type: FixedType,
): void {
  const { element } = type;
  countedLoop(
    f,
    node,
    labels,
    () => u64(BigInt(type.count)),
    (index) => ({ ...fixed, steps: [...fixed.steps, { kind: "index", element, index }], type: element }),
  );
}

/** A struct is aliased where it lies by a `const`, copied by a `let`. */
function countedLoop(
  f: FunctionState,
  node: ts.ForOfStatement,
  labels: readonly string[],
  length: () => Operand,
  elementAt: (index: Operand) => Place,
): void {
  const { builder } = f;
  const counter = builder.local(U64, null);
  builder.storeLocal(counter, u64(0n));
  const [head, body, next, end] = [
    builder.newBlock(),
    builder.newBlock(),
    builder.newBlock(),
    builder.newBlock(),
  ];
  builder.begin(head);
  const index = builder.load(placeOf(counter));
  const isInside = builder.temp(BOOL);
  builder.emit({ op: "binary", result: isInside, operator: "lt", a: index, b: length() });
  builder.terminate({ op: "branch", condition: varOperand(isInside), then: body, otherwise: end });
  builder.begin(body);
  const place = elementAt(index);
  const value: Value = isInline(place.type)
    ? { kind: "place", place, type: place.type, isTemporary: false }
    : { kind: "operand", operand: builder.load(place), type: place.type };
  bindElement(f, node.initializer, value);
  lowerLoopBody(f, node.statement, labels, end, next);
  builder.begin(next);
  const sum: Variable = builder.temp(U64);
  builder.emit({ op: "binary", result: sum, operator: "add", a: index, b: u64(1n) });
  builder.storeLocal(counter, varOperand(sum), false);
  builder.terminate({ op: "goto", target: head });
  builder.begin(end);
}

/** The loop's variable or pattern gets the element; or an expression that exists is assigned. */
export function bindElement(f: FunctionState, target: ts.ForInitializer, value: Value): void {
  if (!ts.isVariableDeclarationList(target)) {
    expressions.assign(f, target, value);
    return;
  }
  const name = target.declarations[0]!.name;
  const isConst = (target.flags & ts.NodeFlags.Const) !== 0;
  if (ts.isIdentifier(name)) bindVariable(f, f.symbolOf(name), name, value, isConst, 0);
  else bindPattern(f, name, value, isConst, null);
}

/** `[Symbol.iterator]()` once, then `next()`: a tuple of done and the value. */
function overIterator(
  f: FunctionState,
  node: ts.ForOfStatement,
  labels: readonly string[],
  iterated: Value,
): void {
  const { builder } = f;
  const at = node.expression;
  const iterator = expressions.callMethod(f, iterated, "[iterator]", [], at);
  const [head, body, end] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
  builder.begin(head);
  builder.setLocation(at);
  const step = expressions.callMethod(f, iterator, "next", [], at);
  if (step.kind !== "operand" || step.type.kind !== "tuple" || step.type.elements.length !== 2) {
    f.declarations.error(at, 1195, "The iterator's next() must give an IteratorResult.");
    return;
  }
  const isDone = extract(f, step.operand, 0, BOOL);
  builder.terminate({ op: "branch", condition: isDone, then: end, otherwise: body });
  builder.begin(body);
  const wrapped = step.type.elements[1]!;
  let item = extract(f, step.operand, 1, wrapped);
  let type = wrapped;
  if (wrapped.kind === "nullable" && !mayBeNull(f, node)) {
    type = wrapped.of;
    const result = builder.temp(type);
    builder.emit({ op: "unwrap", result, a: item });
    item = varOperand(result);
  }
  bindElement(f, node.initializer, { kind: "operand", operand: item, type });
  lowerLoopBody(f, node.statement, labels, end, head);
  builder.terminate({ op: "goto", target: head });
  builder.begin(end);
}

function extract(f: FunctionState, tuple: Operand, index: number, type: Type): Operand {
  const result = f.builder.temp(type);
  f.builder.emit({ op: "extract", result, a: tuple, index });
  return varOperand(result);
}

/** Whether null is one of the items that the loop gives: then it stays nullable. */
function mayBeNull(f: FunctionState, node: ts.ForOfStatement): boolean {
  const { checker } = f.declarations;
  const target = ts.isVariableDeclarationList(node.initializer)
    ? node.initializer.declarations[0]!.name
    : node.initializer;
  if (ts.isArrayBindingPattern(target) || ts.isObjectBindingPattern(target)) return false;
  const type = checker.getTypeAtLocation(target);
  return checker.getNonNullableType(type) !== type;
}
