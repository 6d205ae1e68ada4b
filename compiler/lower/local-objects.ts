/** Objects that hold variables of the functions around their code: of classes in functions, and of literals with methods. */

import type ts from "typescript";
import type { Operand } from "../mir.ts";
import type { ClassInfo, Type } from "../types.ts";
import type { Binding, FunctionContext, FunctionInstance, TypeEnvironment } from "./context.ts";

/** A variable that a closure, or each object of a class in a function, holds. */
export interface CapturedVariable {
  readonly symbol: ts.Symbol;
  /** That of the field. */
  readonly name: string;
  /** Of the field: the variable's, or its box. */
  readonly type: Type;
  /** Makes the variable's name stand for what the field holds. */
  readonly bind: (inner: FunctionContext, value: Operand) => void;
}

/** The variables of functions around that an object needs. */
export interface CapturedVariables {
  readonly variables: readonly CapturedVariable[];
  /** Known at compile time: nothing holds them. */
  readonly constants: readonly (readonly [ts.Symbol, Binding])[];
}

/** The class of an object literal with methods, and those that have been made so far, by name (`get x` of accessors). */
export interface LiteralClass {
  readonly info: ClassInfo;
  readonly methods: Map<string, LiteralMember>;
}
/** A method or accessor of an object literal, and how an instance of it is had. */
export interface LiteralMember {
  readonly declaration: LiteralMethod;
  readonly environment: TypeEnvironment;
  readonly instance: (typeArguments: readonly Type[]) => FunctionInstance;
}

/** An object literal whose data is lowered. */
export interface LiteralWithMethods {
  readonly node: ts.ObjectLiteralExpression;
  /** As a reader names its class. */
  readonly name: string;
  readonly fields: readonly { name: string; type: Type; isReadonly: boolean }[];
  /** The types that the literal's context gives a method or accessor; null where it gives none. */
  readonly wanted: (node: LiteralMethod) => { parameters: readonly Type[]; result: Type } | null;
}
/** A method or accessor of an object literal. */
export type LiteralMethod = ts.MethodDeclaration | ts.AccessorDeclaration;
