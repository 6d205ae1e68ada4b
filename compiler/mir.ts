/**
 * The typed intermediate form between the front end and LLVM: functions of basic blocks over variables and places.
 *
 * Ownership. Each variable whose type is counted (`isCounted`) is, after the ownership pass, either *owned* (it carries a
 * count that must be consumed exactly once on every path) or *borrowed* (something else keeps the object alive while the
 * variable is in use). The front end writes no counting at all: it states which operands are consumed (see `consumes` in
 * ownership/) by the instruction it chooses, and the ownership pass inserts `copy` (retain) and `destroy` (release). The
 * verifier checks the result; optimisations run between two verifications.
 *
 * Rules the passes rely on:
 * - A `temp` has exactly one definition, which dominates its uses. A `local` is a slot: `store` to it redefines it.
 *   A `param` is borrowed for the whole call and never assigned (the front end copies it to a local if it is).
 * - Structs and fixed arrays live only in places: locals, globals, fields, elements, or behind a `ref` variable. A call
 *   that returns one writes it to `dest`, which is uninitialised before.
 * - Arguments of calls, operands of arithmetic, tests and loads are borrowed. Values stored, returned, raised, captured,
 *   or put into a tuple are consumed.
 * - `cast`, `wrap`, `unwrap`, `toInterface` and `extract` forward ownership: the result is owned when the operand is and this is its last use.
 * - Until the throws pass has run, every call that might throw is an `invoke` terminator; that pass turns those whose callee
 *   cannot throw into plain `call` instructions and joins the blocks.
 */

import type { ClassInfo, FunctionType, InterfaceInfo, Type } from "./types.ts";

/** A position in a source file; lines and columns count from 1. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A parameter, a variable of the source, or an intermediate value, which is set once. */
export interface Variable {
  readonly id: number;
  readonly type: Type;
  readonly kind: "param" | "temp" | "local";
  /** The source name, for the debugger; null for what the compiler made. */
  readonly name: string | null;
  readonly location: Location | null;
}

/** A value that an instruction takes: a variable's or a constant. */
export type Operand =
  | { readonly kind: "var"; readonly variable: Variable }
  /** Integers (as two's complement of any sign), booleans (0n, 1n), null (0n), enum values, zero of any scalar type. */
  | { readonly kind: "int"; readonly type: Type; readonly value: bigint }
  | { readonly kind: "float"; readonly type: Type; readonly value: number }
  /** A string literal: an immortal object. */
  | { readonly kind: "string"; readonly type: Type; readonly value: string }
  /** A function as a closure value without captures: an immortal object. */
  | { readonly kind: "function"; readonly type: FunctionType; readonly symbol: string }
  /** Where constants of one type lie behind one another: a raw pointer to the first. Not variables, nor functions. */
  | { readonly kind: "data"; readonly type: Type; readonly element: Type; readonly items: readonly Operand[] }
  /** The zero value of a type of more than one word (null interface, empty optional, empty span). */
  | { readonly kind: "zero"; readonly type: Type };

/** A piece of memory: a root and steps from it. */
export interface Place {
  readonly root:
    /** A local (slot), or a variable of type `ref` (the place it refers to). */
    | { readonly kind: "var"; readonly variable: Variable }
    | { readonly kind: "global"; readonly global: Global }
    /** The object of a counted reference: the first step is one of its fields. */
    | { readonly kind: "object"; readonly object: Operand; readonly info: ClassInfo }
    /** The memory behind a raw pointer or at the start of a span: the first step is an index. */
    | { readonly kind: "pointer"; readonly pointer: Operand; readonly element: Type };
  readonly steps: readonly Step[];
  /** Type of what lies at the end of the steps. */
  readonly type: Type;
}
/** The way from a place to a part of it. */
export type Step =
  | { readonly kind: "field"; readonly info: ClassInfo; readonly index: number }
  /** An element of a fixed array (by its place) or from a pointer. Bounds were checked before by `boundsCheck`. The index is a u64. */
  | { readonly kind: "index"; readonly element: Type; readonly index: Operand };

