/**
 * Local functions that mention each other. Were each captured by the others, they would keep each other alive for ever; so all of
 * a group have the same environment, and one calls another's code with its own.
 */

import ts from "typescript";
import { NEVER, functionType, type FunctionType, type Type } from "../../types.ts";
import type { Binding } from "../context.ts";
import { closureNeeds, functionNamed, type ClosureNode } from "./closure-needs.ts";
import { closureInstance, closureName, collectCaptures, lowerCode } from "./closures.ts";
import type { FunctionState } from "./function-state.ts";

/** A function of a group that mention each other. */
export interface Member {
  readonly node: ClosureNode;
  readonly symbol: ts.Symbol;
}

/**
 * The functions of a block that have to be made before they are reached, each with those that it is in a cycle with:
 * declared ones, and constants that are captured above their declaration.
 */
export function findGroups(
  f: FunctionState,
  declared: readonly ts.FunctionDeclaration[],
  variables: readonly ts.VariableDeclaration[],
): (readonly Member[])[] {
  const constants = variables.flatMap((node) => constantFunction(f, node));
  const members = [...declared.flatMap((node) => declaredFunction(f, node)), ...constants];
  const isWanted = ({ node, symbol }: Member): boolean =>
    ts.isFunctionDeclaration(node) || f.analysis.hoisted.has(symbol);
  if (!members.some(isWanted)) return [];
  const reached = new Map(members.map((member) => [member, reachedFrom(f, member, members)]));
  const groups: (readonly Member[])[] = [];
  const placed = new Set<Member>();
  for (const member of members) {
    if (placed.has(member)) continue;
    const around = members.filter(
      (m) => m === member || (reached.get(member)!.has(m) && reached.get(m)!.has(member)),
    );
    if (!around.some(isWanted)) continue;
    for (const m of around) placed.add(m);
    groups.push(around);
  }
  return groups;
}

function declaredFunction(f: FunctionState, node: ts.FunctionDeclaration): Member[] {
  return node.name ? [{ node, symbol: f.symbolOf(node.name) }] : [];
}

function constantFunction(f: FunctionState, node: ts.VariableDeclaration): Member[] {
  if (!ts.isIdentifier(node.name)) return [];
  const symbol = f.symbolOf(node.name);
  const found = functionNamed(symbol);
  return found && !found.typeParameters ? [{ node: found, symbol }] : [];
}

function reachedFrom(f: FunctionState, from: Member, members: readonly Member[]): Set<Member> {
  const found = new Set<Member>();
  const waiting = [from];
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    const { symbols } = closureNeeds(f.declarations.checker, at.node);
    for (const next of members) {
      if (found.has(next) || !symbols.includes(next.symbol)) continue;
      found.add(next);
      waiting.push(next);
    }
  }
  return found;
}

/** Makes the functions of a cycle and binds their names. */
export function lowerGroup(
  f: FunctionState,
  group: readonly Member[],
  parametersOf: (node: ClosureNode) => readonly Type[],
): void {
  const { declarations, builder } = f;
  const { checker } = declarations;
  const needs = group.map(({ node }) => closureNeeds(checker, node));
  const symbols = [...new Set(needs.flatMap((n) => n.symbols))];
  const receiver = needs.some((n) => n.receiver);
  const isOwn = (symbol: ts.Symbol): boolean => group.some((member) => member.symbol === symbol);
  const first = group[0]!.node;
  builder.setLocation(first);
  const found = collectCaptures(f, first, { symbols, receiver }, isOwn);
  const operands = found.captures.map((capture) => capture.operand);
  const made = group.map((member) => ({
    ...member,
    code: declarations.uniqueSymbol(closureName(f, member.node)),
    type: functionType(parametersOf(member.node), resultOf(f, member.node)),
  }));
  const info = declarations.closureClass(made[0]!.code, found.captures);
  for (const { node, code, type } of made) {
    const instance = closureInstance(code, node, f.environment, type.parameters, type.result);
    lowerCode(f, instance, node, info, found, (inner, environment) => {
      for (const other of made)
        inner.bind(
          other.symbol,
          operands.length === 0
            ? constantClosure(other)
            : { kind: "sibling", code: other.code, environment, info, type: other.type },
        );
    });
  }
  for (const each of made) {
    builder.setLocation(each.node);
    f.bind(
      each.symbol,
      operands.length === 0
        ? constantClosure(each)
        : {
            kind: "value",
            type: each.type,
            operand: builder.allocate(
              { kind: "closure", info, code: each.code, captures: operands },
              each.type,
            ),
          },
    );
  }
}

function constantClosure({ code, type }: { code: string; type: FunctionType }): Binding {
  return { kind: "value", operand: { kind: "function", type, symbol: code }, type };
}

/** Stated, or what the checker found: the bodies need each other's. */
function resultOf(f: FunctionState, node: ClosureNode): Type {
  const { declarations, environment } = f;
  if (node.type) return declarations.resolveType(node.type, environment);
  const { checker } = declarations;
  const declaration = node.parent;
  const declared =
    ts.isVariableDeclaration(declaration) && declaration.type
      ? declarations.resolveType(declaration.type, environment)
      : null;
  if (declared?.kind === "function") return declared.result;
  const signature = checker.getSignatureFromDeclaration(node);
  const type =
    signature && declarations.typeFromChecker(checker.getReturnTypeOfSignature(signature), environment);
  if (type) return type;
  declarations.error(
    node.name ?? node,
    1192,
    "The type of this function's result is needed by the functions that it calls, and that call it.",
    "Write the function's result type.",
  );
  return NEVER;
}
