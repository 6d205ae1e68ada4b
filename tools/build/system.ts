import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { BuildReport } from "../../compiler/main.ts";
import { ExitStatus, Failure } from "../failure.ts";
import { buildFolder, cacheFolder, initramfsFile, kernelFile, root } from "../paths.ts";
import type { Progress } from "../progress.ts";
import { locateProgram, requireTools } from "../system/tools.ts";
import { cleanCache } from "./clean-cache.ts";
import { compile } from "./compiler.ts";
import { fingerprint, importClosure, isUpToDate, markStale, markUpToDate, sourcesBelow } from "./fingerprint.ts";
import { baseFileSystem } from "./initramfs.ts";
import { linkerScript } from "./linker-script.ts";
import { toolboxEntry, toolboxSource, userPrograms, type UserProgram } from "./user-programs.ts";

/** The folders whose files may import the unsafe module. */
const unsafeFolders = [join(root, "core"), join(root, "kernel", "platform")];

/** The ELF entry: where Multiboot2 loaders start the kernel. PVH has its own address, in the note. */
const kernelEntry = "_start";

/** How to build, and what to say of it. */
export interface BuildOptions {
  progress: Progress;
  /** Compile the kernel even if it is up to date, and return the compiler's report. */
  report?: boolean;
}

/** Brings the kernel, the programs of `user/` and the root file system up to date. */
export async function buildSystem({ progress, report = false }: BuildOptions): Promise<BuildReport | undefined> {
  const language = [...sourcesBelow(join(root, "core")), ...sourcesBelow(join(root, "compiler"))];
  const result = await buildKernel(language, progress, report);
  await buildUserPrograms(language, progress);
  writeIfChanged(initramfsFile, baseFileSystem().pack());
  cleanCache(cacheFolder);
  return result;
}

async function buildKernel(
  language: string[],
  progress: Progress,
  report: boolean,
): Promise<BuildReport | undefined> {
  const entry = join(root, "kernel", "main.ts");
  if (!existsSync(entry)) throw new Failure("kernel/main.ts does not exist");
  const script = linkerScript(kernelEntry);
  const print = fingerprint([...language, ...sourcesBelow(join(root, "kernel"))], script);
  if (!report && isUpToDate(kernelFile, print)) return undefined;

  requireTools("compile");
  const scriptFile = join(buildFolder, "tessera.ld");
  mkdirSync(buildFolder, { recursive: true });
  writeFileSync(scriptFile, script);
  progress.step("building the kernel…");
  markStale(kernelFile);
  const result = await compile({
    entry,
    out: kernelFile,
    target: "kernel",
    optimize: 2,
    unsafeFolders,
    linkerScript: scriptFile,
    report,
    progress: (message) => progress.step(`kernel: ${message}`),
  });
  markUpToDate(kernelFile, print);
  return result;
}

async function buildUserPrograms(language: string[], progress: Progress): Promise<void> {
  writeIfChanged(toolboxEntry, toolboxSource());
  const stale = userPrograms()
    .map((program) => ({
      program,
      print: fingerprint([...language, ...importClosure(program.entry)], "linux -O2 stripped"),
    }))
    .filter(({ program, print }) => !isUpToDate(program.output, print));
  if (stale.length === 0) return;

  requireTools("compile");
  const failed: UserProgram[] = [];
  let started = 0;
  // Two at a time: one is checked by this process while the other is in the hands of LLVM.
  const worker = async (): Promise<void> => {
    for (let next = stale[started++]; next; next = stale[started++]) {
      const { program, print } = next;
      progress.step(`building /bin/${program.name} (${started} of ${stale.length})…`);
      try {
        markStale(program.output);
        await compileUserProgram(program);
        markUpToDate(program.output, print);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        failed.push(program);
      }
    }
  };
  await Promise.all([worker(), worker()]);
  if (failed.length > 0) {
    const names = failed.map((program) => `/bin/${program.name}`).join(", ");
    throw new Failure(`not built: ${names}`, ExitStatus.failed);
  }
}

async function compileUserProgram({ entry, unstripped, output, aliases }: UserProgram): Promise<void> {
  await compile({
    entry,
    out: unstripped,
    target: "linux",
    optimize: 2,
    unsafeFolders: [join(root, "core")],
  });
  mkdirSync(dirname(output), { recursive: true });
  const args = ["--strip-all", unstripped, output];
  const strip = spawnSync(locateProgram("llvm-objcopy"), args, { encoding: "utf8" });
  if (strip.status !== 0) throw new Failure(`llvm-objcopy: ${strip.stderr.trimEnd()}`);
  for (const alias of aliases) {
    const link = join(dirname(output), alias);
    rmSync(link, { force: true });
    symlinkSync(basename(output), link);
  }
}

/** A file that stays the same keeps its time, so that nothing is made again because of it. */
function writeIfChanged(file: string, contents: string | Buffer): void {
  if (existsSync(file) && readFileSync(file).equals(Buffer.from(contents))) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, contents);
}
