import { accessSync, constants, existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { cwd } from "node:process";
import { baseFileSystem } from "../build/initramfs.ts";
import type { Archive } from "../build/newc.ts";
import { ExitStatus, Failure } from "../failure.ts";
import { which } from "../system/which.ts";
import { programKind } from "./elf.ts";
import { sharedLibraries, type SharedLibraries } from "./shared-libraries.ts";

/** Where the guest's init finds what to run. */
const requestPath = "/etc/tessera/run";

/** What a descriptor of the program is: the guest's console, or a stream of bytes (docs/run-protocol.md). */
export type StreamKind = "tty" | "stream";

/** What one run asks of the guest. */
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
  if (source === "")
    throw new Failure(`--add ${JSON.stringify(addition)}: a path is expected`, ExitStatus.usage);
  if (!existsSync(source))
    throw new Failure(`--add ${addition}: ${source} does not exist`, ExitStatus.notFound);
  if (!target.startsWith("/")) {
    throw new Failure(`--add ${addition}: the path in the guest begins with a slash`, ExitStatus.usage);
  }
  const status = statSync(source);
  if (!status.isFile() && !status.isDirectory()) {
    throw new Failure(`--add ${addition}: ${source} is neither a file nor a folder`, ExitStatus.usage);
  }
  archive.addFromHost(source, target);
  // A program that is named here is meant to run.
  if (status.isFile()) addNeeds(archive, source);
}

/** Adds the libraries of what is in the archive already, if it is a program. What it lacks beyond them, it says itself. */
function addNeeds(archive: Archive, source: string): void {
  if (whyNotExecutable(source) !== undefined) return;
  const needed = filesNeeded(archive, source);
  if ("files" in needed) addLibraries(archive, needed.files);
}

/**
 * Sees to it that `program` is in the guest: a path of the host, else one of the guest; a name without a slash
 * means a program of the guest, else one that the host's PATH finds. A dynamically linked program of the host, or
 * a script for one, gives way to the guest's own of the same path; else its libraries come with it, also when it is
 * there as a part of an added folder.
 */
function addProgram(archive: Archive, program: string): void {
  if (program === "") throw new Failure("the program's name is empty", ExitStatus.notFound);
  const byName = !program.includes("/");
  const path = byName ? `/bin/${program}` : resolve(program);
  const added = archive.sourceOf(path);
  if (added !== undefined) {
    addNeeds(archive, added);
    return;
  }
  if (byName && archive.has(path)) return;
  const source = byName ? which(program) : path;
  if (archive.hasDirectory(path) || (source !== undefined && isDirectory(source))) {
    throw new Failure(`${program}: it is a folder, not a program`, ExitStatus.notExecutable);
  }
  if (source === undefined || !existsSync(source)) {
    if (archive.has(path)) return;
    throw new Failure(
      `${program}: no such program, neither on this machine nor in the guest`,
      ExitStatus.notFound,
    );
  }
  const needed = filesNeeded(archive, source);
  if (archive.has(path) && ("problem" in needed || needed.files.length > 0)) return;
  if ("problem" in needed) throw new Failure(`${program}: ${needed.problem}`, ExitStatus.notExecutable);
  archive.addFromHost(source, path);
  addLibraries(archive, needed.files);
}

function addLibraries(archive: Archive, files: readonly string[]): void {
  for (const file of files) if (!archive.has(file)) archive.addFromHost(file, file);
}

/** Scripts for scripts that execve(2) follows. */
const nesting = 4;

/** What the guest does not have and the program cannot do without, besides itself. */
function filesNeeded(archive: Archive, file: string, depth = 0): SharedLibraries {
  const problem = whyNotExecutable(file);
  if (problem !== undefined) return { problem };
  const kind = programKind(file);
  if (kind.kind === "other") return { problem: kind.reason };
  const { interpreter } = kind;
  if (interpreter === undefined) return { files: [] };
  if (kind.kind === "elf") {
    const libraries = sharedLibraries(file, interpreter);
    return "problem" in libraries && archive.has(interpreter) ? { files: [] } : libraries;
  }
  if (archive.has(interpreter)) return { files: [] };
  const script = `it is a script for ${interpreter}`;
  if (depth > nesting) return { problem: `${script}, which is one itself, and so on` };
  if (!existsSync(interpreter)) return { problem: `${script}, which is neither here nor in the guest` };
  const needed = filesNeeded(archive, interpreter, depth + 1);
  if ("problem" in needed) return { problem: `${script}; of that, ${needed.problem}` };
  return { files: [interpreter, ...needed.files] };
}

const isDirectory = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

function whyNotExecutable(file: string): string | undefined {
  if (isDirectory(file)) return "it is a folder";
  try {
    accessSync(file, constants.X_OK);
  } catch {
    return "it is not executable (chmod +x)";
  }
  return undefined;
}
