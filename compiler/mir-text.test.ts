import { expect, test } from "vitest";
import { functionText } from "./mir-text.ts";
import type { Operand } from "./mir.ts";
import { FunctionBuilder, int } from "./testing/mir-builder.ts";
import { F64, I32, U32 } from "./types.ts";

/** The text of a function that returns a value. */
function returning(value: Operand): string {
  const f = new FunctionBuilder("f", [], value.kind === "float" ? F64 : I32);
  f.end({ op: "return", value });
  return functionText(f.fn);
}

const float = (value: number): Operand => ({ kind: "float", type: F64, value });

test("functions have the same text when they are made again, and another when a detail differs", () => {
  const values: Operand[] = [
    int(I32, 1),
    int(I32, 2),
    int(I32, -1),
    int(U32, 1),
    float(0),
    float(-0),
    float(NaN),
  ];
  const texts = values.map(returning);
  expect(new Set(texts).size).toBe(values.length);
  expect(values.map(returning)).toEqual(texts);
});

test("an object that a text cannot tell makes every text another", () => {
  const strange = Object.assign(Object.create({}), { kind: "float", type: F64, value: 1 }) as Operand;
  expect(returning(strange)).not.toBe(returning(strange));
});
