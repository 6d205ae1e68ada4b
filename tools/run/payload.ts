import { accessSync, constants, existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { cwd } from "node:process";
import { baseFileSystem } from "../build/initramfs.ts";
import type { Archive } from "../build/newc.ts";
import { ExitStatus, Failure } from "../failure.ts";
import { which } from "../system/which.ts";
import { programKind } from "./elf.ts";

/** Where the guest's init finds what to run. */
const requestPath = "/etc/tessera/run";

/** What a descriptor of the program is: the guest's console, or a stream of bytes (docs/run-protocol.md). */
export type StreamKind = "tty" | "stream";

export interface RunRequest {
  /** The program and its arguments; none for the interactive shell. */
  command: string[];
  /** `HOSTPATH[:GUESTPATH]` of files and folders that the guest gets. */
  additions: string[];
  stdin: StreamKind;
  stdout: StreamKind;
  stderr: StreamKind;
  windowSize?: { rows: number; columns: number };
  environment: Record<string, string>;
}

/** The root file system for one run: the base, the additions, the program, and the request for init. */
export function runFileSystem(request: RunRequest): Archive {
  const archive = baseFileSystem();
  for (const addition of request.additions) add(archive, addition);
  const [program] = request.command;
  if (program !== undefined) addProgram(archive, program);

  // The program finds itself where it was started, so that relative paths of additions hold in the guest.
  const folder = program === undefined ? "/root" : cwd();
  if (!archive.has(folder)) archive.directory(folder);
  const settings = [
    `stdin=${request.stdin}`,
    `stdout=${request.stdout}`,
    `stderr=${request.stderr}`,
    `cwd=${folder}`,
    ...Object.entries(request.environment).map(([name, value]) => `env=${name}=${value}`),
  ];
  if (request.windowSize) {
    settings.push(`rows=${request.windowSize.rows}`, `columns=${request.windowSize.columns}`);
  }
  const strings = [...settings, "--", ...request.command];
  archive.file(requestPath, strings.map((text) => `${text}\0`).join(""), 0o600);
  return archive;
}

function add(archive: Archive, addition: string): void {
  const separator = addition.lastIndexOf(":");
  const named = separator > 0 && !existsSync(addition);
  const source = named ? addition.slice(0, separator) : addition;
  const target = named ? addition.slice(separator + 1) : resolve(addition);
  if (!existsSync(source))
    throw new Failure(`--add ${addition}: ${source} does not exist`, ExitStatus.notFound);
  if (!target.startsWith("/")) {
    throw new Failure(`--add ${addition}: the path in the guest begins with a slash`, ExitStatus.usage);
  }
  archive.addFromHost(source, target);
}

/**
 * Sees to it that `program` is in the guest: a path of the host, else one of the guest; a name without a slash
 * means a program of the guest, else one that the host's PATH finds. A dynamically linked program of the host
 * gives way to the guest's own of the same path.
 */
function addProgram(archive: Archive, program: string): void {
  const byName = !program.includes("/");
  const path = byName ? `/bin/${program}` : resolve(program);
  if (byName && archive.has(path)) return;
  const source = byName ? which(program) : path;
  if (source === undefined || !existsSync(source)) {
    if (archive.has(path)) return;
    throw new Failure(
      `${program}: no such program, neither on this machine nor in the guest`,
      ExitStatus.notFound,
    );
  }
  const problem = whyNotRunnable(archive, source);
  if (problem === undefined) archive.addFromHost(source, path);
  else if (!archive.has(path)) throw new Failure(`${program}: ${problem}`, ExitStatus.notExecutable);
}

function whyNotRunnable(archive: Archive, file: string): string | undefined {
  if (statSync(file).isDirectory()) return "it is a folder";
  try {
    accessSync(file, constants.X_OK);
  } catch {
    return "it is not executable (chmod +x)";
  }
  const kind = programKind(file);
  if (kind.kind === "other") return kind.reason;
  const { interpreter } = kind;
  if (interpreter === undefined || archive.has(interpreter)) return undefined;
  return kind.kind === "script"
    ? `it is a script for ${interpreter}, which is not in the guest (--add ${interpreter})`
    : `it is dynamically linked and needs ${interpreter}, which is not in the guest; link it with -static`;
}
