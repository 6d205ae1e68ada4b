/**
 * The types of Metal TypeScript as the compiler sees them: resolved, monomorphised, interned.
 *
 * Interning makes identity (`===`) type equality. The front end builds these from type nodes and expressions; the passes
 * behind it never look at the checker's types.
 */

export type Type =
  | { readonly kind: "void" | "never" | "null" | "bool" | "error"; readonly key: string }
  | IntType
  | FloatType
  | ClassType
  | StructType
  | FixedType
  | SpanType
  | PointerType
  | FunctionType
  | InterfaceType
  | NullableType
  | UnionType
  | TupleType
  | RefType
  | LiteralType;

/** An integer. `brand` tells PhysAddr from VirtAddr; `enumName` an enum from its underlying type. */
export interface IntType {
  readonly kind: "int";
  readonly key: string;
  readonly bits: 8 | 16 | 32 | 64;
  readonly signed: boolean;
  readonly brand: string | null;
  readonly enumName: string | null;
}
/** f32 or f64. */
export interface FloatType {
  readonly kind: "float";
  readonly key: string;
  readonly bits: 32 | 64;
}
/** A counted reference to an instance (strings and arrays are classes of the core library too). Never null. */
export interface ClassType {
  readonly kind: "class";
  readonly key: string;
  readonly info: ClassInfo;
}
/** An inline value of a `@struct` class: lives in places only, never in a temporary. */
export interface StructType {
  readonly kind: "struct";
  readonly key: string;
  readonly info: ClassInfo;
}
/** `FixedArray<T, N>`: inline, in places only. */
export interface FixedType {
  readonly kind: "fixed";
  readonly key: string;
  readonly element: Type;
  readonly count: number;
}
/** `Span<T>`: { ptr, u64 length }. */
export interface SpanType {
  readonly kind: "span";
  readonly key: string;
  readonly element: Type;
}
/** `Ptr<T>` of the unsafe module. */
export interface PointerType {
  readonly kind: "pointer";
  readonly key: string;
  readonly element: Type;
}
/** A closure: a counted reference to { header, code, captures… }. The code takes (environment, parameters…). */
export interface FunctionType {
  readonly kind: "function";
  readonly key: string;
  readonly parameters: readonly Type[];
  readonly result: Type;
}
/** A structural interface: fat pointer { object, itable }. */
export interface InterfaceType {
  readonly kind: "interface";
  readonly key: string;
  readonly info: InterfaceInfo;
}
/** T | null (undefined is the same value). A null pointer where T is a pointer, else { T value, i1 present }. */
export interface NullableType {
  readonly kind: "nullable";
  readonly key: string;
  readonly of: Type;
}
/** A | B of class types: one counted pointer; the object's class tells which. */
export interface UnionType {
  readonly kind: "union";
  readonly key: string;
  readonly members: readonly ClassType[];
  /** A union that is a part of itself is known by its alias: as a reader writes it, and in link symbols. */
  readonly alias?: { readonly name: string; readonly symbol: string };
}
/** [A, B]: an inline value, in temporaries too. */
export interface TupleType {
  readonly kind: "tuple";
  readonly key: string;
  readonly elements: readonly Type[];
}
/** The address of a place that holds a struct or a fixed array, borrowed from that place's owner. Parameters and `const` aliases. */
export interface RefType {
  readonly kind: "ref";
  readonly key: string;
  readonly to: Type;
}

/** A number as a type argument (`Ring<u8, 64>`); values of it do not exist. */
export interface LiteralType {
  readonly kind: "literal";
  readonly key: string;
  readonly value: number;
}

/** A field with its place. */
export interface Field {
  readonly name: string;
  readonly type: Type;
  /** Set once in the constructor: a chain of such fields from a live root needs no counting. */
  readonly isReadonly: boolean;
  /** Added by the compiler: the program has no name for it. */
  readonly isHidden?: boolean;
  /** From the beginning of the object (header included) or of the struct, in bytes. */
  readonly offset: number;
}

/**
 * A class or struct after monomorphisation. Objects begin with the header { ptr vtable, u64 count } (16 bytes), then,
 * when `weak`, a pointer to the weak cell (8 bytes), then the fields, the base class's first.
 */
