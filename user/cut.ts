/** cut: prints parts of each line: bytes or fields. */

import { STDOUT } from "../core/linux/file.ts";
import { Reader, Writer } from "../core/linux/stream.ts";
import { complain, parseOptions, USAGE_STATUS } from "./support/command.ts";
import { forEachInput } from "./support/inputs.ts";

const USAGE = "cut -c LIST | -b LIST | -f LIST [-d SEPARATOR] [-s] [FILE…]";

/** From the first to the last, both counted from 1. */
class Range {
  readonly first: u64;
  readonly last: u64;

  constructor(first: u64, last: u64) {
    this.first = first;
    this.last = last;
  }
}

/** `2,4-6,9-`; null when it is no list. */
function parseList(text: string): Range[] | null {
  const ranges: Range[] = [];
  for (const part of text.split(",")) {
    const dash = part.indexOf("-");
    const before = dash < 0 ? part : part.slice(0, u64(dash));
    const behind = dash < 0 ? part : part.slice(u64(dash) + 1);
    if (before === "" && behind === "") return null;
    const first = before === "" ? 1 : parseInteger(before, 10);
    const last = behind === "" ? 0x7fff_ffff_ffff_ffff : parseInteger(behind, 10);
    if (first === null || last === null || first < 1 || last < first) return null;
    ranges.push(new Range(u64(first), u64(last)));
  }
  return ranges;
}

function isChosen(ranges: readonly Range[], place: u64): boolean {
  for (const range of ranges) if (place >= range.first && place <= range.last) return true;
  return false;
}

function chosenBytes(line: string, ranges: readonly Range[]): string {
  const chosen: u8[] = [];
  for (let i: usize = 0; i < line.length; i++) if (isChosen(ranges, i + 1)) chosen.push(line.byteAt(i));
  return String.fromBytes(chosen.span());
}

function chosenFields(line: string, ranges: readonly Range[], separator: string): string {
  const chosen: string[] = [];
  let place: u64 = 0;
  for (const field of line.split(separator)) {
    place += 1;
    if (isChosen(ranges, place)) chosen.push(field);
  }
  return chosen.join(separator);
}

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, args, "c:b:f:d:s");
  const fields = options.value("f");
  const list = fields ?? options.value("c") ?? options.value("b");
  const ranges = list === null ? null : parseList(list);
  if (ranges === null) {
    complain("cut", list === null ? `what?\nusage: ${USAGE}` : `"${list}" is not a list such as 2,4-6,9-`);
    return USAGE_STATUS;
  }
  const separator = options.value("d") ?? "\t";
  if (separator.length !== 1) {
    complain("cut", `-d: "${separator}" is not one byte`);
    return USAGE_STATUS;
  }
  const writer = new Writer(STDOUT);
  const status = forEachInput("cut", options.operands, (descriptor) => {
    const reader = new Reader(descriptor);
    for (let line = reader.readLine(); line !== null; line = reader.readLine()) {
      if (fields === null) writer.line(chosenBytes(line, ranges));
      else if (line.includes(separator)) writer.line(chosenFields(line, ranges, separator));
      else if (!options.has("s")) writer.line(line);
    }
  });
  writer.flush();
  return status;
}
