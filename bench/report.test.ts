import { expect, test } from "vitest";
import { buildTable, kernelTable, twinTable, withinGoals } from "./report.ts";
import { geometricMean } from "./twins.ts";

const fine = { name: "crc32", c: 1000, metal: 1020, ratio: 1.02 };
const slow = { name: "quicksort", c: 1000, metal: 1300, ratio: 1.3 };
const broken = { name: "lz4", c: 1000, trouble: "does not compile" };

test("the mean is of the ratios there are", () => {
  expect(geometricMean([broken])).toBeUndefined();
  expect(geometricMean([{ ...fine, ratio: 2 }, { ...slow, ratio: 0.5 }, broken])).toBeCloseTo(1);
});

test("the twins' table says what is above its goal and what is missing", () => {
  const lines = twinTable([fine, slow, broken]).split("\n");
  expect(lines[2]).toMatch(/^crc32 +1,000 +1,020 +1\.020$/);
  expect(lines[3]).toMatch(/1\.300 +above 1\.25$/);
  expect(lines[4]).toMatch(/– +– +does not compile$/);
  expect(lines[5]).toMatch(/^geometric mean .*1\.152 +above 1\.05$/);
});

test("missing figures and figures above their goal are not within the goals", () => {
  const figure = { name: "boot", title: "boot", unit: "instructions", goal: 0.1 } as const;
  expect(withinGoals([fine], [{ ...figure, ratio: 0.05 }])).toBe(true);
  expect(withinGoals([fine], [{ ...figure, ratio: 0.2 }])).toBe(false);
  expect(withinGoals([fine], [figure])).toBe(false);
  expect(withinGoals([fine, broken], [])).toBe(false);
  expect(withinGoals([slow], [])).toBe(false);
});

test("memory is shown in KiB and the notes stand below the kernels' table", () => {
  const figure = {
    name: "memory-used",
    title: "memory in use",
    unit: "bytes",
    goal: 1,
    linux: 2048,
    tessera: 1024,
  } as const;
  const text = kernelTable({ results: [figure], notes: ["Linux is 6.1"] });
  expect(text).toMatch(/memory in use +2 KiB +1 KiB/);
  expect(text.split("\n").at(-1)).toBe("Linux is 6.1.");
});

test("the build's tables say what took how long, and whether the machine was idle", () => {
  const times = [{ title: "cold build", wall: 20.5, cpu: 31 }];
  const steps = [{ step: "kernel: lowering", seconds: 1.25 }];
  const measured = { processors: 2, compilerMemory: 2 ** 29, times, steps };
  const idle = buildTable({ ...measured, load: 0.1 }).split("\n");
  expect(idle[2]).toMatch(/^cold build +20\.50 +31\.00$/);
  expect(idle).toContainEqual(expect.stringMatching(/^kernel: lowering +1\.25$/));
  expect(idle.at(-2)).toBe("2 processors, load 0.10.");
  expect(idle.at(-1)).toContain("512 MiB");
  expect(buildTable({ ...measured, load: 2 })).toContain("too much");
});
