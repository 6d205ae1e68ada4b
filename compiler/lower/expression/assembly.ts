/**
 * Tagged templates: inline assembly, and calls of functions that take the template's strings.
 *
 * LLVM numbers the operands of inline assembly outputs first, then inputs, and writes them `$0`, `$1`…; the text of the
 * source is taken raw, its `$` doubled. What changes a register and gives it back is an output with an input tied to it.
 */

import ts from "typescript";
import type { Operand } from "../../mir.ts";
import { variableOperand } from "../../mir-walk.ts";
import { NEVER, VOID, tupleType, type Type } from "../../types.ts";
import type { FunctionContext, Value } from "../context.ts";
import { lowerArguments, parametersOf } from "./arguments.ts";
import { arrayOfValues } from "./array-literals.ts";
import { callInstance } from "./call.ts";
import { value } from "./dispatch.ts";
import { functionOperand } from "./intrinsics.ts";
import { symbolOf, unsafeFunction } from "./known-names.ts";
import { stringLiteral } from "./literals.ts";
import { implementationOf } from "./names.ts";
import { NO_VALUE, convert, settle, typed, zeroOf } from "./values.ts";
import { coerce } from "./coerce.ts";

/** A tagged template: asm`…`, or a call of the tag. */
export function lowerTaggedTemplate(f: FunctionContext, node: ts.TaggedTemplateExpression): Value {
  if (unsafeFunction(f, node.tag) === "asm") return new InlineAssembly(f, node).lower();
  return callTag(f, node);
}

/** `tag\`a${1}b\``: the literal parts in an array, then the values. */
function callTag(f: FunctionContext, node: ts.TaggedTemplateExpression): Value {
  const symbol = symbolOf(f, node.tag);
  const declaration = symbol && implementationOf(symbol);
  if (!declaration || declaration.typeParameters) {
    f.declarations.error(
      node.tag,
      1138,
      "A template's tag is the name of a declared function that is not generic.",
    );
    return typed(zeroOf(NEVER), NEVER);
  }
  const { template } = node;
  const spans = ts.isNoSubstitutionTemplateLiteral(template) ? [] : template.templateSpans;
  const texts = ts.isNoSubstitutionTemplateLiteral(template)
    ? [template.text]
    : [template.head.text, ...spans.map((s) => s.literal.text)];
  const strings = f.declarations.arrayType(f.declarations.stringType());
  const items = texts.map((text) => stringLiteral(f, text));
  const instance = f.declarations.functionInstance(declaration, [], new Map());
  const parameters = parametersOf(instance);
  const first = arrayOfValues(f, strings, f.declarations.stringType(), items, node);
  const rest = { types: parameters.types.slice(1), hasRest: parameters.hasRest };
  const values = lowerArguments(
    f,
    spans.map((s) => s.expression),
    rest,
    node,
  );
  return callInstance(f, instance, null, [first, ...values], node);
}

const registers = new Map<string, string>([
  ["a", "{ax}"],
  ["b", "{bx}"],
  ["c", "{cx}"],
  ["d", "{dx}"],
  ["S", "{si}"],
  ["D", "{di}"],
]);

/** LLVM's constraint for the source's: a register's letter or name, `r`, `m`, `i`. */
function constraintOf(text: string): string {
  const register = registers.get(text);
  if (register) return register;
  return /^(r(8|9|1[0-5])|[re]?[a-d]x|[re]?[sd]i|[re]?[sb]p|[a-d]l|xmm\d+|ymm\d+)$/.test(text)
    ? `{${text}}`
    : text;
}

/** One part of the text: literal, or the number of an operand that is known when all are. */
type Piece = { readonly text: string } | { readonly output: number } | { readonly input: number };

class InlineAssembly {
  private readonly f: FunctionContext;
  private readonly node: ts.TaggedTemplateExpression;
  private readonly pieces: Piece[] = [];
  private readonly outputs: string[] = [];
  private readonly inputs: { constraint: string; operand: Operand }[] = [];
  private readonly clobbers: string[] = [];
  private readonly outputTypes: readonly Type[];

  constructor(f: FunctionContext, node: ts.TaggedTemplateExpression) {
    this.f = f;
    this.node = node;
    const written = node.typeArguments?.[0];
    const type = written ? f.declarations.resolveType(written, f.environment) : VOID;
    this.outputTypes = type === VOID || type === NEVER ? [] : type.kind === "tuple" ? type.elements : [type];
  }

