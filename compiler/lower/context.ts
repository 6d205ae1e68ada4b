/**
 * What the parts of the front end share: declarations (types, classes, instances), expressions, statements.
 *
 * Lowering walks the syntax tree once for each instance of a function (generics are monomorphised) with a type
 * environment, computes every expression's type by the compiler's own rules, and emits MIR through a `Builder`.
 */

import ts from "typescript";
import type {
  Block,
  Function as MirFunction,
  FunctionAttributes,
  Global,
  Instruction,
  Itable,
  Location,
  Operand,
  Place,
  Program,
  StaticData,
  Terminator,
  Variable,
} from "../mir.ts";
import type { ClassInfo, FunctionType, InterfaceInfo, Type } from "../types.ts";
import type {
  CapturedVariable,
  CapturedVariables,
  LiteralClass,
  LiteralWithMethods,
} from "./local-objects.ts";

/** Type parameters in scope → their arguments. */
export type TypeEnvironment = ReadonlyMap<ts.Symbol, Type>;

/** The result of lowering an expression. */
export type Value =
  | { readonly kind: "operand"; readonly operand: Operand; readonly type: Type }
  /** An integer constant without a type yet. */
  | {
      readonly kind: "untyped";
      readonly value: bigint;
      /** Made by `~`: below 0 it stands for the bit pattern, in unsigned types too. */
      readonly wraps?: boolean;
    }
  /** A float constant without a type yet (f64 unless the context wants f32). */
  | { readonly kind: "untypedFloat"; readonly value: number }
  /** A struct or fixed array where it lies. `isTemporary`: a fresh result nobody else can name. */
  | { readonly kind: "place"; readonly place: Place; readonly type: Type; readonly isTemporary: boolean }
  | { readonly kind: "void" };

/** What a name in scope stands for. */
export type Binding =
  /** A parameter or a `const`: its value never changes. */
  | { readonly kind: "value"; readonly operand: Operand; readonly type: Type }
  /** A `let` of a type that fits a temporary: a local. Or the struct a `const`/`let` owns or (variable of type `ref`) aliases. */
  | {
      readonly kind: "place";
      readonly place: Place;
      readonly type: Type;
      /** A boolean beside a variable that a closure may ask for before it has its value: whether it has. */
      readonly isSet?: Place;
    }
  /** A function that calls this one back: its code takes the environment that this one was given. */
  | {
      readonly kind: "sibling";
      readonly code: string;
      readonly environment: Operand;
      readonly info: ClassInfo;
      readonly type: FunctionType;
    }
  /** A constant without type. `wraps` as in `Value`. */
  | { readonly kind: "constant"; readonly value: bigint | number; readonly wraps?: boolean };

/** A function, method, constructor, accessor or closure body after choosing type arguments. */
export interface FunctionInstance {
  readonly symbol: string;
  /** The class itself for a constructor that is not written (it sets the fields, and passes its parameters on to the base class's). */
  readonly declaration: ts.SignatureDeclaration | ts.ClassLikeDeclaration;
  readonly environment: TypeEnvironment;
  /** The class whose method it is (receiver = first MIR parameter), or null. For struct methods the receiver is a `ref`. */
  readonly owner: ClassInfo | null;
  readonly isStatic: boolean;
  /** Without the receiver. Inline types appear as `ref`; a rest parameter as its array type; optional ones nullable (or with default: their type; the callee's default expression is evaluated by the caller's absence marker: such parameters are passed as nullable). */
  readonly parameterTypes: readonly Type[];
  /** null while it is being inferred (recursion without an annotation is a diagnostic). */
  resultType: Type;
  readonly attributes: FunctionAttributes;
}

/** A method or accessor of a class as a call finds it. */
export interface MethodInfo {
  readonly name: string;
  readonly instance: FunctionInstance;
  /** Vtable slot when it is overridden or abstract somewhere, else null: call it directly. */
  readonly slot: number | null;
}