/** Operations of two operands of one type; comparisons give a boolean. What they do depends on the type (signed, unsigned, float). */
export type BinaryOperator =
  | "add" | "sub" | "mul" | "div" | "rem" | "and" | "or" | "xor" | "shl" | "shr"
  | "eq" | "ne" | "lt" | "le" | "gt" | "ge"; // prettier-ignore

/** What a call reaches. */
export type Callee =
  | { readonly kind: "direct"; readonly symbol: string }
  /** Slot of the receiver's vtable; args[0] is the receiver, `info` its static class. */
  | { readonly kind: "virtual"; readonly info: ClassInfo; readonly slot: number }
  /** Member of the interface; args[0] is the fat pointer, the callee receives its object. */
  | { readonly kind: "interface"; readonly info: InterfaceInfo; readonly slot: number }
  /** A closure value: its code receives the closure itself as first argument, then args. */
  | { readonly kind: "closure"; readonly closure: Operand };

/** A call: an instruction where it cannot throw, else the end of a block. */
export interface Call {
  readonly callee: Callee;
  readonly args: readonly Operand[];
  readonly parameterTypes: readonly Type[];
  readonly returnType: Type;
  /** Where an inline (struct) result goes; uninitialised before. */
  readonly dest: Place | null;
}

/** What allocates: each may throw ENOMEM, so before the throws pass they are invoked like calls. */
export type Allocation =
  /** A zeroed object with its header, count 1. Static type of the result: the class. */
  | { readonly kind: "new"; readonly info: ClassInfo }
  /** A closure with these captured values (consumed), reachable in `code` by loads of its fields. */
  | {
      readonly kind: "closure";
      readonly info: ClassInfo;
      readonly code: string;
      readonly captures: readonly Operand[];
    };

/** A step of a block. Those that can throw end their block instead. */
export type Instruction = { readonly location: Location } & (
  | {
      readonly op: "binary";
      readonly result: Variable;
      readonly operator: BinaryOperator;
      readonly a: Operand;
      readonly b: Operand;
    }
  | { readonly op: "unary"; readonly result: Variable; readonly operator: "neg" | "not"; readonly a: Operand }
  /** Between integers, floats and booleans; truncates, extends by the source's sign, saturates from floats. */
  | { readonly op: "convert"; readonly result: Variable; readonly a: Operand }
  /** Reads a place into a temp. Of a counted type: borrowed or copied, as the ownership pass decides in `mode`. */
  | {
      readonly op: "load";
      readonly result: Variable;
      readonly place: Place;
      mode?: "copy" | "borrow" | "take";
    }
  /** Writes (consumes) a value. Unless `init`, what was there is destroyed after the write. */
  | { readonly op: "store"; readonly place: Place; readonly value: Operand; readonly init: boolean }
  /** Copies an inline value between places (counts included). Unless `init`, what was there is destroyed. */
  | { readonly op: "copyPlace"; readonly to: Place; readonly from: Place; readonly init: boolean }
  /** All bytes zero: the zero value of a place not initialised before. */
  | { readonly op: "zeroPlace"; readonly place: Place }
  /** The address of a place, as a `ref` or pointer variable, borrowed from the place's root. */
  | { readonly op: "reference"; readonly result: Variable; readonly place: Place }
  | ({ readonly op: "call"; readonly result: Variable | null } & Call)
  | { readonly op: "allocate"; readonly result: Variable; readonly allocation: Allocation }
  /** The same reference as another type of one pointer: up or down the hierarchy, to and from unions. */
  | { readonly op: "cast"; readonly result: Variable; readonly a: Operand }
  /** To an interface: from a class (by `itable`), or from an interface that has the members (itable null: slots agree). */
  | { readonly op: "toInterface"; readonly result: Variable; readonly a: Operand; readonly itable: Itable }
  /** T to T | null, and back (the front end has made sure that it is not null). */
  | { readonly op: "wrap" | "unwrap"; readonly result: Variable; readonly a: Operand }
  | { readonly op: "isNull"; readonly result: Variable; readonly a: Operand }
  | { readonly op: "instanceOf"; readonly result: Variable; readonly a: Operand; readonly info: ClassInfo }
  | { readonly op: "tuple"; readonly result: Variable; readonly elements: readonly Operand[] }
  | { readonly op: "extract"; readonly result: Variable; readonly a: Operand; readonly index: number }
  /** A span from the address of its first element (a pointer or ref variable) and a length; borrowed from `owner`. */
  | {
      readonly op: "span";
      readonly result: Variable;
      readonly data: Operand;
      readonly length: Operand;
      readonly owner: Operand | null;
    }
  /** data (a Ptr) or length of a span. */
  | {
      readonly op: "spanPart";
      readonly result: Variable;
      readonly a: Operand;
      readonly part: "data" | "length";
    }
  /** Panics unless index < length (both u64). */
  | { readonly op: "boundsCheck"; readonly index: Operand; readonly length: Operand }
  /** Panics with the text when the condition is true (division by zero, failed assertion, missing case). */
  | { readonly op: "panicIf"; readonly condition: Operand; readonly message: string }
  | {
      readonly op: "intrinsic";
      readonly result: Variable | null;
      readonly name: string;
      readonly types: readonly Type[];
      readonly args: readonly Operand[];
      readonly places: readonly Place[];
    }
  | ({ readonly op: "asm"; readonly result: Variable | null } & InlineAssembly)
  /** At the beginning of a block that an error edge leads to: the error, owned. */
  | { readonly op: "landing"; readonly result: Variable }
  /** Inserted by the ownership pass. */
  | { readonly op: "copy"; readonly result: Variable; readonly a: Operand }
  | { readonly op: "destroy"; readonly place: Place }
);

