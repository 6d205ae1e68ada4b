import { defineConfig } from "vitest/config";
import Sequencer from "./test/support/sequencer.mts";

export default defineConfig({
  test: {
    include: ["{test,tools,compiler,bench}/**/*.test.ts"],
    globalSetup: "test/support/build-once.ts",
    sequence: { sequencer: Sequencer },
    reporters: ["./test/support/reporter.ts"],
    // Each file is a worker; the boots inside a file follow one another, so that two are in progress.
    maxWorkers: 2,
    maxConcurrency: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
