/** What CONTRIBUTING promises of the sources' structure: layers, no circles, files of one sitting. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../tools/paths.ts";
import { circles, importsOf, sourceFiles, type Import } from "./support/imports.ts";

/** The layers by their folders, and what each may import besides itself. The longest folder that fits is a file's layer. */
const platform = ["core", "kernel/platform"];
const setting = [...platform, "kernel/setting"];
const task = [...setting, "kernel/task"];
const rights = [...task, "kernel/rights"];
const memory = [...rights, "kernel/memory"];
const file = [...memory, "kernel/file"];
const device = [...file, "kernel/device"];
const net = [...device, "kernel/net"];
const processes = [...net, "kernel/process"];
const layers: Record<string, readonly string[]> = {
  compiler: [],
  core: [],
  "core/linux": ["core"],
  "core/tests": ["core", "core/linux"],
  "kernel/platform": ["core"],
  "kernel/setting": platform,
  "kernel/task": setting,
  "kernel/rights": task,
  "kernel/memory": rights,
  "kernel/file": memory,
  "kernel/device": file,
  "kernel/net": device,
  "kernel/process": net,
  "kernel/linux": processes,
  kernel: [...processes, "kernel/linux"],
  user: ["core", "core/linux"],
  tools: ["compiler"],
  bench: ["core", "core/linux", "compiler", "tools"],
  test: ["core", "core/linux", "compiler", "tools"],
};

/** Imports up the layers that stay, each with its reason. */
const upwards: Record<string, string> = {
  "tools/commands/bench.ts > bench/main.ts":
    "the command that starts the benchmarks; they use the tools to build and boot",
};

/** Files that know each other, and why one cannot be read without the others anyway. */
interface Knot {
  /** All of them; or the folder that they lie in, where any of its files may be one of them. */
  readonly files: readonly string[] | string;
  /** They need each other's code; otherwise each other's types alone. */
  readonly isOfCode?: true;
  readonly reason: string;
}

const within = (folder: string, ...names: string[]): string[] => names.map((name) => `${folder}/${name}.ts`);

const knots: readonly Knot[] = [
  {
    files: "compiler/lower/statement/",
    isOfCode: true,
    reason: "statements contain statements, patterns contain variables and functions contain functions: recursive descent",
  },
  {
    files: "compiler/lower/",
    reason: "types refer to types of all kinds: what a class is depends on what its members' types are, and these on classes",
  },
  { files: "compiler/emit/", reason: "each kind of instruction is emitted into the code of a function of a module" },
  {
    files: within("kernel/task", "thread", "waiter"),
    reason: "a thread has its entry in wait queues, which names it",
  },
  {
    files: within("kernel/file", "file", "file-locks", "file-system", "inode", "mount"),
    reason: "the objects of the VFS refer to each other: an inode has a file system, its mount a root inode, and so on",
  },
  {
    files: within("kernel/file/memory-fs", "memory-file", "memory-open-file"),
    reason: "a file makes its open files, which refer to it",
  },
  {
    files: within("kernel/process", "interval-timer", "process", "process-group", "process-table", "send-signal", "signal-timer", "signal-timers", "user-thread"),
    reason: "processes have threads and timers, and these have processes; signals go to all of them",
  },
  {
    files: within("user/sh", "child", "compound", "execute", "launch", "simple-command"),
    isOfCode: true,
    reason: "commands contain commands, and run them in this process or in one that they start: recursive descent",
  },
]; // prettier-ignore

/** Lines that a file has at most. */
const MOST_LINES = 400;

/** Files that may be longer, with their reasons. */
const longer: Record<string, string> = {
  "kernel/linux/abi/numbers.ts": "all system calls of Linux, one a line",
  "kernel/linux/dispatch.ts": "made from the signatures of the system calls",
  "core/errno-text.ts": "the table of errors",
  "core/prelude.d.ts": "the declarations of all that the language brings",
};

const files = sourceFiles().filter((file) => !file.startsWith("test/compiler/") || file.endsWith(".test.ts"));
const imports = files.flatMap(importsOf).filter(({ to }) => to.endsWith(".ts"));

const layerOf = (file: string): string | undefined =>
  Object.keys(layers)
    .filter((folder) => file.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length)[0];

const isTest = (file: string): boolean => file.endsWith(".test.ts");

test("every file is in a layer, and every layer has files", () => {
  expect(files.filter((file) => layerOf(file) === undefined)).toEqual([]);
  expect(Object.keys(layers).filter((layer) => !files.some((file) => layerOf(file) === layer))).toEqual([]);
});

test("imports go down the layers", () => {
  const isAllowed = ({ from, to }: Import): boolean => {
    const [layer, other] = [layerOf(from), layerOf(to)];
    if (layer === undefined || other === undefined || layer === other) return true;
    // A test beside what it tests uses what all tests use.
    if (isTest(from) && ["test", "tools"].includes(other)) return true;
    // So does a program that tests a part of the kernel on the host.
    if (from.includes("/tests/") && other === "core/tests") return true;
    return layers[layer]!.includes(other);
  };
  const found = imports.filter((one) => !isAllowed(one)).map(({ from, to }) => `${from} > ${to}`);
  expect(found.sort()).toEqual(Object.keys(upwards).sort());
});

