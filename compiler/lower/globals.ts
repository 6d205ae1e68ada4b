/** Variables of modules and static fields: constants, static data, and what an initialiser computes. */

import ts from "typescript";
import type { Global, Operand, StaticData } from "../mir.ts";
import { NEVER, NULL, hasZero, isInline, isPointerLike, type StructType, type Type } from "../types.ts";
import { fits } from "./expression/integers.ts";
import { isConstant, type Constant } from "./constants.ts";
import { attributesOf } from "./declare/attributes.ts";
import { moduleName, nameText } from "./declare/names.ts";
import type { Parts } from "./declare/parts.ts";

/** A binding element: what a pattern at the top level takes out of a value. */
export type GlobalDeclaration = ts.VariableDeclaration | ts.PropertyDeclaration | ts.BindingElement;
/** What a variable outside of functions is: known when the program is compiled, or a place in memory. */
export type GlobalMeaning =
  | { kind: "constant"; value: bigint | number | string; type: Type | null }
  | { kind: "global"; global: Global };

const NOTHING = new Map<ts.Symbol, Type>();

/** The globals that the program uses, made when they are first mentioned. */
export class GlobalTable {
  /** In the order of their making. */
  readonly all: Global[] = [];
  private readonly parts: Parts;
  private readonly known = new Map<GlobalDeclaration, GlobalMeaning>();

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** What a declaration means; a global is made when it is first asked for. */
  get(declaration: GlobalDeclaration): GlobalMeaning {
    let meaning = this.known.get(declaration);
    if (!meaning) {
      meaning = this.constant(declaration) ?? { kind: "global", global: this.make(declaration) };
      this.known.set(declaration, meaning);
      if (meaning.kind === "global" && !this.isExtern(declaration)) this.all.push(meaning.global);
    }
    return meaning;
  }

  /** A boolean is a constant of the integer kind, with its type. One with a link name must lie somewhere. */
  private constant(declaration: GlobalDeclaration): GlobalMeaning | null {
    if (ts.isBindingElement(declaration) || !isConstant(declaration)) return null;
    const attributes = attributesOf(declaration);
    if (attributes.linkName !== null || attributes.section !== null) return null;
    const constant = this.parts.constants.declared(declaration);
    if (!constant) return null;
    const { value, type } = constant;
    return { kind: "constant", value: typeof value === "boolean" ? BigInt(value) : value, type };
  }

  private make(declaration: GlobalDeclaration): Global {
    const { parts } = this;
    const file = declaration.getSourceFile();
    const path = parts.loaded.pathOf(file);
    const name = this.qualifiedName(declaration);
    const attributes = attributesOf(declaration);
    const isPart = ts.isBindingElement(declaration);
    const type = isPart ? this.partType(declaration) : parts.instances.declaredType(declaration, NOTHING);
    if (type.kind === "span" || type.kind === "ref") {
      parts.errors.add(
        declaration,
        1301,
        "A span cannot be a global: it must not outlive what it views.",
        "Keep the owner, and take a span where it is used.",
      );
    }
    const isExtern = this.isExtern(declaration);
    if (!isExtern && !isPart && !declaration.initializer && !hasZero(type)) {
      parts.errors.add(
        declaration.name,
        1169,
        `'${name}' has no value at first, and its type has no zero value.`,
        "Give it an initialiser, or let its type be '… | null'.",
      );
    }
    return {
      symbol:
        attributes.linkName ||
        (isExtern ? name : parts.instances.uniqueSymbol(`${moduleName(path)}:${name}`)),
      name,
      module: path,
      location: parts.all.location(declaration),
      type,
      initial: isExtern || isPart ? null : this.initial(declaration.initializer, type),
      isConstant: false,
      section: attributes.section,
      exported: attributes.exported,
    };
  }

  private partType(node: ts.BindingElement): Type {
    const { checker, types, errors } = this.parts;
    const type = types.fromChecker(checker.getTypeAtLocation(node), NOTHING);
    if (type && type.kind !== "null") return type;
    const hint = "Take it out of the value by itself, with its type: const x: u32 = point.x;";
    errors.add(node, 1047, `The type of '${node.name.getText()}' is not clear from its value.`, hint);
    return NEVER;
  }

  /** Defined elsewhere, by assembly or the linker script. */
  private isExtern(declaration: GlobalDeclaration): boolean {
    return isDeclared(declaration) || attributesOf(declaration).isExtern;
  }

