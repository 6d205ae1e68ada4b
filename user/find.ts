/** find: prints or handles the files below folders that an expression holds for. */

import { joinPath } from "../core/linux/path.ts";
import { linkStat, readDirectory } from "../core/linux/stat.ts";
import { complain, complainOf, USAGE_STATUS } from "./support/command.ts";
import { FindExpression, FoundFile, parseExpression } from "./support/find-expression.ts";

const USAGE =
  "find [PATH…] [-maxdepth N] [-mindepth N] [EXPRESSION]\n" +
  "of -name -iname -path PATTERN, -type f|d|l|p|c|b|s, -size N[ck], -empty, -newer FILE, -print, -print0, -delete, -exec PROGRAM … \\;\n" +
  "joined by !, -o, and parentheses";

class Walk {
  private readonly expression: FindExpression;
  status: i32 = 0;

  constructor(expression: FindExpression) {
    this.expression = expression;
  }

  visit(path: string, depth: u64): void {
    try {
      const { least, most, childrenFirst } = this.expression;
      const info = linkStat(path);
      const file = new FoundFile(path, info);
      const isWanted = depth >= least;
      if (isWanted && !childrenFirst) this.expression.test.holds(file);
      if (info.isDirectory && depth < most)
        for (const entry of readDirectory(path)) this.visit(joinPath(path, entry.name), depth + 1);
      if (isWanted && childrenFirst) this.expression.test.holds(file);
    } catch (error) {
      complainOf("find", path, error);
      this.status = 1;
    }
  }
}

export function main(args: string[]): i32 {
  if (args.length > 0 && args[0] === "--help") {
    console.log(`usage: ${USAGE}`);
    return 0;
  }
  let at: usize = 0;
  while (at < args.length && !args[at].startsWith("-") && args[at] !== "!" && args[at] !== "(") at += 1;
  const paths = at === 0 ? ["."] : args.slice(0, at);
  try {
    const walk = new Walk(parseExpression(args.slice(at)));
    for (const path of paths) walk.visit(path, 0);
    return walk.status;
  } catch (error) {
    complain("find", `${errorText(error)}\nusage: ${USAGE}`);
    return USAGE_STATUS;
  }
}
