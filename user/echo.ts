/** echo: prints its arguments. */

import { STDOUT, writeText } from "../core/linux/file.ts";
import { echoText } from "./support/echo.ts";

export function main(args: string[]): void {
  writeText(STDOUT, echoText(args));
}
