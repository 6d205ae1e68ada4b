import type { BuildReport } from "../../compiler/main.ts";

/** Ways that are shown as a whole. */
const SHOWN = 4;

/** What every way into the kernel needs of its stack; the deepest with what is on them. */
function formatStacks(stacks: BuildReport["stacks"]): string[] {
  const lines = stacks.map(
    ({ stack, size, entry, bytes }) => `${String(bytes).padStart(6)} of ${size} bytes of the stack "${stack}": ${entry}`,
  );
  const ways = stacks.slice(0, SHOWN).flatMap(({ entry, bytes, way }) => [
    "",
    `${entry}, ${bytes} bytes:`,
    ...way.map((step) => `${String(step.bytes).padStart(6)}  ${step.name}`),
  ]);
  return [...lines, ...ways, ""];
}

/** A build report for people: a line for each module, the largest first, and the totals. */
export function formatReport(report: BuildReport): string {
  const modules = [...report.modules].sort((a, b) => b.lines - a.lines);
  const rows = modules.map((module) => [
    module.path,
    ...[module.lines, module.unsafeLines, module.functions, module.retains, module.releases].map(String),
  ]);
  const head = ["module", "lines", "unsafe", "functions", "retains", "releases"];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ");
  const { imageBytes, lines, unsafeLines, unsafePercent } = report;
  return [
    line(head),
    ...rows.map(line),
    "",
    `${(imageBytes / 1024).toFixed(0)} KiB, ${lines} lines in ${modules.length} modules`,
    ...formatStacks(report.stacks),
    `${unsafeLines} lines (${unsafePercent} %) use the unsafe module; the goal is under 15 %`,
  ].join("\n");
}
