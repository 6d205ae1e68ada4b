/** Linking objects into a program or a kernel image. */

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TargetName } from "./emit/target.ts";
import { findTool, run, ToolchainError } from "./toolchain.ts";

/** What to link, and how. */
export interface LinkOptions {
  readonly target: TargetName;
  readonly out: string;
  readonly objects: readonly string[];
  readonly linkerScript?: string | undefined;
  /** Symbols to define, with their values. */
  readonly symbols: ReadonlyMap<string, number | bigint>;
  /** Link with the library of the address sanitizer: a dynamic executable on the C library. Programs only. */
  readonly usesSanitizerLibrary: boolean;
  /** A folder for the list of objects. */
  readonly scratch: string;
  /** Keep the list of the places that hold addresses (image/relocations.ts). */
  readonly keepRelocations?: boolean;
  /** For emit "obj": one relocatable object. */
  readonly relocatable?: boolean;
}

/** Throws ToolchainError with lld's messages when the link fails. */
export async function link(options: LinkOptions): Promise<void> {
  mkdirSync(dirname(options.out), { recursive: true });
  mkdirSync(options.scratch, { recursive: true });
  // Many objects make a long command line.
  const list = join(options.scratch, `link.${process.pid}.${counter++}.rsp`);
  writeFileSync(list, options.objects.map((o) => JSON.stringify(o)).join("\n"));
  const [program, args] =
    options.usesSanitizerLibrary && !options.relocatable ? await driver(options) : await linker(options);
  const result = await run(program, [...args, "-o", options.out, `@${list}`]);
  rmSync(list, { force: true });
  if (result.status !== 0) throw new ToolchainError(failure(options.out, result.stderr));
}

/** lld maps the file that it writes, so a full disk kills it (SIGBUS) in the middle of anything, and it tells that as a bug of its own. */
function failure(out: string, messages: string): string {
  if (!/^PLEASE submit a bug report/m.test(messages)) return `the link failed:\n${messages.trim()}`;
  return `the link failed: lld crashed while it wrote ${out}; is the disk full?`;
}

let counter = 0;

async function linker(options: LinkOptions): Promise<[string, string[]]> {
  return [await findTool("ld.lld"), options.relocatable ? ["-r"] : imageOptions(options)];
}

/** clang knows where its runtime, the C library and the start files of this system are. */
async function driver(options: LinkOptions): Promise<[string, string[]]> {
  const symbols = [...options.symbols].map(([name, value]) => `-Wl,--defsym=${name}=${value}`);
  const args = [
    `--ld-path=${await findTool("ld.lld")}`,
    "-fsanitize=address",
    "-no-pie",
    "-Wl,--gc-sections",
  ];
  return [await findTool("clang"), [...args, ...symbols]];
}

function imageOptions(options: LinkOptions): string[] {
  const args = ["-static", "--no-dynamic-linker", "-z", "noexecstack", "--gc-sections", "--build-id=none"];
  for (const [name, value] of options.symbols) args.push(`--defsym=${name}=${value}`);
  if (options.keepRelocations) args.push("--emit-relocs");
  if (options.linkerScript) args.push("-T", options.linkerScript);
  if (options.target === "linux") args.push("-z", "separate-code", "-e", "_start");
  return args;
}
