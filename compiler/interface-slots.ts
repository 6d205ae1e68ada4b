/** Interfaces within interfaces: a table of methods for one serves for all whose members lie in it in one piece. */

import type { InterfaceInfo, InterfaceMember } from "./types.ts";

/** Where the members of `to` begin among those of `from`; null when they are not there one behind the other. */
export function slotOffset(from: InterfaceInfo, to: InterfaceInfo): number | null {
  const count = to.members.length;
  for (let start = 0; start + count <= from.members.length; start++)
    if (to.members.every((member, i) => isSame(member, from.members[start + i]!))) return start;
  return null;
}

const isSame = (a: InterfaceMember, b: InterfaceMember): boolean =>
  a.name === b.name &&
  a.kind === b.kind &&
  a.result === b.result &&
  a.parameters.length === b.parameters.length &&
  a.parameters.every((type, i) => type === b.parameters[i]);
