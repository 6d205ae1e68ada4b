import { stdout } from "node:process";
import { Failure, ExitStatus } from "../tools/failure.ts";
import { missingMessage } from "../tools/system/packages.ts";
import { requirements } from "../tools/system/requirements.ts";
import { locate } from "../tools/system/tools.ts";
import { measureBuild } from "./build.ts";
import { compareKernels, figureKinds, type KernelComparison } from "./kernels.ts";
import { buildTable, kernelTable, twinTable, withinGoals } from "./report.ts";
import { measureScale, scaleTable } from "./scale.ts";
import { geometricMean, measureTwin, twinNames, type TwinResult } from "./twins.ts";

interface BenchOptions {
  /** Print one JSON object instead of tables. */
  json: boolean;
  /**
   * Only what has this in its name; `twins` and `kernel` are two groups; `build` and `scale` (or `scale:` and the
   * beginning of tables' names) are two more that are measured only when they are asked for.
   */
  filter?: string;
  /** Told what is going on. */
  progress: { step(text: string): void; done(text?: string): void };
}

/**
 * Measures and prints: the twins, which compare the compiler with C by the same LLVM, and the kernel's
 * operations beside those of Debian's Linux. Returns whether every figure is there and within its goal.
 * Throws `Failure` when the filter matches nothing or a program that measuring needs is missing.
 */
export async function runBenchmarks({ json, filter = "", progress }: BenchOptions): Promise<boolean> {
  if (filter === "build") {
    requirePrograms(["clang", "ld.lld", "qemu-system-x86_64"]);
    const times = await measureBuild((text) => progress.step(text));
    progress.done();
    stdout.write(`${json ? JSON.stringify(times, null, 2) : buildTable(times)}\n`);
    return true;
  }
  if (filter === "scale" || filter.startsWith("scale:")) {
    requirePrograms(["qemu-system-x86_64", "musl-gcc"]);
    const only = filter.slice("scale:".length);
    const scale = await measureScale((text) => progress.step(text), only);
    progress.done();
    stdout.write(`${json ? JSON.stringify(scale, null, 2) : scaleTable(scale)}\n`);
    return scale.results.every((result) => result.trouble === undefined);
  }
  const names = twinNames().filter((name) => filter === "twins" || name.includes(filter));
  const kinds = figureKinds.filter(
    ({ name, title }) => filter === "kernel" || name.includes(filter) || title.includes(filter),
  );
  if (filter === "twins") kinds.length = 0;
  if (filter === "kernel") names.length = 0;
  if (names.length + kinds.length === 0) throw new Failure(unknownFilter(filter), ExitStatus.usage);

  let twins: TwinResult[] = [];
  let kernel: KernelComparison = { results: [], notes: [] };
  try {
    if (names.length > 0) {
      requirePrograms(["clang", "ld.lld", "valgrind"]);
      twins = await measureTwins(names, (text) => progress.step(text));
      if (!json) {
        progress.done();
        stdout.write(`${twinTable(twins)}\n`);
      }
    }
    if (kinds.length > 0) {
      requirePrograms(["qemu-system-x86_64", "musl-gcc", "busybox"]);
      kernel = await compareKernels((text) => progress.step(text));
      kernel.results = kernel.results.filter((result) => kinds.some((kind) => kind.name === result.name));
      if (!json) {
        progress.done();
        stdout.write(`${names.length > 0 ? "\n" : ""}${kernelTable(kernel)}\n`);
      }
    }
  } finally {
    progress.done();
  }
  const good = withinGoals(twins, kernel.results);
  if (json) {
    const report = {
      twins,
      geometricMean: geometricMean(twins),
      kernel: kernel.results,
      notes: kernel.notes,
    };
    stdout.write(`${JSON.stringify({ ...report, withinGoals: good }, null, 2)}\n`);
  }
  return good;
}

/** Two at a time: counts do not depend on the load, and the time is spent in compilers and in callgrind. */
async function measureTwins(names: string[], step: (text: string) => void): Promise<TwinResult[]> {
  const results: TwinResult[] = [];
  const waiting = names.entries();
  const worker = async (): Promise<void> => {
    for (const [index, name] of waiting) {
      step(`measuring the twin ${name} (${index + 1} of ${names.length})…`);
      results[index] = await measureTwin(name);
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}

function requirePrograms(programs: string[]): void {
  const missing = requirements.filter(
    (each) => programs.includes(each.program) && locate(each) === undefined,
  );
  if (missing.length === 0) return;
  throw new Failure(missingMessage(missing));
}

function unknownFilter(filter: string): string {
  const figures = figureKinds.map((kind) => kind.name);
  return `no benchmark has "${filter}" in its name; there are twins (${twinNames().join(", ")}), kernel (${figures.join(", ")}), scale and build`;
}
