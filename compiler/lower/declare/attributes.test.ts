import ts from "typescript";
import { expect, test } from "vitest";
import { attributesOf, distance } from "./attributes.ts";

function first(text: string): ts.Node {
  return ts.createSourceFile("x.ts", text, ts.ScriptTarget.ESNext, true).statements[0]!;
}

test("tags on a function", () => {
  const attributes = attributesOf(
    first(
      "/**\n * Starts.\n * @export metal_start\n * @section .boot.text\n * @cold\n */\nfunction f(): never { for (;;) {} }",
    ),
  );
  expect(attributes).toMatchObject({
    exported: true,
    linkName: "metal_start",
    section: ".boot.text",
    cold: true,
    noReturn: true,
  });
  expect(attributes).toMatchObject({ naked: false, inline: null, isExtern: false });
});

test("inline and noinline", () => {
  expect(attributesOf(first("/** @inline */ function f(): void {}")).inline).toBe("always");
  expect(attributesOf(first("/** @noinline */ function f(): void {}")).inline).toBe("never");
});

test("the distance between words", () => {
  expect(distance("inlin", "inline")).toBe(1);
  expect(distance("", "naked")).toBe(5);
  expect(distance("cold", "cold")).toBe(0);
});
