/** id: prints the user and the group of the process that asks. */

import { readFile } from "../core/linux/file.ts";
import { effectiveGroupId, effectiveUserId, groupId, userId } from "../core/linux/process.ts";
import { complain, parseOptions, requireOperands, USAGE_STATUS } from "./support/command.ts";

const USAGE = "id [-u|-g] [-nr]";

/** The name of a number in /etc/passwd or /etc/group, whose lines begin with `name:password:number`; null if it has none. */
function nameOf(id: u32, file: string): string | null {
  try {
    for (const line of readFile(file).split("\n")) {
      const fields = line.split(":");
      if (fields.length > 2 && fields[2] === `${id}`) return fields[0];
    }
  } catch {
    // Without the file nothing has a name.
  }
  return null;
}

function described(id: u32, file: string): string {
  const name = nameOf(id, file);
  return name === null ? `${id}` : `${id}(${name})`;
}

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, args, "ugnr");
  requireOperands(USAGE, options, 0, 0);
  const isReal = options.has("r");
  const user = isReal ? userId() : effectiveUserId();
  const group = isReal ? groupId() : effectiveGroupId();
  if (options.has("u") && options.has("g")) {
    complain("id", `-u and -g are two questions\nusage: ${USAGE}`);
    return USAGE_STATUS;
  }
  const file = options.has("g") ? "/etc/group" : "/etc/passwd";
  if (options.has("u") || options.has("g")) {
    const id = options.has("g") ? group : user;
    console.log(options.has("n") ? (nameOf(id, file) ?? `${id}`) : `${id}`);
    return 0;
  }
  console.log(`uid=${described(user, "/etc/passwd")} gid=${described(group, "/etc/group")}`);
  return 0;
}
