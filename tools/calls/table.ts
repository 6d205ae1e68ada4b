/**
 * The table of system calls, read from the kernel's sources: names and numbers from kernel/linux/abi/numbers.ts, and for each name the
 * function of that name in kernel/linux, whose signature tells the kinds of its arguments and whose comment is its manual page.
 */

import { readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";
import { root } from "../paths.ts";
import { only, readFlagSet, type FlagSet } from "./flags.ts";
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
  /** What its bits mean, if it is a set of flags or a choice. */
  readonly flags?: FlagSet;
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
    const family = readFamily(file);
    for (const [name, declaration] of family.functions) {
      handlers.set(name, handlerOf(family, declaration, widths));
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
    for (const parameter of handler?.parameters ?? []) checkParameter(name, parameter, handler!);
    calls.push({ number, name, handler, reason, isOptional: tagOf(member, "optional") !== undefined });
  }
  return calls.sort((a, b) => a.number - b.number);
}

/** It has a kind that is known. An array's or buffer's length is in another parameter, which its last detail names. */
function checkParameter(call: string, { kind, details, type, width }: Parameter, handler: Handler): void {
  if (width === null && type !== "TrapFrame") throw new Error(`${call}: ${type} is no kind of argument`);
  if (!/Array$|Buffer$|Entries$/.test(kind)) return;
  if (!handler.parameters.some(({ name }) => name === details.at(-1))) {
    throw new Error(`${call} has no parameter that ${type} names`);
  }
}

/** What a file of the kernel's functions exports and imports. */
interface Family {
  readonly file: string;
  readonly functions: ReadonlyMap<string, ts.FunctionDeclaration>;
  /** Imported name → the file that declares it. */
  readonly imports: ReadonlyMap<string, string>;
}

function readFamily(file: string): Family {
  const functions = new Map<string, ts.FunctionDeclaration>();
  const imports = new Map<string, string>();
  const path = join(linuxFolder, file);
  for (const statement of parse(path).statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name && isExported(statement)) {
      functions.set(statement.name.text, statement);
    }
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const bindings = statement.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) continue;
    const from = resolve(dirname(path), statement.moduleSpecifier.text);
    for (const element of bindings.elements) imports.set(element.name.text, from);
  }
  return { file, functions, imports };
}

function handlerOf(family: Family, declaration: ts.FunctionDeclaration, widths: Map<string, Width>): Handler {
  const parameters = declaration.parameters.map((parameter): Parameter => {
    const node = parameter.type;
    const type = node?.getText().replace(/\s+/g, " ") ?? "?";
    const isReference = node !== undefined && ts.isTypeReferenceNode(node);
    const kind = isReference ? node.typeName.getText() : type;
    const details = (isReference ? (node.typeArguments ?? []) : []).flatMap(textsOf);
    const name = parameter.name.getText().replace(/^_/, "");
    const plain = { name, type, kind, details, width: widths.get(kind) ?? null };
    if (plain.width !== null) return plain;
    const flags = flagsOf(family, kind, details);
    return flags ? { ...plain, flags, width: "u32" } : plain;
  });
  return { file: family.file, parameters, manual: commentOf(declaration) };
}

/** The literals of a type argument, `"a" | "b"`; a name stands for itself. */
function textsOf(node: ts.TypeNode): string[] {
  const nodes = ts.isUnionTypeNode(node) ? [...node.types] : [node];
  return nodes.map((each) => each.getText().replaceAll('"', ""));
}

/** The flags behind a type: an enum, or `Only<Enum, "A" | "B">`. */
function flagsOf({ imports }: Family, kind: string, details: readonly string[]): FlagSet | undefined {
  const [name, ...names] = kind === "Only" ? details : [kind];
  const file = imports.get(name ?? "");
  const set = file === undefined ? undefined : readFlagSet(file, name!);
  return set && kind === "Only" ? only(set, names) : set;
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
