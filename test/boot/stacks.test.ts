import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderForTests } from "../support/folder.ts";
import { runInGuest } from "../support/guest.ts";
import { measuredDepth, stackBound } from "../support/stack-depth.ts";

const folder = folderForTests();

test("the bound of the kernel stacks is no more than three times what sets of sets of epoll(7) reach", async () => {
  const program = join(folder, "epoll-nesting");
  const source = join(import.meta.dirname, "..", "programs", "epoll-nesting.c");
  execFileSync("gcc", ["-w", "-O1", "-static", source, "-o", program]);
  // Short slices have interrupts come everywhere.
  const { end, log } = await runInGuest([program], { append: "stacks=painted slice=20000", timeLimit: 120 });
  expect(end).toEqual({ kind: "exit", status: 0 });
  const depth = measuredDepth(log) ?? 0;
  expect(depth).toBeLessThanOrEqual(stackBound());
  expect(stackBound()).toBeLessThanOrEqual(3 * depth);
});
