/**
 * The table of system calls, read from the kernel's sources: names and numbers from kernel/linux/abi/numbers.ts, and for each name the
 * function of that name in kernel/linux, whose signature tells the kinds of its arguments and whose comment is its manual page.
 */

import { readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { root } from "../paths.ts";
import { commentOf, isExported, parse, tagOf } from "./sources.ts";

/** Where the functions are. */
export const linuxFolder = join(root, "kernel", "linux");

/** One of Linux's system calls. */
export interface SystemCall {
  readonly number: number;
  readonly name: string;
  /** How Tessera carries it out; null if it does not. */
  readonly handler: Handler | null;
  /** Why there is no handler; empty if there is one. */
  readonly reason: string;
  /** Programs that find it missing do without, so nobody needs to be told. */
  readonly isOptional: boolean;
}

/** The function that carries out a call. */
export interface Handler {
  /** Its file in kernel/linux. */
  readonly file: string;
  /** All that it takes, in order. */
  readonly parameters: readonly Parameter[];
  /** The paragraphs of its comment. */
  readonly manual: readonly string[];
}

/** One of a handler's parameters. */
export interface Parameter {
  readonly name: string;
  /** Its type as it is written: `i32`, `Fd`, `Out<"stat">`. */
  readonly type: string;
  /** The type's name, and the texts in its brackets. */
  readonly kind: string;
  readonly details: readonly string[];
  /** The integer that it is; null for the registers' frame, which is not the program's. */
  readonly width: Width | null;
}

/** The integers that arguments are cut to. */
export type Width = "i32" | "u32" | "i64" | "u64";

/** The whole table, by number. Throws an Error that says what is wrong with the sources. */
export function readTable(): SystemCall[] {
  const widths = readWidths();
  const handlers = new Map<string, Handler>();
  for (const file of readdirSync(linuxFolder)) {
    if (!file.endsWith(".ts") || file.endsWith(".test.ts")) continue;
    for (const [name, declaration] of functionsOf(join(linuxFolder, file))) {
      handlers.set(name, handlerOf(file, declaration, widths));
    }
  }
  const calls: SystemCall[] = [];
  for (const member of enumOf(join(linuxFolder, "abi", "numbers.ts"), "SystemCall").members) {
    const name = member.name.getText();
    const number = Number(member.initializer?.getText());
    const handler = handlers.get(name) ?? null;
    const reason = commentOf(member).join(" ");
    if (!Number.isInteger(number)) throw new Error(`the system call ${name} has no number`);
    if (handler && reason !== "") throw new Error(`${name} is there, but numbers.ts says why it is not`);
    if (!handler && reason === "") throw new Error(`${name} is not there, and numbers.ts does not say why`);
    for (const parameter of handler?.parameters ?? []) checkCount(name, parameter, handler!);
    calls.push({ number, name, handler, reason, isOptional: tagOf(member, "optional") !== undefined });
  }
  return calls.sort((a, b) => a.number - b.number);
}

/** An array's or buffer's length is in another parameter, which its last detail names. */
function checkCount(call: string, { kind, details, type }: Parameter, handler: Handler): void {
  if (!/Array$|Buffer$/.test(kind)) return;
  if (!handler.parameters.some(({ name }) => name === details.at(-1))) {
    throw new Error(`${call} has no parameter that ${type} names`);
  }
}

/** The functions that a file exports, by name. */
function functionsOf(file: string): Map<string, ts.FunctionDeclaration> {
  const functions = new Map<string, ts.FunctionDeclaration>();
  for (const statement of parse(file).statements) {
    if (!ts.isFunctionDeclaration(statement) || !statement.name || !isExported(statement)) continue;
    functions.set(statement.name.text, statement);
  }
  return functions;
}

function handlerOf(file: string, declaration: ts.FunctionDeclaration, widths: Map<string, Width>): Handler {
  const parameters = declaration.parameters.map((parameter): Parameter => {
    const node = parameter.type;
    const type = node?.getText() ?? "?";
    const isReference = node !== undefined && ts.isTypeReferenceNode(node);
    const kind = isReference ? node.typeName.getText() : type;
    const details = (isReference ? (node.typeArguments ?? []) : []).map((detail) =>
      detail.getText().replaceAll('"', ""),
    );
    const name = parameter.name.getText().replace(/^_/, "");
    return { name, type, kind, details, width: widths.get(kind) ?? null };
  });
  return { file, parameters, manual: commentOf(declaration) };
}

/** The integers behind the kinds of arguments.ts, and those that stand for themselves. */
function readWidths(): Map<string, Width> {
  const widths = new Map<string, Width>();
  for (const width of ["i32", "u32", "i64", "u64"] as const) widths.set(width, width);
  for (const statement of parse(join(linuxFolder, "abi", "arguments.ts")).statements) {
    if (!ts.isTypeAliasDeclaration(statement) || !ts.isIntersectionTypeNode(statement.type)) continue;
    const base = widths.get(statement.type.types[0]?.getText() ?? "");
    if (base) widths.set(statement.name.text, base);
  }
  return widths;
}

function enumOf(file: string, name: string): ts.EnumDeclaration {
  const found = parse(file).statements.find(
    (statement) => ts.isEnumDeclaration(statement) && statement.name.text === name,
  );
  if (!found) throw new Error(`${file} has no enum ${name}`);
  return found as ts.EnumDeclaration;
}