test("no files import each other in a circle, but for those that say why", () => {
  const ofCode = circles(imports.filter((one) => !one.isType));
  const ofAll = circles(imports);
  const isOf = ({ files }: Knot, circle: readonly string[]): boolean =>
    typeof files === "string"
      ? circle.every((file) => file.startsWith(files))
      : circle.join() === [...files].sort().join();
  const isKnown = (circle: readonly string[], known: readonly Knot[]): boolean =>
    known.some((knot) => isOf(knot, circle));
  const withCode = knots.filter((knot) => knot.isOfCode);
  expect(ofCode.filter((circle) => !isKnown(circle, withCode))).toEqual([]);
  expect(ofAll.filter((circle) => !isKnown(circle, knots))).toEqual([]);
  // Who cuts a knot takes its entry away.
  const isThere = (knot: Knot): boolean =>
    (knot.isOfCode ? ofCode : ofAll).some((circle) => isOf(knot, circle));
  expect(knots.filter((knot) => !isThere(knot))).toEqual([]);
});

/** The file that knows what user 0 is, and the folder that may ask it. */
const superuser = "kernel/rights/superuser.ts";
const rightsFolder = "kernel/rights/";

/** What asks in code for user 0, whatever it calls him: a user id beside a 0, or a name for who may everything. */
const asksForUserZero = (code: string): string[] => {
  const path = String.raw`\b(?:\w+(?:\(\))?[?!]?\.)*`;
  const name = String.raw`(?:users?|e?uid|gete?uid|owner|(?!is|has)[a-z]\w*(?:User|Uid|Owner))(?:Id)?(?:\.(?:real|effective|saved|file))?(?:\(\))?`;
  const id = `${path}${name}`;
  const zero = String.raw`(?:u32\(0\)|0[xob]?0*(?![\w.])|[A-Z_]*(?:ROOT|SUPER)_?(?:USER|UID)[A-Z_]*)`;
  const compared = String.raw`\s*[=!]==?\s*`;
  const asks = [
    new RegExp(`${id}${compared}${zero}`, "g"),
    new RegExp(`(?<![\\w.])${zero}${compared}${id}\\b`, "g"),
    // Its truth, or a choice by it.
    new RegExp(`(?:switch|if|while)\\s*\\(\\s*!?${id}\\s*\\)`, "g"),
    new RegExp(`!${id}\\b(?!\\s*[.(\\[=])`, "g"),
    /\b(?:is|has)(?:Root(?:User)?|Super[uU]ser|Privileged)\b/g,
  ];
  return asks.flatMap((ask) => code.match(ask) ?? []);
};

/** Code without comments and the insides of strings. */
const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"/g, " ");

test("nobody but the rights' own files asks whether somebody is user 0", () => {
  const kernel = files.filter((file) => file.startsWith("kernel/") && !isTest(file));
  const found = kernel
    .filter((file) => file !== superuser && !file.startsWith(rightsFolder))
    .flatMap((file) =>
      asksForUserZero(withoutComments(readFileSync(join(root, file), "utf8"))).map(
        (what) => `${file}: ${what}`,
      ),
    );
  expect(found).toEqual([]);
  const inRights = kernel.filter((file) => file.startsWith(rightsFolder) && file !== superuser);
  const compared = inRights.flatMap((file) =>
    asksForUserZero(withoutComments(readFileSync(join(root, file), "utf8"))).filter(
      (what) => !what.includes("isSuperuser"),
    ),
  );
  expect(compared).toEqual([]);
  // First credentials are what process 1 begins with; all else that the file exports is for the folder.
  const askers = imports
    .filter(({ from, to }) => to === superuser && !from.startsWith(rightsFolder))
    .map(({ from }) => from);
  expect(askers).toEqual(["kernel/process/first-process.ts"]);
});

test("the look for user 0 sees what it is to see, and no more", () => {
  const asking = [
    "user === 0", "this.uid !== 0", "0 === credentials.user.effective", "credentials.user.file === u32(0)", "inode.user == 0x0",
    "credentials.isRoot", "isPrivileged()", "currentCredentials().user.real === 0", "if (!uid) return", "switch (owner) {", "effectiveUser === ROOT_UID",
    "geteuid() === 0", "!process.user",
  ]; // prettier-ignore
  const innocent = [
    "inode.user === 1000", "count === 0", "user === NO_ID", "owner !== null", "who === 0 ? a : b", "userAddress(x) === 0x1000", "isUserMode", "root !== null",
    "error & PageFaultBits.User) === 0", "if (isOwner) return", "!userStart.isValid", "mayUser === 0o7",
  ]; // prettier-ignore
  expect(asking.filter((code) => asksForUserZero(code).length === 0)).toEqual([]);
  expect(innocent.filter((code) => asksForUserZero(code).length !== 0)).toEqual([]);
});

test(`no file has more than ${MOST_LINES} lines, but for those that say why`, () => {
  const found = files.filter(
    (file) => readFileSync(join(root, file), "utf8").split("\n").length - 1 > MOST_LINES,
  );
  expect(found.sort()).toEqual(Object.keys(longer).sort());
});
