import { readFileSync, statSync } from "node:fs";
import { stdout } from "node:process";
import { audit } from "../calls/audit.ts";
import { readTable } from "../calls/table.ts";
import { ExitStatus, Failure } from "../failure.ts";

/** `tessera audit`: says which calls and flags of a program or of a trace are not supported. Returns the exit status: 1 if there are any. */
export function auditCommand(file: string): number {
  const { basis, used, missing, refused } = auditFile(file);
  const needed = missing.filter(({ isOptional }) => !isOptional);
  const lines = [`${file}: ${used.length} system calls, judged by ${basis}`];
  if (needed.length > 0)
    lines.push("not supported:", ...needed.map(({ name, reason }) => `  ${name}: ${reason}`));
  if (refused.length > 0)
    lines.push("refused flags:", ...refused.map(({ flag, reason }) => `  ${flag}: ${reason}`));
  const optional = missing.filter(({ isOptional }) => isOptional);
  if (optional.length > 0)
    lines.push(`not there, and done without: ${optional.map(({ name }) => name).join(", ")}`);
  if (needed.length + refused.length === 0) lines.push("all are supported");
  stdout.write(`${lines.join("\n")}\n`);
  return needed.length + refused.length > 0 ? ExitStatus.failed : 0;
}

function auditFile(file: string): ReturnType<typeof audit> {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats) throw new Failure(`${file}: there is no such file`, ExitStatus.notFound);
  if (!stats.isFile()) throw new Failure(`${file}: it is no regular file`, ExitStatus.usage);
  try {
    return audit(readFileSync(file), readTable());
  } catch (error) {
    throw new Failure(`${file}: ${(error as Error).message}`, ExitStatus.usage);
  }
}
