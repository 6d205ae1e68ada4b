import { join } from "node:path";
import { truncateSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { folderForTest } from "../../test/support/folder.ts";
import { isUpToDate, markStale, markUpToDate } from "./fingerprint.ts";

test("a product is up to date if it was made, wholly, from the same", () => {
  const product = join(folderForTest(), "product");
  expect(isUpToDate(product, "1")).toBe(false);
  writeFileSync(product, "contents");
  markUpToDate(product, "1");
  expect([isUpToDate(product, "1"), isUpToDate(product, "2")]).toEqual([true, false]);
  truncateSync(product);
  expect(isUpToDate(product, "1")).toBe(false);
  // A build that is killed, and an edit that is taken back.
  writeFileSync(product, "of the edit");
  markUpToDate(product, "1");
  markStale(product);
  expect(isUpToDate(product, "1")).toBe(false);
});
