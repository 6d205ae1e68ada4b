import type { TestProject } from "vitest/node";
import { buildSystem } from "../../tools/build/system.ts";
import { Progress } from "../../tools/progress.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Why the system was not built, or undefined when it was: the tests that need it fail with this. */
    buildFailure: string | undefined;
  }
}

/** Builds the kernel and the programs once, before the first test of any file. */
export default async function setup(project: TestProject): Promise<void> {
  const progress = new Progress();
  try {
    await buildSystem({ progress });
    project.provide("buildFailure", undefined);
  } catch (error) {
    project.provide("buildFailure", error instanceof Error ? error.message : String(error));
  } finally {
    progress.done();
  }
}
