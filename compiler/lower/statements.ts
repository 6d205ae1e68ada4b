/** The "statements" part of lowering: what `Statements` of context.ts promises. */

import type ts from "typescript";
import type {
  Declarations,
  FunctionContext,
  FunctionInstance,
  Statements,
  TypeEnvironment,
  Value,
  Walk,
} from "./context.ts";
import type { LiteralWithMethods } from "./local-objects.ts";
import type { ClassInfo, FunctionType, Type } from "../types.ts";
import { lowerClosure } from "./statement/closures.ts";
import type { ClosureNode } from "./statement/closure-needs.ts";
import { functionValue } from "./statement/function-values.ts";
import { FunctionState } from "./statement/function-state.ts";
import { lowerBody } from "./statement/functions.ts";
import { onError } from "./statement/exceptions.ts";
import { capturedForNew } from "./statement/local-classes.ts";
import { literalMethods } from "./statement/literal-methods.ts";
import { localGeneric } from "./statement/local-generics.ts";
import { initializerType } from "./statement/initializer-type.ts";
import { lowerModule } from "./statement/modules.ts";
import { bindPattern } from "./statement/patterns.ts";
import { lowerBlock } from "./statement/statement.ts";
import { typeOf } from "./statement/type-of.ts";
import { walkItems } from "./statement/walks.ts";

/** Every context that reaches statements was made here. */
function stateOf(f: FunctionContext): FunctionState {
  if (f instanceof FunctionState) return f;
  throw new Error("a function context that statements did not make");
}

/** The "statements" part, as context.ts describes it. */
export const statements: Statements = {
  body: (declarations: Declarations, instance: FunctionInstance) =>
    lowerBody(declarations, instance, statements),
  closure: (f: FunctionContext, node: ClosureNode, type: FunctionType) =>
    lowerClosure(stateOf(f), node, type.parameters, type.result).operand,
  closureInferred: (f: FunctionContext, node: ClosureNode, parameters: readonly Type[]) =>
    lowerClosure(stateOf(f), node, parameters, null),
  onError: (f: FunctionContext, body: () => void, handle: () => void) => onError(stateOf(f), body, handle),
  literalMethods: (f: FunctionContext, literal: LiteralWithMethods) => literalMethods(stateOf(f), literal),
  capturedForNew: (f: FunctionContext, info: ClassInfo, node: ts.Node) =>
    capturedForNew(stateOf(f), info, node),
  localGeneric: (f: FunctionContext, node: ts.FunctionLikeDeclaration, typeArguments: readonly Type[]) =>
    localGeneric(stateOf(f), node, typeArguments),
  functionValue: (f: FunctionContext, instance: FunctionInstance) => functionValue(f, instance),
  typeOf: (f: FunctionContext, node: ts.Expression, expected: Type | null = null) =>
    typeOf(stateOf(f), node, expected),
  initializerType: (declarations: Declarations, node: ts.Expression, environment: TypeEnvironment) =>
    initializerType(declarations, node, environment, statements),
  walkItems: (f: FunctionContext, iterated: Value, walk: Walk) => walkItems(stateOf(f), iterated, walk),
  block: (f: FunctionContext, node: ts.Block) => lowerBlock(stateOf(f), node),
  moduleInitializer: (declarations: Declarations, file: ts.SourceFile) =>
    lowerModule(declarations, file, statements),
  bindPattern: (
    f: FunctionContext,
    name: ts.BindingName,
    value: Value,
    isConst: boolean,
    declared: Type | null,
  ) => bindPattern(stateOf(f), name, value, isConst, declared),
};

/** The parts of `Statements` as functions: context.ts says what each does. */
export const { body, closure, closureInferred, block, moduleInitializer } = statements;
