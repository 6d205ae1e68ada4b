import { expect, test } from "vitest";
import { GuestStatus } from "./guest-status.ts";
import { LineSplitter } from "./lines.ts";

function follow(...lines: string[]): { shown: string[]; ready: number; status: GuestStatus } {
  let ready = 0;
  const status = new GuestStatus(() => ready++);
  const shown = lines.filter((line) => status.take(line));
  return { shown, ready, status };
}

test("tells control lines from the log", () => {
  const { shown, ready, status } = follow(
    "memory: 256 MiB",
    "tessera: ready",
    "tessera: exited",
    "tessera: exit 7",
  );
  expect(shown).toEqual(["memory: 256 MiB", "tessera: exited"]);
  expect(ready).toBe(1);
  expect(status.end).toEqual({ kind: "exit", status: 7 });
});

test("a machine that says nothing at its end was lost", () => {
  expect(follow("tessera: ready", "hello").status.end).toEqual({ kind: "lost" });
});

test("keeps the report of a panic, whatever comes after it", () => {
  const { status } = follow("tessera: panic out of memory", "at frames.ts:7", "tessera: exit 0");
  expect(status.end).toEqual({
    kind: "panic",
    message: "out of memory",
    report: ["at frames.ts:7", "tessera: exit 0"],
  });
});

test("lines come whole however the bytes are cut", () => {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (const byte of Buffer.from("grüße\r\nzwei\n\nrest")) splitter.push(Buffer.from([byte]));
  expect(lines).toEqual(["grüße", "zwei", ""]);
  splitter.end();
  expect(lines.at(-1)).toBe("rest");
});
