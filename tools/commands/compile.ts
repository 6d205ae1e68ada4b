import { existsSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { stderr } from "node:process";
import { compile } from "../build/compiler.ts";
import { ExitStatus, Failure } from "../failure.ts";
import { root } from "../paths.ts";
import { Progress } from "../progress.ts";
import { requireTools } from "../system/tools.ts";

/** The options of `tessera compile`. */
export interface CompileOptions {
  output?: string;
  emit: "exe" | "llvm" | "asm" | "obj" | "mir";
  optimize: 0 | 1 | 2 | 3;
  sanitize: boolean;
  leakCheck: boolean;
  target: "linux" | "kernel";
}

const extensions = { exe: "", llvm: ".ll", asm: ".s", obj: ".o", mir: ".mir" };

/**
 * `tessera compile FILE.ts -o OUT`: one program in Metal TypeScript to a static Linux executable (with `--sanitize`, a
 * dynamic one).
 */
export async function compileCommand(file: string, options: CompileOptions): Promise<void> {
  const source = statSync(file, { throwIfNoEntry: false });
  if (!source) throw new Failure(`${file || "''"}: no such file`, ExitStatus.notFound);
  if (!file.endsWith(".ts") || !source.isFile()) {
    throw new Failure(`${file}: a source file in Metal TypeScript is expected (.ts)`, ExitStatus.usage);
  }
  if (options.output === "") throw new Failure("-o: the file's name is empty", ExitStatus.usage);
  const out = options.output ?? basename(file, ".ts") + extensions[options.emit];
  const old = statSync(out, { throwIfNoEntry: false });
  if (old && old.dev === source.dev && old.ino === source.ino) {
    throw new Failure(`-o ${out}: that is the source itself`, ExitStatus.usage);
  }
  const folder = dirname(resolve(out));
  if (!existsSync(folder)) throw new Failure(`${folder}: no such folder`, ExitStatus.notFound);
  if (statSync(out, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Failure(`${out}: a folder has this name; -o FILE says where the result goes`, ExitStatus.usage);
  }
  requireTools("compile");
  if (options.sanitize) {
    if (options.target === "kernel") {
      throw new Failure("--sanitize is for programs: the kernel has no C library under it", ExitStatus.usage);
    }
    requireTools("sanitize");
  }
  const progress = new Progress(!stderr.isTTY);
  try {
    await compile({
      entry: resolve(file),
      out: resolve(out),
      target: options.target,
      optimize: options.optimize,
      emit: options.emit,
      sanitize: options.sanitize,
      leakCheck: options.leakCheck,
      unsafeFolders: [join(root, "core")],
      progress: (message) => progress.step(message),
    });
  } finally {
    progress.done();
  }
}
