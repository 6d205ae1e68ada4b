import { expect, test } from "vitest";
import { escapeStream, StreamEscape } from "./stream-escape.ts";

test("doubles every escape byte and leaves the others", () => {
  const escape = (...bytes: number[]): number[] => [...escapeStream(Buffer.from(bytes))];
  expect(escape()).toEqual([]);
  expect(escape(1, 4, 255)).toEqual([1, 4, 255]);
  expect(escape(0x10)).toEqual([0x10, 0x10]);
  expect(escape(0x10, 0x10, 4)).toEqual([0x10, 0x10, 0x10, 0x10, 4]);
  expect(escape(1, 0x10, 2, 0x10)).toEqual([1, 0x10, 0x10, 2, 0x10, 0x10]);
});

test("says that the input has ended", async () => {
  const stream = new StreamEscape();
  stream.write(Buffer.from([0x10]));
  stream.end(Buffer.from("x"));
  expect(Buffer.concat(await stream.toArray())).toEqual(Buffer.from([0x10, 0x10, 0x78, 0x10, 0x04]));
});