  lower(): Value {
    const { f, node } = this;
    const { template } = node;
    if (ts.isNoSubstitutionTemplateLiteral(template)) {
      this.addText(template);
    } else {
      this.addText(template.head);
      for (const span of template.templateSpans) {
        this.addOperand(span.expression);
        this.addText(span.literal);
      }
    }
    if (this.outputs.length !== this.outputTypes.length) {
      const message = `This assembly has ${this.outputs.length} outputs, but its type says ${this.outputTypes.length}.`;
      f.declarations.error(node, 1416, message, "Write asm<T> for one output, asm<[A, B]> for two.");
      return typed(zeroOf(NEVER), NEVER);
    }
    const result = this.result();
    f.builder.emit({
      op: "asm",
      result,
      template: this.pieces.map((piece) => this.textOf(piece)).join(""),
      constraints: [...this.outputs, ...this.inputs.map((i) => i.constraint), ...this.clobbers].join(","),
      inputs: this.inputs.map((i) => i.operand),
      outputs: this.outputTypes,
    });
    return result ? typed(variableOperand(result), result.type) : NO_VALUE;
  }

  private result(): ReturnType<FunctionContext["builder"]["temp"]> | null {
    const [first, ...more] = this.outputTypes;
    if (!first) return null;
    return this.f.builder.temp(more.length === 0 ? first : tupleType(this.outputTypes));
  }

  private textOf(piece: Piece): string {
    if ("text" in piece) return piece.text;
    return "output" in piece ? `$${piece.output}` : `$${this.outputs.length + piece.input}`;
  }

  private addText(node: ts.TemplateLiteralLikeNode): void {
    this.pieces.push({ text: (node.rawText ?? node.text).replaceAll("$", "$$$$") });
  }

  private addOperand(node: ts.Expression): void {
    const { f } = this;
    const name = ts.isCallExpression(node) ? unsafeFunction(f, node.expression) : null;
    const [first, second] = ts.isCallExpression(node) ? node.arguments : [];
    const letters = first && ts.isStringLiteral(first) ? first.text : null;
    switch (name) {
      case "inp":
        if (letters === null || !second) break;
        this.pieces.push({ input: this.inputs.length });
        this.inputs.push({ constraint: constraintOf(letters), operand: this.inputOperand(second) });
        return;
      case "out":
        if (letters === null) break;
        this.pieces.push({ output: this.outputs.length });
        this.outputs.push(letters === "r" ? "=&r" : `=${constraintOf(letters)}`);
        return;
      case "inout":
        if (letters === null || !second) break;
        this.pieces.push({ output: this.outputs.length });
        this.inputs.push({
          constraint: String(this.outputs.length),
          operand: this.inputOperand(second, this.outputTypes[this.outputs.length]),
        });
        this.outputs.push(`=${constraintOf(letters)}`);
        return;
      case "clobber":
        if (letters === null) break;
        this.clobbers.push(`~${letters === "memory" ? "{memory}" : braced(constraintOf(letters))}`);
        return;
      case "sym":
        this.pieces.push({ text: first ? this.symbol(first) : "" });
        return;
      case "imm":
        this.pieces.push({ text: first ? this.immediate(first) : "" });
        return;
      default:
        break;
    }
    f.declarations.error(
      node,
      1417,
      "This is no operand of assembly.",
      "Write inp, out, inout, clobber, sym or imm, with a string literal first.",
    );
  }

  private inputOperand(node: ts.Expression, type: Type | null = null): Operand {
    const v = value(this.f, node, type);
    const isSameSize =
      v.kind === "operand" && v.type.kind === "int" && type?.kind === "int" && v.type.bits === type.bits;
    if (isSameSize) return convert(this.f, v.operand, type);
    return coerce(this.f, v, type ?? settle(v), node);
  }

  private immediate(node: ts.Expression): string {
    const constant = this.f.declarations.constant(node, this.f.environment);
    if (typeof constant === "bigint") return constant.toString();
    if (typeof constant === "boolean") return constant ? "1" : "0";
    const v = value(this.f, node, null);
    if (v.kind === "untyped") return v.value.toString();
    if (v.kind === "operand" && v.operand.kind === "int") return v.operand.value.toString();
    this.f.declarations.error(node, 1410, "'imm' needs an integer constant.");
    return "0";
  }

  private symbol(node: ts.Expression): string {
    const { f } = this;
    const declaration = symbolOf(f, node)?.valueDeclaration;
    const name =
      declaration && ts.isVariableDeclaration(declaration)
        ? this.globalSymbol(declaration, node)
        : this.functionSymbol(node);
    const quoted = /^[A-Za-z_.$][\w.$]*$/.test(name) ? name : `"${name}"`;
    return quoted.replaceAll("$", "$$$$");
  }

  private globalSymbol(declaration: ts.VariableDeclaration, node: ts.Node): string {
    const found = this.f.declarations.global(declaration);
    if (found.kind === "global") return found.global.symbol;
    this.f.declarations.error(
      node,
      1411,
      "'sym' needs a function or a variable of a module; this is a constant.",
      "Write imm(…).",
    );
    return "0";
  }

  private functionSymbol(node: ts.Expression): string {
    const operand = functionOperand(this.f, node);
    return operand?.kind === "function" ? operand.symbol : "0";
  }
}

const braced = (constraint: string): string => (constraint.startsWith("{") ? constraint : `{${constraint}}`);