export interface ClassInfo {
  /** As a reader writes it: `Box<u32>`. */
  readonly name: string;
  /** Unique, legal in a link symbol. */
  readonly symbol: string;
  /** The module (source file path relative to the root) that owns its vtable and destroy function. */
  readonly module: string;
  readonly line: number;
  readonly isStruct: boolean;
  readonly packed: boolean;
  readonly base: ClassInfo | null;
  readonly subclasses: ClassInfo[];
  /** All fields, inherited ones first. */
  fields: Field[];
  size: number;
  align: number;
  /** Some `Weak<T>` refers to this class, a base or a derived one. Decided for the whole hierarchy. */
  weak: boolean;
  /** Link names of the methods in vtable slots, by slot; inherited slots first. Null: abstract. */
  virtuals: (string | null)[];
  /** Link name of the `destructor()` method, own or inherited, or null. */
  destructor: string | null;
  /**
   * `array`: the core library's growable array: its destroy function also drops `length` elements at `data`.
   * `string`: { u64 length; bytes… } inline behind the header. `closure` and `box` are made by the compiler.
   */
  readonly special: "array" | "string" | "closure" | null;
  /** For `array`: the element type. */
  readonly element: Type | null;
  /** Instances are numbered in pre-order of the hierarchy: `x instanceof C` is first <= id(x) <= last. */
  firstId: number;
  lastId: number;
}

/** A function that an interface promises. */
export interface InterfaceMember {
  readonly name: string;
  readonly kind: "method" | "getter" | "setter";
  /** Without the receiver. */
  readonly parameters: readonly Type[];
  readonly result: Type;
}
/** An interface: what its table has, in order. */
export interface InterfaceInfo {
  readonly name: string;
  readonly symbol: string;
  /** In itable order. */
  members: InterfaceMember[];
}

// ---------------------------------------------------------------- interning

const interned = new Map<string, Type>();

function intern<T extends Type>(type: T): T {
  const known = interned.get(type.key);
  if (known) return known as T;
  interned.set(type.key, type);
  return type;
}

/** Forgets the types that mention a program's classes and interfaces, before another program is compiled in this process. */
export function forgetProgramTypes(): void {
  for (const key of interned.keys()) if (/\b(class|struct|interface) /.test(key)) interned.delete(key);
}

/** The types without parts. Types are made once: two are the same when they are the same object. */
export const VOID = intern({ kind: "void", key: "void" });
export const NEVER = intern({ kind: "never", key: "never" });
export const NULL = intern({ kind: "null", key: "null" });
export const BOOL = intern({ kind: "bool", key: "boolean" });
/** A caught or thrown value: 1 to 4095 is an Errno, anything else a counted Error object. */
export const ERROR = intern({ kind: "error", key: "unknown" });

/** An integer type; `brand` or `enumName` makes it one of its own. */
export function intType(
  bits: 8 | 16 | 32 | 64,
  signed: boolean,
  brand: string | null = null,
  enumName: string | null = null,
): IntType {
  const base = `${signed ? "i" : "u"}${bits}`;
  const key = enumName ?? (brand ? `${brand}:${base}` : base);
  return intern({ kind: "int", key, bits, signed, brand, enumName });
}
/** The plain numbers. */
export const U8 = intType(8, false);
export const U16 = intType(16, false);
export const U32 = intType(32, false);
export const U64 = intType(64, false);
export const I8 = intType(8, true);
export const I16 = intType(16, true);
export const I32 = intType(32, true);
export const I64 = intType(64, true);
export const F32: FloatType = intern({ kind: "float", key: "f32", bits: 32 });
export const F64: FloatType = intern({ kind: "float", key: "f64", bits: 64 });

/** The type of objects of a class, of a struct in place, and of other things that have parts: each is made once. */
export const classType = (info: ClassInfo): ClassType =>
  intern({ kind: "class", key: `class ${info.symbol}`, info });
export const structType = (info: ClassInfo): StructType =>
  intern({ kind: "struct", key: `struct ${info.symbol}`, info });
export const interfaceType = (info: InterfaceInfo): InterfaceType =>
  intern({ kind: "interface", key: `interface ${info.symbol}`, info });
export const fixedType = (element: Type, count: number): FixedType =>
  intern({ kind: "fixed", key: `FixedArray<${element.key}, ${count}>`, element, count });
export const spanType = (element: Type): SpanType =>
  intern({ kind: "span", key: `Span<${element.key}>`, element });
export const pointerType = (element: Type): PointerType =>
  intern({ kind: "pointer", key: `Ptr<${element.key}>`, element });
