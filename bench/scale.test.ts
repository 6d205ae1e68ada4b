import { expect, test } from "vitest";
import { growthOf, parseCosts, scaleTable } from "./scale.ts";

test("what a console shows is read as far as its lines are whole", () => {
  const text = [
    "Linux says something",
    "scale lock 100 2000\r",
    "scale lock 1000 3000",
    "failed timer 1024 11 syscall(SYS_timer_create, CLOCK_MONOTONIC, &event, id)",
    "slow mapping 34000",
    "scale lock 10000 40",
  ].join("\n");
  expect(parseCosts(text)).toEqual({
    values: { lock: { 100: 2000, 1000: 3000 } },
    failures: {
      timer: "at 1024: errno 11 of syscall(SYS_timer_create, CLOCK_MONOTONIC, &event, id)",
      mapping: "too slow to be filled further than 34000",
    },
  });
});

test("growth is that over the logarithm, between the two sizes where it is the most", () => {
  expect(growthOf({})).toBeUndefined();
  expect(growthOf({ 100: 500 })).toBeUndefined();
  expect(growthOf({ 100: 200, 1000: 300, 10_000: 400 })).toBeCloseTo(1);
  expect(growthOf({ 100: 1000, 1000: 1000, 10_000: 1000, 60_000: 1000 })).toBeLessThan(0.9);
  expect(growthOf({ 100: 100, 1000: 1000 })).toBeCloseTo(10 / 1.5);
  expect(growthOf({ 100: 5000, 1000: 100, 10_000: 1000 })).toBeCloseTo(10 / (4 / 3));
});

test("the table says what fails", () => {
  const good = { name: "futex", tessera: { 100: 2657, 1000: 2657 }, linux: { 100: 3000 }, growth: 0.67 };
  const bad = { name: "lock", tessera: { 100: 17_777 }, linux: {}, trouble: "too slow" };
  const lines = scaleTable({ results: [good, bad], notes: ["Linux is 6.1"] }).split("\n");
  expect(lines[2]).toMatch(/^futex +2,657 +2,657 +– +– +0\.67 +3,000 +– +– +–$/);
  expect(lines[3]).toMatch(/^lock +17,777 .*FAIL: too slow$/);
  expect(lines.at(-1)).toBe("Linux is 6.1.");
});
