/** The core library's classes and functions, by place. */

import ts from "typescript";
import { VOID, classType, type ClassInfo, type Type } from "../../types.ts";
import type { FunctionInstance } from "../context.ts";
import type { Parts } from "./parts.ts";

/** File of each class that the compiler knows. */
const CLASSES: Readonly<Record<string, string>> = {
  StringObject: "string.ts",
  ArrayObject: "array.ts",
  MapObject: "map.ts",
  SetObject: "set.ts",
  WeakCell: "weak.ts",
  Error: "error.ts",
  RangeError: "error.ts",
  TypeError: "error.ts",
};

/** Global classes of the prelude and what implements them. */
export const GLOBAL_CLASSES: Readonly<Record<string, string>> = {
  Map: "MapObject",
  ReadonlyMap: "MapObject",
  Set: "SetObject",
  ReadonlySet: "SetObject",
  Error: "Error",
  RangeError: "RangeError",
  TypeError: "TypeError",
};

/** What the compiler itself uses of core/: classes and functions that it knows by their file and name. */
export class CoreLibrary {
  private readonly parts: Parts;
  private string: Type | null = null;
  private readonly exports = new Map<string, ts.Symbol>();

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** The type of strings. */
  stringType(): Type {
    return (this.string ??= classType(this.classInfo("StringObject", [])));
  }

  /** The type of arrays of such items. */
  arrayType(element: Type): Type {
    return classType(this.classInfo("ArrayObject", [element]));
  }

  /** The type of the items, null if the type is no array. */
  arrayElement(type: Type): Type | null {
    return type.kind === "class" && type.info.special === "array" ? type.info.element : null;
  }

  /** A class of the library with its type arguments. */
  classInfo(name: string, typeArguments: readonly Type[]): ClassInfo {
    const declaration = this.classDeclaration(name);
    if (!declaration) throw new Error(`the core library has no class ${name}`);
    return this.parts.classes.classInfo(declaration, typeArguments);
  }

  /** Where a class of the library is declared; null if there is none of the name. */
  classDeclaration(name: string): ts.ClassDeclaration | null {
    const file = CLASSES[name];
    const declaration = file ? this.find(file, name)?.valueDeclaration : null;
    return declaration && ts.isClassDeclaration(declaration) ? declaration : null;
  }

  /** `file` as `core/format.ts` or `format.ts`. */
  function(file: string, name: string, typeArguments: readonly Type[]): FunctionInstance {
    const declaration = this.find(file.replace(/^core\//, ""), name)?.valueDeclaration;
    if (!declaration || !ts.isFunctionDeclaration(declaration)) {
      throw new Error(`the core library has no function ${name} in ${file}`);
    }
    return this.parts.instances.functionInstance(declaration, typeArguments, new Map());
  }

  private find(file: string, name: string): ts.Symbol | null {
    const key = `${file}:${name}`;
    let symbol = this.exports.get(key);
    if (!symbol) {
      const source = this.parts.loaded.coreFile(file);
      const module = source && this.parts.checker.getSymbolAtLocation(source);
      symbol = module?.exports?.get(ts.escapeLeadingUnderscores(name));
      if (!symbol) return null;
      this.exports.set(key, symbol);
    }
    return symbol;
  }

  /** `special` and `element` of a class declaration's instance. */
  special(
    declaration: ts.ClassLikeDeclaration,
    typeArguments: readonly Type[],
  ): { special: "array" | "string" | null; element: Type | null } {
    if (declaration === this.classDeclaration("ArrayObject"))
      return { special: "array", element: typeArguments[0] ?? VOID };
    return {
      special: declaration === this.classDeclaration("StringObject") ? "string" : null,
      element: null,
    };
  }
}
