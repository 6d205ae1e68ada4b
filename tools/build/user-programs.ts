import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildFolder, root } from "../paths.ts";

/** An executable in Metal TypeScript that goes to /bin of the guest. */
export interface UserProgram {
  name: string;
  entry: string;
  /** The executable with debug information. */
  unstripped: string;
  /** The executable that the guest gets. */
  output: string;
  /** More names for it in /bin. */
  aliases: string[];
}

/** The small programs are one executable, which looks at the name that it is called by: it is called this. */
const toolbox = "toolbox";

const userFolder = join(root, "user");

/** What is made on the way; `build/user/` itself is as /bin of the guest, and can be a PATH of the host. */
const unstrippedFolder = join(buildFolder, "user-debug");

/** Where the entry of the toolbox is written: it is generated. */
export const toolboxEntry = join(unstrippedFolder, "toolbox.ts");

/**
 * The programs of `user/`: one for each `user/NAME/main.ts`, and the toolbox with all `user/NAME.ts`. Together the
 * small ones take a tenth of the memory and of the time to compile that they take apart.
 */
export function userPrograms(): UserProgram[] {
  if (!existsSync(userFolder)) return [];
  const names = readdirSync(userFolder).sort();
  const folders = names.filter((name) => existsSync(join(userFolder, name, "main.ts")));
  const programs = folders.map((name) => program(name, join(userFolder, name, "main.ts")));
  const tools = toolNames();
  if (tools.length > 0) programs.push({ ...program(toolbox, toolboxEntry), aliases: tools });
  return programs;
}

function program(name: string, entry: string): UserProgram {
  const output = join(buildFolder, "user", name);
  return { name, entry, unstripped: join(unstrippedFolder, name), output, aliases: [] };
}

/** The names of `user/NAME.ts`, tests and declaration files apart. */
function toolNames(): string[] {
  return readdirSync(userFolder)
    .filter((name) => /^[^.]+\.ts$/.test(name))
    .map((name) => name.slice(0, -3))
    .sort();
}

/** The source of the toolbox: the `main` of each program behind its name. */
export function toolboxSource(): string {
  const tools = toolNames();
  const imports = tools.map((name) => `import { main as ${identifier(name)} } from "../../user/${name}.ts";`);
  return `/** Generated from the programs in user/: each is called by the name that this one is called by. */

import { programName } from "../../core/linux/process.ts";
${imports.join("\n")}

export function main(args: string[]): i32 {
  const path = programName();
  switch (path.slice(u64(path.lastIndexOf("/") + 1))) {
${tools.map(caseOf).join("\n")}
  }
  console.error(\`\${path}: the toolbox has no program of this name\`);
  return 127;
}
`;
}

function identifier(name: string): string {
  return `${name.replace(/\W/g, "_")}Main`;
}

/** A program's main may take the arguments or not, and give a status or not. */
function caseOf(name: string): string {
  const source = readFileSync(join(userFolder, `${name}.ts`), "utf8");
  const [, parameters = "", result] = /^export function main\((.*?)\)(?:: (\w+))?/m.exec(source) ?? [];
  const call = `${identifier(name)}(${parameters === "" ? "" : "args"})`;
  const body = result === "i32" ? `return ${call};` : `${call};\n      return 0;`;
  return `    case ${JSON.stringify(name)}:\n      ${body}`;
}