  private qualifiedName(declaration: GlobalDeclaration): string {
    const own = nameText(declaration.name as ts.PropertyName) ?? "variable";
    const owner = ts.isPropertyDeclaration(declaration) ? declaration.parent.name?.text : null;
    return owner ? `${owner}.${own}` : own;
  }

  /** Static contents; null when the module's initialiser has to compute them. */
  private initial(node: ts.Expression | undefined, type: Type): StaticData | null {
    if (!node) return { kind: "zero" };
    return this.data(node, type);
  }

  private data(node: ts.Expression, type: Type): StaticData | null {
    if (ts.isParenthesizedExpression(node) || ts.isSatisfiesExpression(node))
      return this.data(node.expression, type);
    if (node.kind === ts.SyntaxKind.NullKeyword || isUndefined(node)) return { kind: "zero" };
    if (ts.isNewExpression(node)) return this.constructed(node, type);
    const constant = this.parts.constants.fold(node, NOTHING);
    const value = constant && scalar(constant, type);
    return value ? { kind: "scalar", value } : null;
  }

  /** Fixed arrays of constants, structs whose fields are constant, atomics. */
  private constructed(node: ts.NewExpression, type: Type): StaticData | null {
    const args = node.arguments ?? [];
    const atomic = this.parts.made.atomicContent(type);
    if (atomic) {
      const inner = args[0] && this.data(args[0], atomic);
      return inner ? { kind: "list", items: [inner] } : null;
    }
    if (type.kind === "fixed") {
      if (args.length === 0) return this.zeroOf(type);
      const [list] = args;
      if (!list || !ts.isArrayLiteralExpression(list) || list.elements.length !== type.count) return null;
      return this.list(list.elements.map((element) => this.data(element, type.element)));
    }
    return type.kind === "struct" && args.length === 0 ? this.zeroOf(type) : null;
  }

  /** A struct made without arguments: zero, but for fields with constant initialisers. Null when something has to run. */
  private zeroOf(type: Type): StaticData | null {
    if (!isInline(type)) return { kind: "zero" };
    if (type.kind === "fixed") {
      const element = this.zeroOf(type.element);
      if (element === null || element.kind === "zero") return element;
      return { kind: "list", items: Array.from({ length: type.count }, () => element) };
    }
    return this.structOf(type);
  }

  private structOf(type: StructType): StaticData | null {
    const { info } = type;
    if (this.parts.made.atomicContent(type)) return { kind: "zero" };
    const declaration = this.parts.classes.declarationOf(info);
    if (declaration?.members.some((m) => ts.isConstructorDeclaration(m))) return null;
    const initializers = new Map(this.parts.classes.fieldInitializers(info).map((i) => [i.index, i.node]));
    const items = info.fields.map((field, index) => {
      const node = initializers.get(index);
      return node ? this.data(node, field.type) : { kind: "zero" as const };
    });
    return items.every((item) => item?.kind === "zero") ? { kind: "zero" } : this.list(items);
  }

  private list(items: readonly (StaticData | null)[]): StaticData | null {
    return items.every((item) => item !== null) ? { kind: "list", items } : null;
  }
}

function isUndefined(node: ts.Expression): boolean {
  return ts.isIdentifier(node) && node.text === "undefined";
}

function isDeclared(declaration: GlobalDeclaration): boolean {
  return (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Ambient) !== 0;
}

/** The constant as a value of the type; null when it does not fit, which lowering reports. */
function scalar({ value, type: own }: Constant, type: Type): Operand | null {
  if (type === NULL) return null;
  if (type.kind === "int" && typeof value === "bigint") {
    const isSame = own === null || own === type || (own.kind === "int" && own.brand === null);
    return isSame && fits(value, type) ? { kind: "int", type, value } : null;
  }
  if (type.kind === "float" && (typeof value === "number" || typeof value === "bigint")) {
    return own === null || own === type ? { kind: "float", type, value: Number(value) } : null;
  }
  if (type.kind === "bool" && typeof value === "boolean") return { kind: "int", type, value: BigInt(value) };
  if (type.kind === "class" && own === type && typeof value === "string")
    return { kind: "string", type, value };
  const isNullableString = type.kind === "nullable" && isPointerLike(type.of) && own === type.of;
  return isNullableString && typeof value === "string" ? { kind: "string", type, value } : null;
}
