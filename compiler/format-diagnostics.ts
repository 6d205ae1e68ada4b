/** Diagnostics as text, in the checker's form: place, code and message, the line with the fault marked, the hint. */

import { isAbsolute, relative } from "node:path";
import type { Diagnostic } from "./diagnostics.ts";

const RED = "\u001b[91m";
const CYAN = "\u001b[96m";
const GREY = "\u001b[90m";
const INVERSE = "\u001b[7m";
const RESET = "\u001b[0m";

/** At most this many are shown; the rest is counted. */
const MOST_SHOWN = 100;

/** The diagnostics as people read them, with the line of each; those beyond the first hundred are counted only. Empty for none. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[], color: boolean): string {
  const paint = (code: string, text: string): string => (color ? `${code}${text}${RESET}` : text);
  const shown = diagnostics.slice(0, MOST_SHOWN).map((each) => formatOne(each, paint));
  const rest = diagnostics.length - shown.length;
  const count = diagnostics.length === 1 ? "1 error" : `${diagnostics.length} errors`;
  const tail = rest > 0 ? `${count}, of which ${shown.length} are shown` : count;
  return diagnostics.length === 0 ? "" : `${shown.join("\n")}\nFound ${tail}.\n`;
}

function formatOne(d: Diagnostic, paint: (code: string, text: string) => string): string {
  const place = `${paint(CYAN, shortPath(d.file))}:${d.line}:${d.column}`;
  const head = `${place} - ${paint(RED, "error")} ${paint(GREY, `${d.code}:`)} ${d.message}`;
  const hint = d.hint ? [`  ${paint(CYAN, "hint:")} ${d.hint}`] : [];
  return [head, ...frame(d, paint), ...hint, ""].join("\n");
}

function shortPath(file: string): string {
  if (!isAbsolute(file)) return file;
  const path = relative(process.cwd(), file);
  return path.startsWith("..") ? file : path;
}

/** The source line with its number, and a line of tildes. Tabs stay tabs, so that the marks are below what they mark. */
function frame(d: Diagnostic, paint: (code: string, text: string) => string): string[] {
  if (d.sourceLine === "") return [];
  const number = String(d.line);
  const before = d.sourceLine.slice(0, d.column - 1).replace(/[^\t]/g, " ");
  const gutter = paint(INVERSE, number);
  const empty = paint(INVERSE, " ".repeat(number.length));
  return ["", `${gutter} ${d.sourceLine}`, `${empty} ${before}${paint(RED, "~".repeat(d.length))}`];
}
