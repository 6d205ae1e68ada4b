import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { buildFolder, root } from "../paths.ts";

/** A program of `user/`, in Metal TypeScript, that goes to /bin of the guest. */
export interface UserProgram {
  name: string;
  entry: string;
  /** The executable that `tessera build` makes. */
  output: string;
}

/** Every `user/NAME.ts` and `user/NAME/main.ts` (tests and declaration files apart), in order of name. */
export function userPrograms(): UserProgram[] {
  const folder = join(root, "user");
  if (!existsSync(folder)) return [];
  const programs: UserProgram[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const name = entry.isDirectory() ? entry.name : entry.name.replace(/\.ts$/, "");
    const source = entry.isDirectory() ? join(folder, name, "main.ts") : join(folder, entry.name);
    if (!source.endsWith(".ts") || name.includes(".") || !existsSync(source)) continue;
    programs.push({ name, entry: source, output: join(buildFolder, "user", name) });
  }
  return programs.sort((a, b) => (a.name < b.name ? -1 : 1));
}
