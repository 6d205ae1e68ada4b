import { existsSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderForTest } from "../../test/support/folder.ts";
import { cleanCache } from "./clean-cache.ts";

const days = (count: number): number => count * 86_400_000;

test("what was not used for two weeks goes, and nobody looks twice a day", () => {
  const folder = folderForTest();
  const now = Date.now();
  const file = (name: string, age: number): string => {
    const path = join(folder, "objects", name);
    writeFileSync(path, "");
    utimesSync(path, (now - age) / 1000, (now - age) / 1000);
    return path;
  };
  mkdirSync(join(folder, "objects"));
  const [old, used] = [file("old.o", days(15)), file("used.o", days(13))];
  cleanCache(folder, now);
  expect([old, used].map((path) => existsSync(path))).toEqual([false, true]);
  const other = file("other.o", days(15));
  cleanCache(folder, now + days(0.9));
  expect(existsSync(other)).toBe(true);
  cleanCache(folder, now + days(1.1));
  expect([other, used].map((path) => existsSync(path))).toEqual([false, false]);
});

test("a cache that is not there is clean", () => {
  cleanCache(join(folderForTest(), "none"));
});