export const refType = (to: Type): RefType => intern({ kind: "ref", key: `ref ${to.key}`, to });
export const tupleType = (elements: readonly Type[]): TupleType =>
  intern({ kind: "tuple", key: `[${elements.map((e) => e.key).join(", ")}]`, elements });
/** The type of closures. */
export const functionType = (parameters: readonly Type[], result: Type): FunctionType =>
  intern({
    kind: "function",
    key: `(${parameters.map((p) => p.key).join(", ")}) => ${result.key}`,
    parameters,
    result,
  });
/** The type of a number without a type of its own. */
export const literalType = (value: number): LiteralType =>
  intern({ kind: "literal", key: String(value), value });
/** `of | null`; the same where null is in it already. */
export function nullableType(of: Type): Type {
  if (of.kind === "nullable" || of.kind === "null") return of;
  // A function that gives a value or null is another type.
  const key = of.kind === "function" ? `(${of.key})` : of.key;
  return intern({ kind: "nullable", key: `${key} | null`, of });
}
/** A union of classes, in one order whatever the source's; a single member is no union. */
export function unionType(members: readonly ClassType[]): Type {
  const unique = [...new Set(members)].sort((a, b) => (a.key < b.key ? -1 : 1));
  if (unique.length === 1) return unique[0]!;
  return intern({ kind: "union", key: unique.map((m) => m.key).join(" | "), members: unique });
}

// ---------------------------------------------------------------- properties

/** Whether values of the type hold counted references, so that copies must be counted and the end of life released. */
export function isCounted(type: Type): boolean {
  switch (type.kind) {
    case "class":
    case "function":
    case "interface":
    case "union":
    case "error":
      return true;
    case "nullable":
      return isCounted(type.of);
    case "tuple":
      return type.elements.some(isCounted);
    case "fixed":
      return isCounted(type.element);
    case "struct":
      return type.info.fields.some((f) => isCounted(f.type));
    default:
      return false;
  }
}

/** Whether zero bytes are a value of the type: they are no reference that is never null. */
export function hasZero(type: Type): boolean {
  switch (type.kind) {
    case "fixed":
      return hasZero(type.element);
    case "tuple":
      return type.elements.every(hasZero);
    case "struct":
      return type.info.fields.every((field) => hasZero(field.type));
    default:
      return !["class", "interface", "union", "function", "error"].includes(type.kind);
  }
}

/**
 * Whether values of a reference type, or of one with null, may be the same without being the same word. `isValue`: whether objects of
 * a class only hold a value.
 */
export function isMixed(type: Type, isValue: (info: ClassInfo) => boolean): boolean {
  if (type.kind === "union") return type.members.some((m) => m.info.special === "string" || isValue(m.info));
  if (type.kind !== "nullable") return false;
  const { of } = type;
  const isString = of.kind === "class" && of.info.special === "string";
  return isString || ["int", "bool", "float"].includes(of.kind) || isMixed(of, isValue);
}

/** Structs and fixed arrays: values that live in places only. */
export function isInline(type: Type): type is StructType | FixedType {
  return type.kind === "struct" || type.kind === "fixed";
}

/** A span is a local, a parameter or a result: it is in nothing that could outlive what it views. */
export const holdsSpan = (type: Type): boolean => type.kind === "span";

/** Represented as one pointer whose null value is free to mean `null`. */
export function isPointerLike(type: Type): boolean {
  return ["class", "function", "union", "pointer", "error"].includes(type.kind);
}

/** The type as the user wrote it, for diagnostics. */
export function showType(type: Type): string {
  switch (type.kind) {
    case "class":
    case "struct":
    case "interface":
      return type.info.name;
    case "int":
      return type.enumName?.split(/[.:]/).pop() ?? type.brand?.split(".").pop() ?? type.key;
    case "nullable":
      return `${type.of.kind === "function" ? `(${showType(type.of)})` : showType(type.of)} | null`;
    case "union":
      return type.alias?.name ?? type.members.map(showType).join(" | ");
    case "tuple":
      return `[${type.elements.map(showType).join(", ")}]`;
    case "fixed":
      return `FixedArray<${showType(type.element)}, ${type.count}>`;
    case "span":
      return `Span<${showType(type.element)}>`;
    case "pointer":
      return `Ptr<${showType(type.element)}>`;
    case "function":
      return `(${type.parameters.map(showType).join(", ")}) => ${showType(type.result)}`;
    case "ref":
      return showType(type.to);
    default:
      return type.key;
  }
}
