/**
 * What an indirect call may reach, in a form that survives LLVM: inlined or merged with others, a call keeps the names given to it here, and the object
 * tells of each function which names are left in it (section .llvm.callgraph). compiler/stacks/ reads them.
 */

import { createHash } from "node:crypto";
import type { ClassInfo, InterfaceInfo } from "../types.ts";
import type { ModuleEmitter } from "./module.ts";
import { escapeText } from "./types.ts";

/** Names of calls: through a method table, through an interface, of a closure; and the release of an object's last count. */
export const virtualCall = (info: ClassInfo, slot: number): string => `virtual ${info.symbol} ${slot}`;
export const interfaceCall = (info: InterfaceInfo, slot: number): string =>
  `interface ${info.symbol} ${slot}`;
export const closureCall = (functionTypeKey: string): string => `closure ${functionTypeKey}`;
export const DESTROY_CALL = "destroy";

/** LLVM takes names of this form alone. */
const textOf = (name: string): string => `${name}.generalized`;

/** The number that stands for a name in an object, in hexadecimal as it lies there. */
export const numberOfCall = (name: string): string =>
  createHash("md5").update(textOf(name)).digest("hex").slice(0, 16);

/** What is attached to a call in LLVM's language, if the program's stacks are computed. */
export function callTypeSuffix(module: ModuleEmitter, name: string): string {
  if (!module.options.hasCallTypes) return "";
  const type = module.metadata.node(`!{i64 0, !"${escapeText(textOf(name))}"}`);
  return `, !callee_type !${module.metadata.node(`!{!${type}}`)}`;
}
