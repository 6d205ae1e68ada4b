/** Folders for the files of tests. `tessera test` looks whether all are gone at the end. */

import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, onTestFinished } from "vitest";

const remove = (path: string): void => rmSync(path, { recursive: true, force: true });

/**
 * The path of a folder for the tests of the file, or of the `describe`, that this is called in. It is there from before the first of
 * them, and not at all if none is run.
 */
export function folderForTests(): string {
  const path = join(tmpdir(), `tessera-${randomUUID().slice(0, 8)}`);
  beforeAll(() => void mkdirSync(path));
  afterAll(() => remove(path));
  return path;
}

/** A folder for the test that is running, or whose `beforeEach` is. */
export function folderForTest(): string {
  const path = mkdtempSync(join(tmpdir(), "tessera-"));
  onTestFinished(() => remove(path));
  return path;
}
