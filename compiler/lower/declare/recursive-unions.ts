/**
 * Unions that are a part of themselves: `type Json = string | f64 | Json[]`. When the type is met within itself, an object stands for
 * it that gets its members when they are all known; its identity is the alias's name.
 */

import ts from "typescript";
import { nullableType, showType, type ClassType, type Type, type UnionType } from "../../types.ts";
import type { TypeEnvironment } from "../context.ts";
import { argumentsInSymbol, moduleName, symbolOfType } from "./names.ts";
import type { Parts } from "./parts.ts";

interface Open {
  readonly environment: string;
  itself: NamedUnion | null;
}
interface NamedUnion extends UnionType {
  members: readonly ClassType[];
}

/** The unions that are being resolved, and those that turned out to be a part of themselves. */
export class RecursiveUnions {
  private readonly parts: Parts;
  private readonly open = new Map<ts.Type, Open>();
  private readonly known = new Map<ts.Type, Map<string, Type>>();

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** What `resolve` gives for the union, unless that meets the union itself. */
  within(type: ts.UnionType, environment: TypeEnvironment, resolve: () => Type | null): Type | null {
    if (!type.aliasSymbol) return resolve();
    const known = this.known.get(type)?.get(keyOf(environment));
    if (known) return known;
    const outer = this.open.get(type);
    const key = keyOf(environment);
    if (outer?.environment === key) {
      outer.itself ??= this.make(type, environment);
      return outer.itself && orNull(type, outer.itself);
    }
    const open: Open = { environment: key, itself: null };
    this.open.set(type, open);
    const found = resolve();
    if (outer) this.open.set(type, outer);
    else this.open.delete(type);
    if (!open.itself) return found;
    const content = found?.kind === "nullable" ? found.of : found;
    // A type that only holds itself, or null, in place has no form.
    if (content?.kind !== "union") return null;
    open.itself.members = content.members;
    const itself = orNull(type, open.itself);
    const byEnvironment = this.known.get(type) ?? new Map<string, Type>();
    this.known.set(type, byEnvironment.set(key, itself));
    return itself;
  }

  /** Null when a type argument has no machine form. */
  private make(type: ts.UnionType, environment: TypeEnvironment): NamedUnion | null {
    const { parts } = this;
    const declaration = type.aliasSymbol?.declarations?.[0];
    if (!type.aliasSymbol || !declaration) return null;
    const given = (type.aliasTypeArguments ?? []).map((t) => parts.types.fromChecker(t, environment));
    const types = given.flatMap((t) => (t ? [t] : []));
    if (types.length < given.length) return null;
    const path = moduleName(parts.loaded.pathOf(declaration.getSourceFile()));
    const own = type.aliasSymbol.name;
    const symbol = `${path}:${own}${argumentsInSymbol(types)}`;
    const name = types.length === 0 ? own : `${own}<${types.map(showType).join(", ")}>`;
    // Of two aliases of one name, in functions say, the position tells.
    return {
      kind: "union",
      key: `class union ${symbol}@${declaration.pos}`,
      members: [],
      alias: { name, symbol: `${symbol}@${declaration.pos}` },
    };
  }
}

const keyOf = (environment: TypeEnvironment): string => [...environment.values()].map(symbolOfType).join(";");

function orNull(type: ts.UnionType, union: UnionType): Type {
  const nullish = ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Void;
  return type.types.some((t) => t.flags & nullish) ? nullableType(union) : union;
}
