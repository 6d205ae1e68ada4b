/** What the checks of single nodes have in common. */

import type ts from "typescript";

/** What a rule may use. */
export interface SubsetContext {
  readonly checker: ts.TypeChecker;
  /** Whether the file lies in a folder that may import the unsafe module. */
  readonly mayBeUnsafe: boolean;
  refuse(node: ts.Node, code: number, message: string, hint?: string): void;
}

/** Called for every node of its kind; reports what is wrong with it. */
export type Rule = (node: never, context: SubsetContext) => void;
/** The rules by the kinds of nodes that they are for. */
export type Rules = ReadonlyMap<ts.SyntaxKind, Rule>;
