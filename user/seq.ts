/** seq: prints numbers from one to another. */

import { STDOUT } from "../core/linux/file.ts";
import { Writer } from "../core/linux/stream.ts";
import { complain, USAGE_STATUS } from "./support/command.ts";

const USAGE = "seq [-w] [-s SEPARATOR] [FIRST [STEP]] LAST";

class Series {
  first: i64 = 1;
  step: i64 = 1;
  last: i64 = 1;
  separator: string = "\n";
  hasEqualWidth: boolean = false;

  private width(): usize {
    if (!this.hasEqualWidth) return 0;
    return bits.max(`${this.first}`.length, `${this.last}`.length);
  }

  print(): void {
    const writer = new Writer(STDOUT);
    const width = this.width();
    let value = this.first;
    let isFirst = true;
    while (this.step > 0 ? value <= this.last : value >= this.last) {
      if (!isFirst) writer.text(this.separator);
      isFirst = false;
      writer.text(padded(value, width));
      if (bits.addOverflows(value, this.step)) break;
      value += this.step;
    }
    if (!isFirst) writer.text("\n");
    writer.flush();
  }
}

function padded(value: i64, width: usize): string {
  if (value >= 0) return `${value}`.padStart(width, "0");
  return `-${`${value}`.slice(1).padStart(width > 0 ? width - 1 : 0, "0")}`;
}

export function main(args: string[]): i32 {
  const series = new Series();
  const numbers: i64[] = [];
  for (let i: usize = 0; i < args.length; i++) {
    if (args[i] === "-w") {
      series.hasEqualWidth = true;
    } else if (args[i] === "-s" && i + 1 < args.length) {
      i += 1;
      series.separator = args[i];
    } else if (args[i].startsWith("-s")) {
      series.separator = args[i].slice(2);
    } else {
      const value = parseInteger(args[i], 10);
      if (value === null) {
        complain("seq", `${args[i]}: is no number\nusage: ${USAGE}`);
        return USAGE_STATUS;
      }
      numbers.push(value);
    }
  }
  if (numbers.length === 0 || numbers.length > 3) {
    complain("seq", `one to three numbers are needed\nusage: ${USAGE}`);
    return USAGE_STATUS;
  }
  if (numbers.length > 1) series.first = numbers[0];
  if (numbers.length > 2) series.step = numbers[1];
  series.last = numbers[numbers.length - 1];
  if (series.step === 0) {
    complain("seq", "the step must not be 0");
    return USAGE_STATUS;
  }
  series.print();
  return 0;
}