/** An asm`…` as LLVM takes it. */
export interface InlineAssembly {
  /** LLVM's template: operands as $0…, `$` doubled. */
  readonly template: string;
  /** LLVM's constraint string. */
  readonly constraints: string;
  readonly inputs: readonly Operand[];
  /** One entry: the result's type; more: the result is a tuple of them. */
  readonly outputs: readonly Type[];
}

/** The end of a block: where control goes on. */
export type Terminator = { readonly location: Location } & (
  | { readonly op: "goto"; readonly target: Block }
  | { readonly op: "branch"; readonly condition: Operand; readonly then: Block; readonly otherwise: Block }
  | {
      readonly op: "switch";
      readonly value: Operand;
      readonly cases: readonly { readonly value: bigint; readonly target: Block }[];
      readonly otherwise: Block;
    }
  /** A call that may throw. `result` is defined on the normal edge only. */
  | ({
      readonly op: "invoke";
      readonly result: Variable | null;
      readonly normal: Block;
      readonly error: Block;
    } & Call)
  | {
      readonly op: "invokeAllocate";
      readonly result: Variable;
      readonly allocation: Allocation;
      readonly normal: Block;
      readonly error: Block;
    }
  /** Inline results were written to the function's `returnPlace` before; then value is null. */
  | { readonly op: "return"; readonly value: Operand | null }
  /** Returns from the function with an error (consumed). */
  | { readonly op: "raise"; readonly error: Operand }
  | { readonly op: "unreachable" }
);

/** Instructions that run one after the other. Blocks are identified by the object; `id` is for texts. */
export interface Block {
  readonly id: number;
  instructions: Instruction[];
  terminator: Terminator;
}

/** A function is called with `bytes` of a stack in use. */
export interface StackEntry {
  readonly stack: string;
  readonly bytes: number;
}

