/**
 * What the compiler cannot check: raw pointers, assembly, device access, unchecked code.
 *
 * Only files in the folders that the build lists (kernel/platform, core) may import this module: `import { Ptr } from "unsafe"`.
 */
declare module "unsafe" {
  /** A raw pointer. Never counted, never checked. `p[i]` is the i-th T from it; a struct element is used in place. */
  export interface Ptr<T> {
    [index: number]: T;
    /** The first T: `p.value` is `p[0]`. */
    value: T;
    readonly address: u64;
    /** Moved by a number of Ts (which may be negative as a wrapped value). */
    add(count: usize): Ptr<T>;
    cast<U>(): Ptr<U>;
    /** A checked view of `length` Ts from here; the caller vouches that they stay valid while it is in use. */
    span(length: usize): Span<T>;
  }
  /** A pointer to an address. */
  export function pointer<T>(address: u64): Ptr<T>;
  /** The address of a struct, a field, an element, a global or a local variable. */
  export function addressOf<T>(place: T): Ptr<T>;
  /** The first item of a span or string's bytes. */
  export function dataOf<T>(span: Span<T>): Ptr<T>;
  /** The object a counted reference points to, as an address. Does not count. */
  export function objectAddress(reference: object | string): u64;
  /** The counted reference for an object's address (adds a count). */
  export function objectAt<T>(address: u64): T;
  /** Gives up one count of the object without releasing it: its address now carries that count. */
  export function leakReference(reference: object | string): u64;
  /** Takes over the count that `leakReference` left in the address. */
  export function adoptReference<T>(address: u64): T;

  /** Memory access that is neither removed, repeated nor reordered with other volatile access. */
  export function volatileLoad<T>(place: Ptr<T>): T;
  export function volatileStore<T>(place: Ptr<T>, value: T): void;
  /** Atomic access to plain memory, sequentially consistent. */
  export function atomicLoad<T>(place: Ptr<T>): T;
  export function atomicStore<T>(place: Ptr<T>, value: T): void;
  export function atomicExchange<T>(place: Ptr<T>, value: T): T;
  export function atomicCompareExchange<T>(place: Ptr<T>, expected: T, desired: T): T;
  export function atomicAdd<T>(place: Ptr<T>, value: T): T;
  export function fence(): void;
  /** Keeps the compiler from moving memory access across this point. */
  export function compilerBarrier(): void;
  /** `rep movsb`-like copies and fills of bytes; the regions of copyBytes may not overlap, those of moveBytes may. */
  export function copyBytes(to: Ptr<u8>, from: Ptr<u8>, count: usize): void;
  export function moveBytes(to: Ptr<u8>, from: Ptr<u8>, count: usize): void;
  export function fillBytes(to: Ptr<u8>, byte: u8, count: usize): void;
  /** Below, at or above 0. */
  export function compareBytes(a: Ptr<u8>, b: Ptr<u8>, count: usize): i32;

  /** Loads and stores relative to the GS segment base: the current CPU's data. `offset` in bytes. */
  export function gsLoad<T>(offset: u64): T;
  export function gsStore<T>(offset: u64, value: T): void;

  /**
   * Whether the program is compiled to run under a sanitizer. A compile-time constant, as those below: what stands under an
   * `if` on it is not there in ordinary images.
   */
  export function isSanitized(): boolean;

  /** Properties of types, compile-time constants. */
  export function sizeOf<T>(): usize;
  export function alignOf<T>(): usize;
  /** Byte offset of a struct's or a class's field. */
  export function offsetOf<T>(field: string): usize;
  /**
   * Whether values of T hold counted references. As with all constants here, an `if` or `?:` on it is decided at compile
   * time, and only the part that is taken is compiled for that T.
   */
  export function isCounted<T>(): boolean;
  /** Whether T is an integer, boolean or enum; a floating-point number; a string. */
  export function isInteger<T>(): boolean;
  export function isFloat<T>(): boolean;
  export function isString<T>(): boolean;
  /** Whether values of T that are the same need not be so word by word: unions with strings or numbers, and those with null. */
  export function isMixed<T>(): boolean;
  /** The hash of a value of such a type: that of what it is (core/hash.ts). */
  export function hashMixed<T>(value: T): u64;
  /** An integer, boolean or enum as a u64, extended by the sign its type has. */
  export function integerBits<T>(value: T): u64;

  /** Reads a T out of raw memory and takes over its counts; the memory is uninitialised afterwards. */
  export function takeAt<T>(place: Ptr<T>): T;
  /** Writes a T into uninitialised memory (does not drop what was there). */
  export function initializeAt<T>(place: Ptr<T>, value: T): void;
  /** Drops (releases) the T in memory, which is uninitialised afterwards. */
  export function dropAt<T>(place: Ptr<T>): void;
  /**
   * The same bits as another type of the same size. Between references it is an unchecked cast, which counts like any
   * other; a reference or a caught error becomes a u64 (its address, not counted), an integer a float.
   */
  export function bitCast<U>(value: unknown): U;
  /** The address of the vtable of a class: the first word of its objects. */
  export function vtableOf<T>(): u64;
  /** The name of the object's class as its vtable has it. Allocates nothing. */
  export function className(reference: object): string;
  /** T's zero value: 0, false, null, a struct of zeros. */
  export function zero<T>(): T;

  /** Tells the optimiser that the condition holds. Undefined when it does not. */
  export function assume(condition: boolean): void;
  export function unreachable(): never;
  /** The items of an array, without its bounds checks. */
  export function arrayData<T>(array: T[]): Ptr<T>;
  /** The address of a function of this program, called by the C convention (SysV), or of an assembly symbol. */
  export function functionAddress(fn: unknown): u64;
  export function symbolAddress(name: string): u64;
  /** Calls the code at an address by the C convention. */
  export function callAddress<R>(address: u64, ...args: u64[]): R;
  /** The frame pointer of the running function. */
  export function framePointer(): u64;
  /** Runs the initialisers of every module that was not initialised statically. Once, when a heap exists (kernel only). */
  export function initializeModules(): void;

  /** An operand of an `asm` template. */
  export interface AsmOperand {
    readonly __asm?: never;
  }
  /** A value in a register: a b c d S D, r8 to r15, `r` any, `m` memory, `i` a constant. */
  export function inp(constraint: string, value: unknown): AsmOperand;
  /** A result in a register; several make the asm's value a tuple in their order. */
  export function out(constraint: string): AsmOperand;
  /** A register that is read and changed, given back as a result. */
  export function inout(constraint: string, value: unknown): AsmOperand;
  /** What the assembly changes besides: a register's name, "memory". */
  export function clobber(name: string): AsmOperand;
  /** The link name of a function or a global, to be used in assembly text. */
  export function sym(item: unknown): AsmOperand;
  /** A compile-time integer printed into the text. */
  export function imm(value: number): AsmOperand;
  /**
   * Assembly (AT&T syntax). In a function: inline, volatile. As a statement of the module: module-level assembly,
   * 16- and 32-bit code included. Text is taken raw; `$` is an ordinary character.
   */
  export function asm<T = void>(text: TemplateStringsArray, ...operands: AsmOperand[]): T;
}
