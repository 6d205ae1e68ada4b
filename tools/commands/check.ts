import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { stderr } from "node:process";
import { ExitStatus, Failure } from "../failure.ts";
import { root } from "../paths.ts";

/** `tessera check`: formatting, lint and types of every source, as continuous integration has them. */
export function checkCommand(): void {
  const projects = ["core", "kernel", "user", "bench"]
    .map((folder) => join(folder, "tsconfig.json"))
    .filter((file) => existsSync(join(root, file)));
  const steps: [what: string, program: string, args: string[]][] = [
    ["formatting", "prettier/bin/prettier.cjs", ["--check", "--log-level=warn", "."]],
    ["lint", "eslint/bin/eslint.js", ["--max-warnings=0", "."]],
    ["types", "typescript/bin/tsc", ["-p", "tsconfig.json"]],
    ...projects.map((file): [string, string, string[]] => [
      `types of ${file}`,
      "typescript/bin/tsc",
      ["-p", file],
    ]),
  ];
  const failed: string[] = [];
  for (const [what, program, args] of steps) {
    stderr.write(`checking ${what}…\n`);
    const script = join(root, "node_modules", program);
    const result = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: ["ignore", 2, 2] });
    if (result.status !== 0) failed.push(what);
  }
  if (failed.length > 0)
    throw new Failure(`not in order: ${failed.join(", ")} (see above)`, ExitStatus.failed);
}
