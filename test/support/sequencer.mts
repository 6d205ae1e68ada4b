import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take a minute or more on one processor, the longest first. */
const long = [
  "test/programs/compiler-in-guest.test.ts",
  "test/compiler/compiler.test.ts",
  "test/boot/matrix.test.ts",
  "test/programs/programs.test.ts",
];

/**
 * The order of the test files: what needs no boot first, for it is fast and says most; then the long ones, so that none of them is
 * left over at the end with one processor idle; then the others.
 */
export default class Sequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => rankOf(a.moduleId) - rankOf(b.moduleId));
  }
}

function rankOf(path: string): number {
  const place = long.findIndex((name) => path.endsWith(name));
  if (place >= 0) return 1 + place;
  return path.includes("/test/") ? 1 + long.length : 0;
}
