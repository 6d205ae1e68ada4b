/** Sets of flags and choices, read from the kernel's enums; kernel/linux/abi/file-flags.ts says how an enum tells what it is. */

import ts from "typescript";
import { commentOf, parse, tagOf } from "./sources.ts";

/** One value or flag, by the name that Linux gives it. */
export interface Flag {
  readonly name: string;
  readonly value: number;
  /** Why it is refused. */
  readonly refused?: string;
  /** Why nothing needs to be done for it. */
  readonly hint?: string;
  /** How the kernel's sources name it: `OpenFlags.CloseOnExec`. */
  readonly source: string;
}

/** What an argument's bits mean. */
export interface FlagSet {
  readonly name: string;
  /** The file that declares the enum. */
  readonly file: string;
  /** The bits that hold one of several values; 0: all bits are flags. */
  readonly choice: number;
  /** What happens to bits that mean nothing, or are refused. */
  readonly unknown: "refused" | "ignored" | "checked";
  readonly members: readonly Flag[];
}

/** The enum of the name in a file; undefined if the file has none. */
export function readFlagSet(file: string, name: string): FlagSet | undefined {
  const declaration = parse(file).statements.find(
    (statement) => ts.isEnumDeclaration(statement) && statement.name.text === name,
  ) as ts.EnumDeclaration | undefined;
  if (!declaration) return undefined;
  const choice = tagOf(declaration, "choice");
  const unknown = tagOf(declaration, "unknown") ?? (choice === "" ? "checked" : "refused");
  if (unknown !== "refused" && unknown !== "ignored" && unknown !== "checked") {
    throw new Error(`${file}: ${name} says "@unknown ${unknown}"`);
  }
  return {
    name,
    file,
    choice: choice === undefined ? 0 : choice === "" ? 0xffff_ffff : Number(choice),
    unknown,
    members: declaration.members.flatMap((member) => readMember(name, member)),
  };
}

/** None for what has no name on Linux, such as a mask. */
function readMember(set: string, member: ts.EnumMember): Flag[] {
  const own = member.name.getText();
  const [said = ""] = (commentOf(member)[0] ?? "").split(/[\s:.]/);
  const name = [said, own].find((text) => /^_*[A-Z][A-Z0-9]*_?[A-Z0-9_]*$/.test(text));
  const value = Number(member.initializer?.getText().replaceAll("_", ""));
  if (name === undefined) return [];
  if (!Number.isInteger(value)) throw new Error(`${set}.${own} has no plain value`);
  const refused = tagOf(member, "refused");
  const hint = tagOf(member, "hint");
  return [
    {
      name,
      value,
      ...(refused === undefined ? {} : { refused }),
      ...(hint === undefined ? {} : { hint }),
      source: `${set}.${own}`,
    },
  ];
}

/** The bits that a call lets through to its function. */
export function acceptedBits(set: FlagSet): number {
  const flags = set.members.filter(({ value, refused }) => refused === undefined && !isChoice(set, value));
  return (flags.reduce((bits, { value }) => bits | value, 0) | set.choice) >>> 0;
}

/** Whether a member is one of the values that exclude each other. */
export function isChoice({ choice }: FlagSet, value: number): boolean {
  return choice !== 0 && (value & ~choice) === 0;
}

/** Why a member of a set is refused that `Only` leaves out. */
export const NOT_FOR_THIS_CALL = "not for this call";

/** The set with some of its members alone, which excludes all others. Throws an Error for a name that it does not have. */
export function only(set: FlagSet, names: readonly string[]): FlagSet {
  const strange = names.find((name) => !set.members.some((member) => member.name === name));
  if (strange !== undefined) throw new Error(`${set.name} has no ${strange}`);
  const isNamed = ({ name }: Flag): boolean => names.includes(name);
  const hasChoice = set.members.some((member) => isNamed(member) && isChoice(set, member.value));
  const members = set.members
    .filter((member) => isNamed(member) || !isChoice(set, member.value))
    .map((member) => (isNamed(member) ? member : refusing(member)));
  return { ...set, choice: hasChoice ? set.choice : 0, unknown: "refused", members };
}

function refusing({ name, value, source }: Flag): Flag {
  return { name, value, source, refused: NOT_FOR_THIS_CALL };
}