/** Services of the "declarations" part (declarations.ts and its files): types, classes, instances, constants. */
export interface Declarations {
  readonly checker: ts.TypeChecker;
  readonly target: "kernel" | "linux";
  readonly isSanitized: boolean;
  location(node: ts.Node): Location;
  /** Whether something gives no error; those that it gives are forgotten. For asking whether a type makes sense. */
  isClean(action: () => void): boolean;
  /** Reports an error at a node; several per run are wanted. */
  error(node: ts.Node, code: number, message: string, hint?: string): void;

  /** A written type. Reports and returns NEVER when it is outside the language. */
  resolveType(node: ts.TypeNode, environment: TypeEnvironment): Type;
  /** A type of the checker's, for what is not written (contextual parameters, narrowing, inferred type arguments); null if it has no single meaning here (`number`, `any`). */
  typeFromChecker(type: ts.Type, environment: TypeEnvironment): Type | null;
  /** Class info for a class declaration with type arguments. A class in a generic function has the function's besides. */
  classInfo(
    declaration: ts.ClassLikeDeclaration,
    typeArguments: readonly Type[],
    outer: TypeEnvironment,
  ): ClassInfo;
  /** Tells how to find what a class in a function captures, for the function's type arguments. */
  captureInClass(
    declaration: ts.ClassDeclaration,
    environment: TypeEnvironment,
    find: () => CapturedVariables,
  ): void;
  /** What the code of a class in a function captures. */
  capturedByClass(declaration: ts.Node, environment: TypeEnvironment): CapturedVariables;
  /** The fields by which a class and its bases hold what they capture. */
  capturedFields(info: ClassInfo): readonly { readonly index: number; readonly variable: CapturedVariable }[];
  /** Core library classes: `string`, arrays, maps… `coreClass("ArrayObject", [U32])`. */
  coreClass(name: string, typeArguments: readonly Type[]): ClassInfo;
  stringType(): Type;
  arrayType(element: Type): Type;
  /** The element type if the type is an array (class with special "array"). */
  arrayElement(type: Type): Type | null;
  /** `Weak<T>` is a class type of its own for each T, below WeakCell (core/weak.ts: makeWeak<T>, weakGet<T>; cast their WeakCell). */
  weakType(target: Type): Type;
  /** T if the type is a `Weak<T>`. */
  weakTarget(type: Type): Type | null;
  /** T if the type is an `Atomic<T>`: a struct whose field 0, `value`, is the T. */
  atomicContent(type: Type): Type | null;
  /**
   * Interfaces and aliases with data properties only, that no class implements and no interface extends, are records:
   * `class` types (declarationOf gives null) whose objects are made by literals. Their checker's type, for contexts and
   * discriminants; null for other classes.
   */
  recordType(info: ClassInfo): ts.Type | null;
  /** Which of some records an object literal makes: the one whose properties and literals (discriminants) it has. */
  recordFor(members: readonly ClassInfo[], node: ts.ObjectLiteralExpression): ClassInfo | null;
  /** The declaration and the type arguments that a class, interface or record comes from. */
  origin(type: Type): { readonly symbol: ts.Symbol; readonly typeArguments: readonly Type[] } | null;
  isAbstract(info: ClassInfo): boolean;
  /** Whether some class of the program extends it. */
  isExtended(info: ClassInfo): boolean;
  /** An anonymous class with these readonly-or-not fields, for object literals, captured boxes ("box") and closures ("closure"). Same shape → same class. */
  recordClass(name: string, fields: readonly { name: string; type: Type; isReadonly: boolean }[]): ClassInfo;
  closureClass(symbol: string, captures: readonly { name: string; type: Type }[]): ClassInfo;
  boxClass(content: Type): ClassInfo;
  /** The class of an object literal with methods: the fields are asked for once for a node and an environment. Whoever makes it adds the methods. */
  literalClass(
    node: ts.ObjectLiteralExpression,
    environment: TypeEnvironment,
    name: string,
    fields: () => readonly { name: string; type: Type; isReadonly: boolean }[],
  ): LiteralClass;
  /** The class of an object whose constructor has failed: as the class itself, but without its destructor. */
  unmadeClass(info: ClassInfo): ClassInfo;
  /** A union's members without objects of their own (numbers, functions…) are the only field of objects of a class each: its type; null for other classes. */
  contentOf(info: ClassInfo): Type | null;
  /** A box whose second field tells whether the first has been set. */
  lateBoxClass(content: Type): ClassInfo;