/** What the tags of docs/language.md ("Attributes") say of a function. */
export interface FunctionAttributes {
  /** Link name given by `@export`, kept as it is; callable from assembly. Such a function must not throw. */
  readonly exported: boolean;
  readonly naked: boolean;
  readonly inline: "always" | "never" | null;
  readonly section: string | null;
  readonly cold: boolean;
  /** No calls to memcpy and its like may be made up in the body (`@nobuiltin`). */
  readonly noBuiltin: boolean;
  /** How often it may be active at the same time in one thread (`@recursive N`); null: it is not said. */
  readonly recursion: number | null;
  /** The stacks at whose bottom assembly calls it (`@entry STACK BYTES`). */
  readonly entries: readonly StackEntry[];
  /** Its memory accesses are not checked under a sanitizer (`@nosanitize`). */
  readonly noSanitize: boolean;
  /** Interrupt frames and the like: the body never returns (`: never`). */
  readonly noReturn: boolean;
}

/** A machine function: one instance of a function, method or closure. */
export interface Function {
  readonly symbol: string;
  /** For the debugger and backtraces: `Stack<u8>.push`. */
  readonly name: string;
  /** The source file that owns it. Instances of generics belong to the module that declares the generic. */
  readonly module: string;
  readonly location: Location;
  readonly parameters: readonly Variable[];
  readonly result: Type;
  /** A `ref` variable: where an inline result is to be written (uninitialised at entry). */
  readonly returnPlace: Variable | null;
  readonly attributes: FunctionAttributes;
  variables: Variable[];
  /** blocks[0] is the entry. */
  blocks: Block[];
  /** Set by the throws pass. True for all functions reached through closures and interfaces, and for overridable methods if one override throws. */
  throws: boolean;
}

/** A declaration without a body: `@extern name` functions, and symbols that assembly defines. */
export interface Extern {
  readonly symbol: string;
  readonly parameters: readonly Type[];
  readonly result: Type;
}

/** A place in memory that is there all the time. */
export interface Global {
  readonly symbol: string;
  readonly name: string;
  readonly module: string;
  readonly location: Location;
  readonly type: Type;
  /** Constant contents, or null for zeros (and, if it is not a constant, an assignment in the module's initialiser). */
  readonly initial: StaticData | null;
  readonly isConstant: boolean;
  readonly section: string | null;
  readonly exported: boolean;
}
/** What the image holds at a global's place from the beginning. */
export type StaticData =
  | { readonly kind: "scalar"; readonly value: Operand }
  | { readonly kind: "list"; readonly items: readonly StaticData[] }
  | { readonly kind: "zero" };

/** How a class serves as an interface. */
export interface Itable {
  readonly symbol: string;
  readonly interface: InterfaceInfo;
  readonly info: ClassInfo;
  /** Functions for the members in order: they take (object, parameters…) and follow the throwing convention. */
  readonly functions: readonly string[];
}

/** What is made of one source file. */
export interface Module {
  /** Path of the source file, relative to the root, with forward slashes. */
  readonly path: string;
  readonly functions: Function[];
  readonly globals: Global[];
  /** Texts of module-level `asm`. */
  readonly assembly: string[];
  /** Link name of the function that initialises its globals, or null. */
  initializer: string | null;
  /** Paths of the modules it imports, in order, for the order of initialisation. */
  readonly imports: readonly string[];
  /** Lines of source, and lines that belong to functions that use the unsafe module. */
  readonly lines: number;
  readonly unsafeLines: number;
}

/** A whole program in MIR, as lowering leaves it and the passes change it. */
export interface Program {
  readonly target: "kernel" | "linux";
  readonly modules: Module[];
  readonly classes: ClassInfo[];
  readonly itables: Itable[];
  readonly externs: Extern[];
  /** Modules in the order of their initialisation. */
  readonly order: readonly string[];
  /** For programs: link name of `main`, and whether it takes the arguments. */
  readonly main: { readonly symbol: string; readonly takesArguments: boolean; readonly result: Type } | null;
}
