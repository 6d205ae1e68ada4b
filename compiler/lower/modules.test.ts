import ts from "typescript";
import { expect, test } from "vitest";
import { countLines, unsafeNames } from "./modules.ts";

const parse = (text: string): ts.SourceFile =>
  ts.createSourceFile("x.ts", text, ts.ScriptTarget.ESNext, true);

test("lines of members and functions that mention the unsafe module count", () => {
  const file = parse(`import { pointer as at, type Ptr } from "unsafe";
class A {
  one(): u8 {
    return at<u8>(5).value;
  }
  two(): u8 {
    return 2;
  }
}
function three(p: Ptr<u8>): void {}
const four = 4;
`);
  expect([...unsafeNames(file)]).toEqual(["at", "Ptr"]);
  expect(countLines(file)).toEqual({ lines: 12, unsafeLines: 4 });
});

test("a file without the import has no unsafe lines", () => {
  expect(countLines(parse("const pointer = 1;\npointer;\n"))).toEqual({ lines: 3, unsafeLines: 0 });
});