  /** A field by name in the class or its bases, with its index in `info.fields`. */
  field(info: ClassInfo, name: string): { index: number } | null;
  /** Method, getter (`get x`), setter (`set x`), or constructor ("constructor": own or inherited; null if none is needed). Well-known symbols by "[iterator]", "[dispose]". For generic methods give type arguments. */
  method(info: ClassInfo, name: string, typeArguments?: readonly Type[]): MethodInfo | null;
  /** The declaration of a method, to infer its type arguments before asking for an instance. */
  methodDeclaration(
    info: ClassInfo,
    name: string,
  ): { declaration: ts.MethodDeclaration; owner: ClassInfo; environment: TypeEnvironment } | null;
  staticMethod(
    declaration: ts.ClassLikeDeclaration,
    classArguments: readonly Type[],
    name: string,
    typeArguments: readonly Type[],
  ): FunctionInstance | null;
  /** An instance of a top-level or nested function declaration. Queues its body. */
  functionInstance(
    declaration: ts.SignatureDeclaration,
    typeArguments: readonly Type[],
    outer: TypeEnvironment,
  ): FunctionInstance;
  /** A core library function by exported name, e.g. coreFunction("core/format.ts", "formatU64", []). */
  coreFunction(file: string, name: string, typeArguments: readonly Type[]): FunctionInstance;
  /** Field initialisers of the class itself, in order (lowered by the constructor). */
  fieldInitializers(
    info: ClassInfo,
  ): readonly { index: number; node: ts.Expression; environment: TypeEnvironment }[];
  environmentOf(info: ClassInfo): TypeEnvironment;
  declarationOf(info: ClassInfo): ts.ClassLikeDeclaration | null;

  interfaceInfo(declaration: ts.Node, typeArguments: readonly Type[]): InterfaceInfo;
  /** The method table by which a class serves as an interface; null and a diagnostic when a member is missing or differs. */
  itable(info: ClassInfo, target: InterfaceInfo, at: ts.Node): Itable | null;
  /** Whether `derived` is `base` or below it. */
  isSubclass(derived: ClassInfo, base: ClassInfo): boolean;

  /** A module-level variable: a constant (untyped or typed scalar), or a global. Static class fields too. */
  global(
    declaration: ts.VariableDeclaration | ts.PropertyDeclaration | ts.BindingElement,
  ):
    | { kind: "constant"; value: bigint | number | string; type: Type | null }
    | { kind: "global"; global: Global };
  /** Constant folding of integer, float and string expressions from source text; null when it is not constant. */
  constant(node: ts.Expression, environment: TypeEnvironment): bigint | number | string | boolean | null;
  /** The type of what `constant` gives: null for untyped numbers (`4096`), U8 for `u8(4)`, an enum for its members. */
  constantType(node: ts.Expression, environment: TypeEnvironment): Type | null;
  /** Members of enums: value and type (string enums: a string). */
  enumMember(member: ts.EnumMember): { type: Type; value: bigint | string };

  addFunction(fn: MirFunction): void;
  uniqueSymbol(hint: string): string;
}

