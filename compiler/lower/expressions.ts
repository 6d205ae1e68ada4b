/** The "expressions" part of lowering: what `Expressions` of context.ts promises, and the table of all kinds of expressions. */

import ts from "typescript";
import type { Place } from "../mir.ts";
import { NULL, type Type } from "../types.ts";
import type { Expressions, FunctionContext, Value } from "./context.ts";
import { arithmeticOperator, lowerArithmetic, lowerSign } from "./expression/arithmetic.ts";
import { lowerArrayLiteral } from "./expression/array-literals.ts";
import { lowerTaggedTemplate } from "./expression/assembly.ts";
import { assign as assignTo, isAssignment, lowerAssignment, lowerStep } from "./expression/assignment.ts";
import { lowerCall } from "./expression/calls.ts";
import { isTextSum } from "./expression/chains.ts";
import { lowerAs, lowerInstanceOf, lowerNonNull, lowerSatisfies } from "./expression/casts.ts";
import { coerce as coerceTo } from "./expression/coerce.ts";
import {
  equal as equalTo,
  hasTypeName as hasTypeNameOf,
  isComparison,
  lowerComparison,
  lowerTypeOf,
} from "./expression/comparison.ts";
import {
  effect as effectOf,
  into as lowerInto,
  operand as operandOf,
  register,
  value as valueOf,
} from "./expression/dispatch.ts";
import { element as elementOf, elementOrNull as elementOrNullOf } from "./expression/elements.ts";
import { lowerFunction } from "./expression/functions.ts";
import { lowerFalse, lowerNull, lowerNumber, lowerString, lowerTrue } from "./expression/literals.ts";
import { condition as branchOn, lowerConditional, lowerLogical, lowerNot } from "./expression/logic.ts";
import { property as propertyOf } from "./expression/members.ts";
import { callMethod as callMethodOf } from "./expression/methods.ts";
import { lowerIdentifier, lowerThis } from "./expression/names.ts";
import { lowerNew } from "./expression/new.ts";
import { lowerObjectLiteral, restOfObject as restOf } from "./expression/object-literals.ts";
import { inChain, lowerElementAccess, lowerPropertyAccess } from "./expression/paths.ts";
import { staticCondition as decided } from "./expression/static.ts";
import { placeNamed } from "./expression/targets.ts";
import { lowerTemplate, lowerTextSum } from "./expression/text.ts";
import { NO_VALUE, int, settle as settled, typed } from "./expression/values.ts";

const { SyntaxKind } = ts;

register<ts.NumericLiteral>(SyntaxKind.NumericLiteral, lowerNumber);
register<ts.StringLiteral>(SyntaxKind.StringLiteral, lowerString);
register<ts.NoSubstitutionTemplateLiteral>(SyntaxKind.NoSubstitutionTemplateLiteral, lowerString);
register<ts.TemplateExpression>(SyntaxKind.TemplateExpression, lowerTemplate);
register<ts.TaggedTemplateExpression>(SyntaxKind.TaggedTemplateExpression, lowerTaggedTemplate);
register<ts.TrueLiteral>(SyntaxKind.TrueKeyword, lowerTrue);
register<ts.FalseLiteral>(SyntaxKind.FalseKeyword, lowerFalse);
register<ts.NullLiteral>(SyntaxKind.NullKeyword, lowerNull);
register<ts.Identifier>(SyntaxKind.Identifier, lowerIdentifier);
register<ts.ThisExpression>(SyntaxKind.ThisKeyword, lowerThis);
register<ts.ParenthesizedExpression>(SyntaxKind.ParenthesizedExpression, (f, node, expected, dest) =>
  valueOf(f, node.expression, expected, dest),
);
register<ts.PropertyAccessExpression>(SyntaxKind.PropertyAccessExpression, lowerPropertyAccess);
register<ts.ElementAccessExpression>(SyntaxKind.ElementAccessExpression, lowerElementAccess);
register<ts.CallExpression>(SyntaxKind.CallExpression, lowerCall);
register<ts.NewExpression>(SyntaxKind.NewExpression, lowerNew);
register<ts.ArrayLiteralExpression>(SyntaxKind.ArrayLiteralExpression, lowerArrayLiteral);
register<ts.ObjectLiteralExpression>(SyntaxKind.ObjectLiteralExpression, lowerObjectLiteral);
register<ts.ArrowFunction>(SyntaxKind.ArrowFunction, lowerFunction);
register<ts.FunctionExpression>(SyntaxKind.FunctionExpression, lowerFunction);
register<ts.ConditionalExpression>(SyntaxKind.ConditionalExpression, lowerConditional);
register<ts.BinaryExpression>(SyntaxKind.BinaryExpression, lowerBinary);
register<ts.PrefixUnaryExpression>(SyntaxKind.PrefixUnaryExpression, lowerPrefix);
register<ts.PostfixUnaryExpression>(SyntaxKind.PostfixUnaryExpression, lowerStep);
register<ts.AsExpression>(SyntaxKind.AsExpression, lowerAs);
register<ts.TypeAssertion>(SyntaxKind.TypeAssertionExpression, lowerAs);
register<ts.SatisfiesExpression>(SyntaxKind.SatisfiesExpression, lowerSatisfies);
register<ts.NonNullExpression>(SyntaxKind.NonNullExpression, (f, node) =>
  inChain(f, node, () => lowerNonNull(f, node)),
);
register<ts.VoidExpression>(SyntaxKind.VoidExpression, (f, node) => {
  effectOf(f, node.expression);
  return nothing();
});
register<ts.TypeOfExpression>(SyntaxKind.TypeOfExpression, lowerTypeOf);

