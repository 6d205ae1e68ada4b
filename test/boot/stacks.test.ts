import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderForTests } from "../support/folder.ts";
import { runInGuest } from "../support/guest.ts";
import { measuredDepth, stackBound } from "../support/stack-depth.ts";

const folder = folderForTests();

/** How deep a kernel stack gets while the program runs. */
async function depthOf(name: string): Promise<number> {
  const program = join(folder, name);
  const source = join(import.meta.dirname, "..", "programs", `${name}.c`);
  execFileSync("gcc", ["-w", "-O1", "-static", source, "-o", program]);
  // Short slices have interrupts come everywhere.
  const { end, log } = await runInGuest([program], { append: "stacks=painted slice=20000", timeLimit: 120 });
  expect(end).toEqual({ kind: "exit", status: 0 });
  const depth = measuredDepth(log) ?? 0;
  expect(depth).toBeLessThanOrEqual(stackBound());
  return depth;
}

test("the bound of the kernel stacks is no more than three times what the programs reach that go deepest", async () => {
  const depths = [await depthOf("epoll-nesting"), await depthOf("capabilities")];
  expect(stackBound()).toBeLessThanOrEqual(3 * Math.max(...depths));
}, 240_000);