/** Where break, continue, return and errors go; one per enclosing loop, switch, label, try or `using`. */
export interface Builder {
  readonly current: Block;
  /** False after a terminator, until a new block is begun. */
  readonly reachable: boolean;
  setLocation(node: ts.Node): void;
  emit(instruction: DistributiveOmit<Instruction, "location">): void;
  terminate(terminator: DistributiveOmit<Terminator, "location">): void;
  newBlock(): Block;
  /** Makes the block current (falls through with a goto if the current one is open). */
  begin(block: Block): void;
  temp(type: Type): Variable;
  local(type: Type, name: string | null): Variable;
  /** A call with the right error edge for where we are (innermost catch or finally, else a block that raises); continues in the normal block. */
  call(
    call: Omit<Extract<Terminator, { op: "invoke" }>, "op" | "location" | "normal" | "error" | "result">,
  ): Operand | null;
  allocate(allocation: Extract<Instruction, { op: "allocate" }>["allocation"], type: Type): Operand;
  /** Raises an error (consumed) to the innermost handler. */
  raise(error: Operand): void;
  /** Lowers something and throws the code away; for asking what type it would have. */
  speculate<T>(lower: () => T): T;
  /** Whether the code that is being emitted will be thrown away. */
  readonly speculating: boolean;
}
/** `Omit` for each member of a union by itself. */
export type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** State of lowering one function body. */
export interface FunctionContext {
  readonly declarations: Declarations;
  readonly instance: FunctionInstance;
  readonly environment: TypeEnvironment;
  readonly builder: Builder;
  /** The receiver, or null. A class reference or a `ref`. Arrow functions see their outer one (captured). */
  readonly receiver: Operand | null;
  /** Null for what is not a variable of this body: globals, functions. Ask before `functionInstance`: a local function that captures is a value here. */
  lookup(symbol: ts.Symbol): Binding | null;
  bind(symbol: ts.Symbol, binding: Binding): void;
  /** Symbols of this body's variables that a closure captures and someone changes afterwards: they live in a box. */
  readonly boxed: ReadonlySet<ts.Symbol>;
  /** Names of structs where they lie, which are not what was there once it is overwritten. */
  readonly aliases: {
    overwrite(type: Type): void;
    isStale(symbol: ts.Symbol, node: ts.Node): boolean;
  };
  /** The inferred result so far when the function has no annotation. */
  resultType: Type | null;
  /** What expressions need of the statements part, so that imports go one way. */
  readonly statements: Statements;
}

/**
 * `IteratorResult<T>` is the tuple [boolean, T | null]: `done` and `value`; no allocation. Object literals with that type in
 * their context make it, `.done` and `.value` read it (`value` is a T where the checker says so).
 *
 * The "expressions" part exports these from expressions.ts.
 */
export interface Expressions {
  /** Lowers to a value; `expected` guides literals, lambdas, array literals, and null. */
  value(f: FunctionContext, node: ts.Expression, expected: Type | null): Value;
  /** Lowers and coerces to the type (untyped constants, widening, null, up-casts, interfaces). Inline types give a `ref` operand. */
  operand(f: FunctionContext, node: ts.Expression, type: Type): Operand;
  /** Gives a value the type, or reports. */
  coerce(f: FunctionContext, value: Value, type: Type, at: ts.Node): Operand;
  /** Lowers the expression into a place (structs are built in place). */
  into(f: FunctionContext, node: ts.Expression, place: Place, init: boolean): void;
  /** The place an expression names, for assignment and aliases. */
  place(f: FunctionContext, node: ts.Expression): Place | null;
  /** Assigns a lowered value to a target expression (identifier, property, element; setters called). */
  assign(f: FunctionContext, target: ts.Expression, value: Value): void;
  /**
   * The value of a condition that is decided at compile time (literals, constants, `isCounted<T>()`), else null. Only the
   * part that is taken may be lowered: the other need not make sense for the type arguments at hand.
   */
  staticCondition(f: FunctionContext, node: ts.Expression): boolean | null;
  /** Branches on truth (numbers, strings, nullables allowed). */
  condition(f: FunctionContext, node: ts.Expression, then: Block, otherwise: Block): void;
  /** Evaluates for effects. */
  effect(f: FunctionContext, node: ts.Expression): void;
  /** The default type of an untyped value: usize, i64 when negative, f64. */
  settle(value: Value): Type;
  /** `base.name`, for object patterns. */
  property(f: FunctionContext, base: Value, name: string, at: ts.Node): Value;
  /** An object with the fields of another but for the named ones: `...rest` of an object pattern. */
  restOfObject(f: FunctionContext, base: Value, named: ReadonlySet<string>, at: ts.Node): Value;
  /** `base[index]`, or null where an index of an array or span is out of range. */
  elementOrNull(f: FunctionContext, base: Value, index: Operand, at: ts.Node): Value;
  /** `base[index]` with its bounds check, for array patterns: arrays, tuples, spans, fixed arrays. */
  element(f: FunctionContext, base: Value, index: Operand, at: ts.Node): Value;
  /** `base.name(...args)`, for the iteration protocol and `using`: names as in `Declarations.method`. */
  callMethod(f: FunctionContext, base: Value, name: string, args: readonly Value[], at: ts.Node): Value;
  /** Whether `typeof` of a value gives the name, as a boolean operand. */
  hasTypeName(f: FunctionContext, value: Value, name: string): Operand;
  /** `left === right` as a boolean operand, for the cases of a switch. */
  equal(f: FunctionContext, left: Value, right: ts.Expression): Operand;
}