/** The value `undefined`. */
const nothing = (): Value => typed(int(NULL, 0n), NULL);

function lowerPrefix(f: FunctionContext, node: ts.PrefixUnaryExpression, expected: Type | null): Value {
  switch (node.operator) {
    case SyntaxKind.PlusPlusToken:
    case SyntaxKind.MinusMinusToken:
      return lowerStep(f, node);
    case SyntaxKind.ExclamationToken:
      return lowerNot(f, node);
    default:
      return lowerSign(f, node, expected);
  }
}

function lowerBinary(
  f: FunctionContext,
  node: ts.BinaryExpression,
  expected: Type | null,
  dest: Place | null,
): Value {
  const kind = node.operatorToken.kind;
  if (isAssignment(kind)) return lowerAssignment(f, node);
  if (isComparison(kind)) return lowerComparison(f, node);
  switch (kind) {
    case SyntaxKind.AmpersandAmpersandToken:
    case SyntaxKind.BarBarToken:
    case SyntaxKind.QuestionQuestionToken:
      return lowerLogical(f, node, expected, dest);
    case SyntaxKind.InstanceOfKeyword:
      return lowerInstanceOf(f, node);
    case SyntaxKind.CommaToken:
      effectOf(f, node.left);
      return valueOf(f, node.right, expected, dest);
    default:
      return lowerOperator(f, node, expected);
  }
}

function lowerOperator(f: FunctionContext, node: ts.BinaryExpression, expected: Type | null): Value {
  if (isTextSum(f, node)) return lowerTextSum(f, node);
  if (arithmeticOperator(node.operatorToken.kind)) return lowerArithmetic(f, node, expected);
  const text = node.operatorToken.getText();
  f.declarations.error(node.operatorToken, 1120, `The operator '${text}' is outside the language.`);
  return NO_VALUE;
}

const expressions: Expressions = {
  value: (f, node, expected) => valueOf(f, node, expected),
  operand: operandOf,
  coerce: coerceTo,
  into: lowerInto,
  place: placeNamed,
  assign: assignTo,
  staticCondition: decided,
  condition: branchOn,
  effect: effectOf,
  settle: settled,
  property: propertyOf,
  restOfObject: restOf,
  element: elementOf,
  elementOrNull: elementOrNullOf,
  callMethod: callMethodOf,
  equal: equalTo,
  hasTypeName: hasTypeNameOf,
};

/** The parts of `Expressions` as functions: context.ts says what each does. */
export const { value, operand, coerce, into, place, assign, staticCondition, condition, effect, settle } =
  expressions;
export const { property, restOfObject, element, elementOrNull, callMethod, equal, hasTypeName } = expressions;
