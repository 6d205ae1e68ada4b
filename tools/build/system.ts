import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import type { BuildReport } from "../../compiler/main.ts";
import type { StackBound } from "../../compiler/stacks/stacks.ts";
import { ExitStatus, Failure } from "../failure.ts";
import { buildFolder, cacheFolder, initramfsFile, kernelFile, root, stackBoundsFile, sanitizedKernelFile } from "../paths.ts";
import type { Progress } from "../progress.ts";
import { locateProgram, requireTools } from "../system/tools.ts";
import { cleanCache } from "./clean-cache.ts";
import { compile } from "./compiler.ts";
import { fingerprint, importClosure, isUpToDate, markStale, markUpToDate, sourcesBelow } from "./fingerprint.ts";
import { baseFileSystem } from "./initramfs.ts";
import { linkerScript } from "./linker-script.ts";
import { kernelStacks } from "./stacks.ts";
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
  /** Build the kernel under the sanitizer, instead of the ordinary one. */
  sanitize?: boolean;
}

/** A kernel: its first module, where it goes, and whether it is compiled for the sanitizer. */
interface KernelImage {
  readonly entry: string;
  readonly file: string;
  readonly sanitize: boolean;
}

const ordinaryKernel: KernelImage = {
  entry: join(root, "kernel", "main.ts"),
  file: kernelFile,
  sanitize: false,
};
const sanitizedKernel: KernelImage = {
  entry: join(root, "kernel", "sanitized.ts"),
  file: sanitizedKernelFile,
  sanitize: true,
};

/** Brings the kernel, the programs of `user/` and the root file system up to date. */
export async function buildSystem(options: BuildOptions): Promise<BuildReport | undefined> {
  const { progress, report = false, sanitize = false } = options;
  const language = [...sourcesBelow(join(root, "core")), ...sourcesBelow(join(root, "compiler"))];
  const result = await buildKernel(sanitize ? sanitizedKernel : ordinaryKernel, language, progress, report);
  await buildUserPrograms(language, progress);
  writeIfChanged(initramfsFile, baseFileSystem().pack());
  cleanCache(cacheFolder);
  return result;
}

/** For the tests, which compare them with how deep the stacks get. */
const keepBounds = (bounds: readonly StackBound[]): void =>
  writeFileSync(stackBoundsFile, JSON.stringify(bounds));

async function buildKernel(
  { entry, file, sanitize }: KernelImage,
  language: string[],
  progress: Progress,
  report: boolean,
): Promise<BuildReport | undefined> {
  if (!existsSync(entry)) throw new Failure(`${relative(root, entry)} does not exist`);
  const script = linkerScript(kernelEntry, { sanitize });
  const print = fingerprint([...language, ...sourcesBelow(join(root, "kernel"))], script);
  if (!report && isUpToDate(file, print)) return undefined;

  requireTools("compile");
  const scriptFile = `${file.slice(0, -".elf".length)}.ld`;
  mkdirSync(buildFolder, { recursive: true });
  writeFileSync(scriptFile, script);
  progress.step(sanitize ? "building the kernel for the sanitizer…" : "building the kernel…");
  markStale(file);
  const result = await compile({
    entry,
    out: file,
    target: "kernel",
    optimize: 2,
    sanitize,
    unsafeFolders,
    linkerScript: scriptFile,
    // What the sanitizer adds to frames is not what is to be proven.
    ...(sanitize ? {} : { stacks: kernelStacks, onStacks: keepBounds }),
    report,
    progress: (message) => progress.step(`kernel: ${message}`),
  });
  markUpToDate(file, print);
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