/** A walk over the items of a value. */
export interface Walk {
  /** Where it is done, for messages. */
  readonly at: ts.Node;
  /** Whether null is one of an iterator's items: else each is unwrapped. */
  readonly keepsNull: boolean;
  /** The code for one item; it falls through to `next` when it is done. `end` leaves the walk. */
  readonly visit: (item: Value, next: Block, end: Block) => void;
}

/** The "statements" part exports these from statements.ts. */
export interface Statements {
  /** Lowers a whole instance: parameters, captured boxes, field initialisers of constructors, body; adds the MIR function. */
  body(declarations: Declarations, instance: FunctionInstance): void;
  /** The code of a closure: gives its symbol, class and captured operands. */
  closure(
    f: FunctionContext,
    node: ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration | ts.MethodDeclaration,
    type: Extract<Type, { kind: "function" }>,
  ): Operand;
  /** The same when the result is not known yet (`list.map((x) => x + 1)`): it comes from the body. */
  closureInferred(
    f: FunctionContext,
    node: ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration,
    parameters: readonly Type[],
  ): { operand: Operand; type: Extract<Type, { kind: "function" }> };
  /** Lowers `body`, and `handle` on the way out of it by an error. */
  onError(f: FunctionContext, body: () => void, handle: () => void): void;
  /** What the methods of an object literal capture, as fields of its class, and its class with the methods. */
  literalMethods(
    f: FunctionContext,
    literal: LiteralWithMethods,
  ): { info: ClassInfo; captured: readonly Operand[] };
  /** What a new object of a class in a function holds of the variables around the class, by its fields. */
  capturedForNew(
    f: FunctionContext,
    info: ClassInfo,
    node: ts.Node,
  ): readonly { readonly index: number; readonly operand: Operand }[];
  /** A generic function inside of a function that captures variables, for some type arguments, as a value to be called. */
  localGeneric(
    f: FunctionContext,
    node: ts.FunctionLikeDeclaration,
    typeArguments: readonly Type[],
  ): { value: Value; hasRest: boolean };
  /** A function as a value (`list.map(double)`): a constant closure whose code calls the function. */
  functionValue(
    f: FunctionContext,
    instance: FunctionInstance,
  ): { operand: Operand; type: Extract<Type, { kind: "function" }> };
  /** The type an expression will have, without leaving any code. */
  typeOf(f: FunctionContext, node: ts.Expression, expected?: Type | null): Type;
  /** The type of a global's or field's initialiser, without leaving any code; null when it needs the function around it. */
  initializerType(declarations: Declarations, node: ts.Expression, environment: TypeEnvironment): Type | null;
  block(f: FunctionContext, node: ts.Block): void;
  /** The code of `visit` for each item of what `for…of` takes; false when the value is nothing of that. */
  walkItems(f: FunctionContext, iterated: Value, walk: Walk): boolean;
  /** Initialises the globals of a module that are not static data; null when there are none. */
  moduleInitializer(declarations: Declarations, file: ts.SourceFile): string | null;
  /** Declares the names of a pattern and stores the parts of the value. */
  bindPattern(
    f: FunctionContext,
    name: ts.BindingName,
    value: Value,
    isConst: boolean,
    declared: Type | null,
  ): void;
}

export type { Program, StaticData };
