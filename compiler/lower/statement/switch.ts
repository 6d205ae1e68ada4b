/** `switch`: a jump by value over integers and enums, tests one after the other over everything else. */

import ts from "typescript";
import type { Block, Operand } from "../../mir.ts";
import type { Value } from "../context.ts";
import * as expressions from "../expressions.ts";
import type { FunctionState } from "./function-state.ts";
import { lowerStatements } from "./statement.ts";

/** `switch` over integers, enums, strings, `true`, or `typeof`. */
export function lowerSwitch(f: FunctionState, node: ts.SwitchStatement, labels: readonly string[]): void {
  const { builder } = f;
  const clauses = node.caseBlock.clauses;
  const blocks = clauses.map(() => builder.newBlock());
  const end = builder.newBlock();
  const defaultIndex = clauses.findIndex(ts.isDefaultClause);
  const otherwise = defaultIndex >= 0 ? blocks[defaultIndex]! : end;
  const isCondition = node.expression.kind === ts.SyntaxKind.TrueKeyword;
  const ofType = ts.isTypeOfExpression(node.expression) ? node.expression.expression : null;
  const value: Value = isCondition ? { kind: "void" } : subject(f, ofType ?? node.expression);
  if (isCondition || ofType || !jumpByValue(f, value, clauses, blocks, otherwise)) {
    testEach(f, clauses, blocks, otherwise, (label, then, next) => {
      if (isCondition) expressions.condition(f, label, then, next);
      else if (ofType) testType(f, value, label, then, next);
      else
        builder.terminate({
          op: "branch",
          condition: expressions.equal(f, value, label),
          then,
          otherwise: next,
        });
    });
  }
  builder.within({ kind: "jump", labels, anonymous: true, breakTo: end, continueTo: null }, () => {
    clauses.forEach((clause, i) => {
      builder.begin(blocks[i]!);
      lowerStatements(f, clause.statements);
    });
  });
  builder.begin(end);
}

/** The value that is compared; a constant gets its default type. */
function subject(f: FunctionState, node: ts.Expression): Value {
  const value = expressions.value(f, node, null);
  if (value.kind === "operand" || value.kind === "place") return value;
  const type = expressions.settle(value);
  return { kind: "operand", operand: expressions.coerce(f, value, type, node), type };
}

/** True when all cases are integer constants and a `switch` terminator was made. */
function jumpByValue(
  f: FunctionState,
  value: Value,
  clauses: readonly ts.CaseOrDefaultClause[],
  blocks: readonly Block[],
  otherwise: Block,
): boolean {
  if (value.kind !== "operand" || value.type.kind !== "int") return false;
  const { type } = value;
  const cases = new Map<bigint, Block>();
  for (const [i, clause] of clauses.entries()) {
    if (!ts.isCaseClause(clause)) continue;
    if (f.declarations.constant(clause.expression, f.environment) === null) return false;
    const operand: Operand = f.builder.speculate(() => expressions.operand(f, clause.expression, type));
    if (operand.kind !== "int") return false;
    const key = BigInt.asUintN(type.bits, operand.value);
    // A value listed twice goes to the first of its cases.
    if (!cases.has(key)) cases.set(key, blocks[i]!);
  }
  const list = [...cases].map(([key, target]) => ({ value: key, target }));
  f.builder.terminate({ op: "switch", value: value.operand, cases: list, otherwise });
  return true;
}

/** Tests the cases one after the other. `test` ends the block with a branch to the case's statements or to the next test. */
function testEach(
  f: FunctionState,
  clauses: readonly ts.CaseOrDefaultClause[],
  blocks: readonly Block[],
  otherwise: Block,
  test: (label: ts.Expression, then: Block, next: Block) => void,
): void {
  const { builder } = f;
  clauses.forEach((clause, i) => {
    if (!ts.isCaseClause(clause)) return;
    builder.setLocation(clause);
    const next = builder.newBlock();
    test(clause.expression, blocks[i]!, next);
    builder.begin(next);
  });
  builder.terminate({ op: "goto", target: otherwise });
}

/** A case of `switch (typeof x)`. */
function testType(f: FunctionState, value: Value, label: ts.Expression, then: Block, next: Block): void {
  if (!ts.isStringLiteral(label)) {
    f.declarations.error(label, 1122, "'typeof' can only be compared with a string literal.");
    f.builder.terminate({ op: "goto", target: next });
    return;
  }
  const condition = expressions.hasTypeName(f, value, label.text);
  f.builder.terminate({ op: "branch", condition, then, otherwise: next });
}
