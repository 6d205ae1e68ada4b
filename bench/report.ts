import type { BuildTimes } from "./build.ts";
import type { KernelComparison, KernelResult } from "./kernels.ts";
import { geometricMean, type TwinResult } from "./twins.ts";

/** What the compiler is held to: instructions of a twin over those of the same algorithm in C. */
export const twinGoals = { each: 1.25, mean: 1.05 };

/** The twins as a table for a terminal. */
export function twinTable(results: TwinResult[]): string {
  const rows = results.map((result) => [
    result.name,
    number(result.c),
    number(result.metal),
    ratio(result.ratio),
    result.trouble ?? (above(result.ratio, twinGoals.each) ? `above ${twinGoals.each}` : ""),
  ]);
  const mean = geometricMean(results);
  if (mean !== undefined) {
    rows.push([
      "geometric mean",
      "",
      "",
      ratio(mean),
      above(mean, twinGoals.mean) ? `above ${twinGoals.mean}` : "",
    ]);
  }
  return table(["twin (instructions)", "C", "Metal TS", "ratio", ""], rows);
}

/** The kernels as a table for a terminal, with the notes below it. */
export function kernelTable({ results, notes }: KernelComparison): string {
  const rows = results.map((result) => [
    result.title,
    value(result, result.linux),
    value(result, result.tessera),
    ratio(result.ratio),
    result.trouble ?? (above(result.ratio, result.goal) ? `above ${result.goal}` : ""),
  ]);
  const lines = [table(["kernel (instructions per operation)", "Linux", "Tessera", "ratio", ""], rows), ""];
  lines.push(
    "Both run one program in one machine, without the CPU's erms and fsrm: QEMU counts rep movsb byte by byte.",
  );
  return [...lines, ...notes.map((note) => `${note}.`)].join("\n");
}

/** The build's times as two tables for a terminal: what was done, and where the time goes after an edit of a line. */
export function buildTable({ processors, load, times, compilerMemory, steps }: BuildTimes): string {
  const seconds = (value: number): string => value.toFixed(2);
  const isShared = load > 0.5;
  const lines = [
    table(
      ["build (seconds)", "wall", "processors", ""],
      times.map(({ title, wall, cpu }) => [title, seconds(wall), seconds(cpu), ""]),
    ),
    "",
    table(
      ["steps of a build after an edit of a line (seconds)", "wall", ""],
      steps.map((each) => [each.step, seconds(each.seconds), ""]),
    ),
    "",
    `${processors} processors, load ${load.toFixed(2)}${isShared ? ": too much for the wall's seconds to mean anything" : ""}.`,
    `The compiler's process takes at most ${Math.round(compilerMemory / 2 ** 20)} MiB in the cold build.`,
  ];
  return lines.join("\n");
}

/** Whether everything measured is within its goal; what is missing is not. */
export function withinGoals(twins: TwinResult[], kernel: KernelResult[]): boolean {
  const mean = geometricMean(twins) ?? 0;
  return (
    mean <= twinGoals.mean &&
    twins.every((twin) => (twin.ratio ?? Infinity) <= twinGoals.each) &&
    kernel.every((figure) => (figure.ratio ?? Infinity) <= figure.goal)
  );
}

function above(measured: number | undefined, goal: number): boolean {
  return measured !== undefined && measured > goal;
}

function number(count: number | undefined): string {
  return count === undefined ? "–" : count.toLocaleString("en-US");
}

function value(result: KernelResult, measured: number | undefined): string {
  if (measured === undefined || result.unit === "instructions") return number(measured);
  return `${number(Math.round(measured / 1024))} KiB`;
}

function ratio(measured: number | undefined): string {
  return measured === undefined ? "–" : measured.toFixed(3);
}

/** The first and the last column are text, the others numbers. */
export function table(head: string[], rows: string[][]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  const format = (row: string[]): string =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 || column === row.length - 1 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join("  ")
      .trimEnd();
  return [
    format(head),
    widths
      .map((width) => "─".repeat(width))
      .join("  ")
      .trimEnd(),
    ...rows.map(format),
  ].join("\n");
}
