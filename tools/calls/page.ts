import { join } from "node:path";
import { root } from "../paths.ts";
import { readTable } from "./table.ts";

/** The page that is made. */
export const pageFile = join(root, "docs", "syscalls.md");

/** docs/syscalls.md: every system call with its manual page, and why those are missing that are. */
export function systemCallsPage(): string {
  const calls = readTable();
  const present = calls.filter((call) => call.handler !== null);
  const missing = calls.filter((call) => call.handler === null);
  const lines = [
    "# System calls",
    "",
    "<!-- Made by `tessera generate` from the signatures and comments of the functions in kernel/linux: edit those. -->",
    "",
    `Tessera has ${present.length} of the ${calls.length} system calls of Linux on x86-64. The others, [below](#not-there), fail with ENOSYS. An argument's type`,
    "says what it is: [arguments.ts](../kernel/linux/abi/arguments.ts) has the kinds.",
    "",
    "| number | name | file |",
    "| --- | --- | --- |",
    ...present.map(
      ({ number, name, handler }) =>
        `| ${number} | [${name}](#${name}) | \`kernel/linux/${handler!.file}\` |`,
    ),
  ];
  for (const { name, handler } of present) {
    const parameters = handler!.parameters
      .filter(({ width }) => width !== null)
      .map((parameter) => `${parameter.name}: ${parameter.type}`);
    lines.push("", `## ${name}`, "", `\`${name}(${parameters.join(", ")})\``);
    for (const paragraph of handler!.manual) lines.push("", paragraph.replace(/^Errors: /, "**Errors:** "));
  }
  lines.push("", "## Not there", "", "| number | name | why |", "| --- | --- | --- |");
  for (const { number, name, reason } of missing) lines.push(`| ${number} | ${name} | ${reason} |`);
  return `${lines.join("\n")}\n`;
}
