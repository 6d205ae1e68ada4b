/** Tessera's compiler, with the official checker, under Node under Tessera: it makes the same of a program as on the host. */

import { buildSync } from "esbuild";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../tools/paths.ts";
import { folderForTest } from "../support/folder.ts";
import { runInGuest } from "../support/guest.ts";
import { runOnHost } from "../support/host.ts";

const program = `
export function main(args: string[]): i32 {
  const words = new Map<string, u32>();
  for (const word of args) words.set(word, (words.get(word) ?? 0) + 1);
  for (const [word, count] of words) console.log(\`\${word}: \${count}\`);
  return args.length > 0 ? 0 : 1;
}
`;

// No path of the host is in its output but those of this folder, which the guest has in the same place.
const driver = `
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compileProgram } from "${join(root, "compiler", "main.ts")}";

const folder = process.argv[2];
const out = join(folder, "program.ll");
const result = await compileProgram({
  entry: join(folder, "program.ts"),
  out,
  target: "linux",
  optimize: 2,
  emit: "llvm",
  cacheDir: join(folder, "cache"),
  unsafeFolders: [join(folder, "core")],
});
console.log(result.diagnostics);
const text = readFileSync(out);
console.log(text.length, createHash("sha256").update(text).digest("hex"));
`;

test("the compiler gives the same text in the guest", async () => {
  const folder = folderForTest();
  const file = (name: string): string => join(folder, name);
  writeFileSync(file("program.ts"), program);
  cpSync(join(root, "core"), file("core"), { recursive: true });
  for (const part of ["package.json", join("lib", "typescript.js")])
    cpSync(join(root, "node_modules", "typescript", part), file(join("node_modules", "typescript", part)));
  buildSync({
    stdin: { contents: driver, resolveDir: root, loader: "ts" },
    outfile: file("compiler.mjs"),
    bundle: true,
    external: ["typescript"],
    platform: "node",
    format: "esm",
  });
  const command = [process.execPath, file("compiler.mjs"), folder];
  const host = await runOnHost(command);
  const guest = await runInGuest(command, { add: [folder], memory: "1G", timeLimit: 300 });
  expect(guest.stderr.toString()).toBe("");
  expect(guest.stdout.toString()).toBe(host.stdout.toString());
  expect(guest.stdout.toString()).toMatch(/^\[\]\n\d+ [0-9a-f]{64}\n$/);
  expect(guest.end).toEqual({ kind: "exit", status: 0 });
}, 400_000);
