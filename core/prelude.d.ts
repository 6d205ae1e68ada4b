/**
 * The global names of Metal TypeScript: what every file sees without an import.
 *
 * The official checker reads this file in place of its own library (`noLib`). The compiler gives the
 * names their meaning; classes named here are implemented in the files of this folder that carry their name.
 * docs/language.md explains the rules that the checker cannot express.
 */

// ---------------------------------------------------------------- numbers

/** Unsigned and signed integers: numbers with an optional brand, so literals need no cast. Overflow wraps. */
type u8 = number & { readonly __int?: "u8" };
type u16 = number & { readonly __int?: "u16" };
type u32 = number & { readonly __int?: "u32" };
type u64 = number & { readonly __int?: "u64" };
type i8 = number & { readonly __int?: "i8" };
type i16 = number & { readonly __int?: "i16" };
type i32 = number & { readonly __int?: "i32" };
type i64 = number & { readonly __int?: "i64" };
/** IEEE 754 binary32 and binary64. A literal with a point or an exponent is an `f64` unless the context says otherwise. */
type f32 = number & { readonly __int?: "f32" };
type f64 = number & { readonly __int?: "f64" };
/** Lengths, indices and sizes in bytes. */
type usize = u64;
/** What the library takes for a length, a count or an index: any unsigned integer. */
type Count = number & { readonly __int?: "u64" | "u32" | "u16" | "u8" };
/** A place, below 0 from the end: any integer. */
type Position = number & { readonly __int?: "u64" | "u32" | "u16" | "u8" | "i64" | "i32" | "i16" | "i8" };

/** Conversions: the value modulo 2^N (integers), rounded toward zero (from floats; saturating), 0 or 1 (from booleans). */
declare function u8(value: number | boolean): u8;
declare function u16(value: number | boolean): u16;
declare function u32(value: number | boolean): u32;
declare function u64(value: number | boolean): u64;
declare function i8(value: number | boolean): i8;
declare function i16(value: number | boolean): i16;
declare function i32(value: number | boolean): i32;
declare function i64(value: number | boolean): i64;
declare function f32(value: number | boolean): f32;
declare function f64(value: number | boolean): f64;
declare function usize(value: number | boolean): usize;

/** Checked conversions: throw `Errno.ERANGE` when the value does not fit. */
declare const checked: {
  u8(value: number): u8;
  u16(value: number): u16;
  u32(value: number): u32;
  u64(value: number): u64;
  i8(value: number): i8;
  i16(value: number): i16;
  i32(value: number): i32;
  i64(value: number): i64;
};

/** Integer operations that have no operator. All compile to one or a few instructions. */
declare const bits: {
  /** Number of one bits. */
  popCount<T extends number>(value: T): T;
  /** Zero bits above the highest one; the width of T for 0. */
  leadingZeros<T extends number>(value: T): T;
  /** Zero bits below the lowest one; the width of T for 0. */
  trailingZeros<T extends number>(value: T): T;
  rotateLeft<T extends number>(value: T, count: T): T;
  rotateRight<T extends number>(value: T, count: T): T;
  /** Bytes in the opposite order. */
  swapBytes<T extends number>(value: T): T;
  min<T extends number>(a: T, b: T): T;
  max<T extends number>(a: T, b: T): T;
  /** The high 64 bits of the 128-bit product. */
  multiplyHigh(a: u64, b: u64): u64;
  /** a * b / c in 128-bit arithmetic, truncated to 64 bits; panics when c is 0. */
  multiplyDivide(a: u64, b: u64, c: u64): u64;
  /** True when a + b (a - b, a * b) does not fit the type. */
  addOverflows<T extends number>(a: T, b: T): boolean;
  subtractOverflows<T extends number>(a: T, b: T): boolean;
  multiplyOverflows<T extends number>(a: T, b: T): boolean;
  /** The bits of a float as an integer and back. */
  fromF64(value: f64): u64;
  toF64(value: u64): f64;
};

declare const NaN: f64;
declare const Infinity: f64;

declare const Math: {
  readonly PI: f64;
  readonly E: f64;
  readonly LN2: f64;
  readonly LN10: f64;
  readonly LOG2E: f64;
  readonly LOG10E: f64;
  readonly SQRT2: f64;
  readonly SQRT1_2: f64;
  sqrt(value: f64): f64;
  floor(value: f64): f64;
  ceil(value: f64): f64;
  trunc(value: f64): f64;
  /** To the nearest whole number, upwards from the middle. */
  round(value: f64): f64;
  /** -1, 0 or 1. */
  sign(value: f64): f64;
  /** Right to the last bit or two, and mostly to the last one. Angles are in radians. */
  pow(base: f64, exponent: f64): f64;
  exp(value: f64): f64;
  /** e to the power less 1, also where that is next to 0. */
  expm1(value: f64): f64;
  /** The natural logarithm; those to the bases 2 and 10; that of 1 + value, also where the value is next to 0. */
  log(value: f64): f64;
  log2(value: f64): f64;
  log10(value: f64): f64;
  log1p(value: f64): f64;
  cbrt(value: f64): f64;
  hypot(...sides: f64[]): f64;
  sin(angle: f64): f64;
  cos(angle: f64): f64;
  tan(angle: f64): f64;
  asin(value: f64): f64;
  acos(value: f64): f64;
  atan(value: f64): f64;
  /** The angle from the x axis to a point. */
  atan2(y: f64, x: f64): f64;
  sinh(value: f64): f64;
  cosh(value: f64): f64;
  tanh(value: f64): f64;
  asinh(value: f64): f64;
  acosh(value: f64): f64;
  atanh(value: f64): f64;
  /** At least 0 and below 1. Programs only; not for secrets. Throws what getrandom(2) gives. */
  random(): f64;
  /** The value as an f32 has it. */
  fround(value: f64): f64;
  /** The zeros above the highest one, and the product that wraps. */
  clz32(value: u32): u32;
  imul(a: i32, b: i32): i32;
  /** Of any number type. The lowest signed integer stays what it is. */
  abs<T extends number>(value: T): T;
  /**
   * Of one number type; NaN when one is. Lists may be spread: of empty ones alone there is no integer, which panics.
   * The checker needs a type for each where a literal comes first.
   */
  min<T extends number>(...values: T[]): T;
  min(...values: f64[]): f64;
  min(...values: u32[]): u32;
  min(...values: i32[]): i32;
  min(...values: u64[]): u64;
  min(...values: i64[]): i64;
  min(...values: u8[]): u8;
  min(...values: u16[]): u16;
  min(...values: i8[]): i8;
  min(...values: i16[]): i16;
  min(...values: f32[]): f32;
  max<T extends number>(...values: T[]): T;
  max(...values: f64[]): f64;
  max(...values: u32[]): u32;
  max(...values: i32[]): i32;
  max(...values: u64[]): u64;
  max(...values: i64[]): i64;
  max(...values: u8[]): u8;
  max(...values: u16[]): u16;
  max(...values: i8[]): i8;
  max(...values: i16[]): i16;
  max(...values: f32[]): f32;
};

/** Numbers from text, and questions about floats. */
declare const Number: {
  /** The number that the whole text is, without white space around it: 0 for an empty one, NaN for what is none. */
  (value: string | number | boolean): f64;
  readonly MAX_SAFE_INTEGER: 9007199254740991;
  readonly MIN_SAFE_INTEGER: -9007199254740991;
  readonly MAX_VALUE: f64;
  readonly MIN_VALUE: f64;
  readonly EPSILON: f64;
  readonly POSITIVE_INFINITY: f64;
  readonly NEGATIVE_INFINITY: f64;
  readonly NaN: f64;
  isNaN(value: f64): boolean;
  isFinite(value: f64): boolean;
  isInteger(value: f64): boolean;
  isSafeInteger(value: f64): boolean;
  parseFloat(text: string): f64;
  parseInt(text: string, radix?: u32): f64;
};
/** Whether the value is true, not 0, not empty and not null. */
declare function Boolean(value: unknown): boolean;
declare function isNaN(value: f64): boolean;
declare function isFinite(value: f64): boolean;
/** The number that the text begins with, behind white space; NaN if there is none. */
declare function parseFloat(text: string): f64;
/** The same for digits of a base (10 when left out, 16 behind `0x`). `parseInteger` has all 64 bits. */
declare function parseInt(text: string, radix?: u32): f64;

interface Boolean {}
interface Function {}
interface CallableFunction extends Function {}
interface NewableFunction extends Function {}
interface IArguments {}
interface Object {}
interface RegExp {}
interface TemplateStringsArray extends ReadonlyArray<string> {
  readonly raw: readonly string[];
}

interface Number {
  /** Digits in the given base, 2 to 36 (10 when left out). */
  toString(radix?: u32): string;
  /** With so many digits behind the point (0 when left out, 100 at most), rounded from the exact value. Throws RangeError. */
  toFixed(digits?: u32): string;
}

// ---------------------------------------------------------------- symbols and iteration

interface Symbol {}
interface SymbolConstructor {
  readonly iterator: unique symbol;
  readonly dispose: unique symbol;
}
declare const Symbol: SymbolConstructor;

interface Disposable {
  [Symbol.dispose](): void;
}

interface IteratorYieldResult<T> {
  done?: false;
  value: T;
}
interface IteratorReturnResult<R> {
  done: true;
  value: R;
}
type IteratorResult<T, R = void> = IteratorYieldResult<T> | IteratorReturnResult<R>;
interface Iterator<T, R = void, N = void> {
  next(): IteratorResult<T, R>;
}
interface Iterable<T, R = void, N = void> {
  [Symbol.iterator](): Iterator<T, R, N>;
}
interface IterableIterator<T, R = void, N = void> extends Iterator<T, R, N> {
  [Symbol.iterator](): IterableIterator<T, R, N>;
}

// ---------------------------------------------------------------- strings

/** An immutable string of UTF-8 bytes; `length` and indices count bytes. Implemented in core/string.ts. */
interface String {
  /** Length in bytes. */
  readonly length: usize;
  /** The byte at an index; panics when out of range. */
  byteAt(index: Count): u8;
  /** The bytes, borrowed for as long as the string lives. */
  bytes(): Span<u8>;
  /** Bytes from start up to, not including, end (both clamped to the length). */
  slice(start: Count, end?: Count): string;
  /** The same; the smaller of both is the start. */
  substring(start: Count, end?: Count): string;
  /** The character whose first byte is at an index; empty when out of range. */
  charAt(index: Count): string;
  /** The same; counts from the end when the index is negative. */
  at(index: Position): string | undefined;
  /** The same as `codePointAt`; panics when out of range. */
  charCodeAt(index: Count): u32;
  /** The code point of the character whose first byte is at an index; U+FFFD where no character begins. */
  codePointAt(index: Count): u32 | undefined;
  /** Whether the prefix stands at `from`. */
  startsWith(prefix: string, from?: Count): boolean;
  /** Whether the suffix stands before `end`. */
  endsWith(suffix: string, end?: Count): boolean;
  includes(part: string, from?: Count): boolean;
  /** First index of the part at or after `from`, or -1. */
  indexOf(part: string, from?: Count): i64;
  /** Last index of the part at or before `from`, or -1. */
  lastIndexOf(part: string, from?: Count): i64;
  /** Pieces between separators, `limit` at most; an empty separator gives one string per byte. */
  split(separator: string, limit?: Count): string[];
  /** Without the white space at both ends. */
  trim(): string;
  trimStart(): string;
  trimEnd(): string;
  concat(...others: string[]): string;
  repeat(count: Count): string;
  /** Length counts bytes, as everywhere. */
  padStart(length: Count, fill?: string): string;
  padEnd(length: Count, fill?: string): string;
  /** Only the letters of ASCII change. */
  toLowerCase(): string;
  toUpperCase(): string;
  /** The first part by another text; `$` has no meaning in that. */
  replace(part: string, by: string): string;
  /** An empty part is found before and behind each character. */
  replaceAll(part: string, by: string): string;
  /** Below, at or above 0 as this string sorts before, with or after the other, by bytes. */
  compare(other: string): i32;
  hash(): u64;
  toString(): string;
  /** Strings of one Unicode character each. */
  [Symbol.iterator](): Iterator<string>;
}
declare const String: {
  /** The text that a template string has for the value. */
  (value: string | number | boolean): string;
  /** Copies bytes into a new string. Throws ENOMEM. */
  fromBytes(bytes: Span<u8>): string;
  /** The character with the code point; U+FFFD for what is none. */
  fromCharCode(code: u32): string;
  fromCodePoint(code: u32): string;
};
/** The integer in the text (an optional sign, then digits of the base; `0x`, `0o`, `0b` prefixes when no base is given), or null. */
declare function parseInteger(text: string, radix?: u32): i64 | null;

// ---------------------------------------------------------------- arrays, spans

interface ReadonlyArray<T> {
  readonly length: usize;
  readonly [index: number]: T;
  slice(start?: Count, end?: Count): T[];
  concat(...others: (readonly T[])[]): T[];
  /** First index of the item at or after `from`, or -1. */
  indexOf(item: T, from?: Count): i64;
  lastIndexOf(item: T): i64;
  /** As `indexOf`, but finds NaN too. */
  includes(item: T, from?: Count): boolean;
  /** Null and undefined items have no text. */
  join(separator?: string): string;
  map<U>(fn: (item: T, index: usize) => U): U[];
  flatMap<U>(fn: (item: T, index: usize) => readonly U[]): U[];
  filter(fn: (item: T, index: usize) => boolean): T[];
  find(fn: (item: T, index: usize) => boolean): T | undefined;
  findIndex(fn: (item: T, index: usize) => boolean): i64;
  findLast(fn: (item: T, index: usize) => boolean): T | undefined;
  findLastIndex(fn: (item: T, index: usize) => boolean): i64;
  some(fn: (item: T, index: usize) => boolean): boolean;
  every(fn: (item: T, index: usize) => boolean): boolean;
  forEach(fn: (item: T, index: usize) => void): void;
  /** Without a value to begin with, the first (last) item is it; throws TypeError when there is none. */
  reduce(fn: (sum: T, item: T, index: usize) => T): T;
  reduce<U>(fn: (sum: U, item: T, index: usize) => U, initial: U): U;
  reduceRight(fn: (sum: T, item: T, index: usize) => T): T;
  reduceRight<U>(fn: (sum: U, item: T, index: usize) => U, initial: U): U;
  /** The items of the arrays that are in this one. */
  flat<U>(this: readonly (readonly U[])[]): U[];
  /** Counts from the end when the index is negative. */
  at(index: Position): T | undefined;
  /** Copies of what is there now. */
  keys(): usize[];
  values(): T[];
  entries(): [usize, T][];
  /** Changed copies. */
  toReversed(): T[];
  toSorted(compare?: (a: T, b: T) => i32): T[];
  with(index: Count, item: T): T[];
  [Symbol.iterator](): Iterator<T>;
}

/** A growable array. Indices are checked: outside `length` they panic. Implemented in core/array.ts. */
interface Array<T> {
  /** Items in use. Assigning a smaller value drops the items above it. */
  length: usize;
  /** Panics when the index is not below `length`. */
  [index: number]: T;
  /** Adds at the end, returns the new length. Throws ENOMEM. */
  push(...items: T[]): usize;
  pop(): T | undefined;
  shift(): T | undefined;
  unshift(...items: T[]): usize;
  /** Removes `count` items from `start` (all when left out), puts others in their place, and returns them. Throws ENOMEM. */
  splice(start: Count, count?: Count, ...items: T[]): T[];
  insert(index: Count, item: T): void;
  /** Adds all items of another array, or of this one, before the item at an index. Throws ENOMEM. */
  insertAll(index: Count, other: readonly T[]): void;
  /** Removes and returns the item at an index; panics when out of range. */
  removeAt(index: Count): T;
  clear(): void;
  /** Makes room for at least this many items in all. Throws ENOMEM. */
  reserve(capacity: Count): void;
  /** Adds all items of another array at the end. Throws ENOMEM. */
  pushAll(other: readonly T[]): void;
  /** Adds `count` zero values at the end, in place; T must have one. Throws ENOMEM. */
  extend(count: Count): void;
  /** Sets the items from start up to, not including, end. */
  fill(item: T, start?: Count, end?: Count): this;
  reverse(): this;
  /** Sorts in place, stable; `compare` gives below, at or above 0. Without it T must be an integer or a string. */
  sort(compare?: (a: T, b: T) => i32): this;
  slice(start?: Count, end?: Count): T[];
  concat(...others: (readonly T[])[]): T[];
  /** First index of the item at or after `from`, or -1. */
  indexOf(item: T, from?: Count): i64;
  lastIndexOf(item: T): i64;
  /** As `indexOf`, but finds NaN too. */
  includes(item: T, from?: Count): boolean;
  /** Null and undefined items have no text. */
  join(separator?: string): string;
  map<U>(fn: (item: T, index: usize) => U): U[];
  flatMap<U>(fn: (item: T, index: usize) => readonly U[]): U[];
  filter(fn: (item: T, index: usize) => boolean): T[];
  find(fn: (item: T, index: usize) => boolean): T | undefined;
  findIndex(fn: (item: T, index: usize) => boolean): i64;
  findLast(fn: (item: T, index: usize) => boolean): T | undefined;
  findLastIndex(fn: (item: T, index: usize) => boolean): i64;
  some(fn: (item: T, index: usize) => boolean): boolean;
  every(fn: (item: T, index: usize) => boolean): boolean;
  forEach(fn: (item: T, index: usize) => void): void;
  /** Without a value to begin with, the first (last) item is it; throws TypeError when there is none. */
  reduce(fn: (sum: T, item: T, index: usize) => T): T;
  reduce<U>(fn: (sum: U, item: T, index: usize) => U, initial: U): U;
  reduceRight(fn: (sum: T, item: T, index: usize) => T): T;
  reduceRight<U>(fn: (sum: U, item: T, index: usize) => U, initial: U): U;
  /** The items of the arrays that are in this one. */
  flat<U>(this: readonly (readonly U[])[]): U[];
  /** Counts from the end when the index is negative. */
  at(index: Position): T | undefined;
  /** Copies of what is there now. */
  keys(): usize[];
  values(): T[];
  entries(): [usize, T][];
  /** Changed copies. */
  toReversed(): T[];
  toSorted(compare?: (a: T, b: T) => i32): T[];
  with(index: Count, item: T): T[];
  /** The items as a span, until the array next grows: the span must not be used after that, which is not checked yet. */
  span(): Span<T>;
  [Symbol.iterator](): Iterator<T>;
}
declare const Array: {
  /** A copy of what arrays, strings, maps, sets and spans hold, or of what a function makes of each item. Throws ENOMEM. */
  from<T>(source: Iterable<T>): T[];
  from<T, U>(source: Iterable<T>, fn: (item: T, index: usize) => U): U[];
  /** As many items as `length` says: `Array.from({ length: 3 }, (_, i) => i * i)`. */
  from<U>(source: { readonly length: number }, fn: (item: undefined, index: usize) => U): U[];
  of<T>(...items: T[]): T[];
  /** `new Array<T>(n)`: n items of T's zero value (T must have one: a number, a boolean, a nullable, a struct). */
  new <T>(length?: Count): T[];
  isArray(value: unknown): value is unknown[];
};

/** N items of T inline in their owner: no header, no allocation, zero at the start. Indices are checked. */
declare class FixedArray<T, N extends number> {
  /** Zero items, or the given ones; N comes from the type. */
  constructor(items?: readonly T[]);
  readonly length: usize;
  [index: number]: T;
  fill(item: T): void;
  span(): Span<T>;
  [Symbol.iterator](): Iterator<T>;
  private readonly __count: N;
}

/** A bounds-checked view of items that someone else owns: a local or a parameter, never a field, never captured. */
declare class Span<T> {
  private constructor();
  readonly length: usize;
  [index: number]: T;
  /** Items from start up to, not including, end; panics unless start <= end <= length. */
  subspan(start: Count, end?: Count): Span<T>;
  /** Copies all items of source to the beginning of this span; panics when it is shorter. T must not hold references. */
  copyFrom(source: Span<T>): void;
  fill(item: T): void;
  /** First index of the item, or -1. */
  indexOf(item: T): i64;
  /** Same length and same items. */
  equals(other: Span<T>): boolean;
  [Symbol.iterator](): Iterator<T>;
}

// ---------------------------------------------------------------- maps and sets

/** Keys: integers, booleans, enums, strings, or class instances (by identity). Iterates in insertion order. core/map.ts. */
declare class Map<K, V> {
  /** With the pairs, the last one of those with the same key. Throws ENOMEM. */
  constructor(entries?: Iterable<readonly [K, V]> | null);
  readonly size: usize;
  get(key: K): V | undefined;
  has(key: K): boolean;
  /** Throws ENOMEM. */
  set(key: K, value: V): this;
  delete(key: K): boolean;
  clear(): void;
  forEach(fn: (value: V, key: K) => void): void;
  /** Copies of what is there now, in order. Throw ENOMEM. */
  keys(): K[];
  values(): V[];
  entries(): [K, V][];
  [Symbol.iterator](): Iterator<[K, V]>;
}
/** A map that is not changed here. */
interface ReadonlyMap<K, V> {
  readonly size: usize;
  get(key: K): V | undefined;
  has(key: K): boolean;
  forEach(fn: (value: V, key: K) => void): void;
  /** Copies of what is there now, in order. Throw ENOMEM. */
  keys(): K[];
  values(): V[];
  entries(): [K, V][];
  [Symbol.iterator](): Iterator<[K, V]>;
}
declare class Set<T> {
  /** With the items. Throws ENOMEM. */
  constructor(items?: Iterable<T> | null);
  readonly size: usize;
  has(item: T): boolean;
  /** Throws ENOMEM. */
  add(item: T): this;
  delete(item: T): boolean;
  clear(): void;
  forEach(fn: (item: T) => void): void;
  /** The items there are now, in order. Throw ENOMEM. */
  keys(): T[];
  values(): T[];
  /** New sets. Throw ENOMEM. */
  union(other: Set<T>): Set<T>;
  intersection(other: Set<T>): Set<T>;
  difference(other: Set<T>): Set<T>;
  symmetricDifference(other: Set<T>): Set<T>;
  isSubsetOf(other: Set<T>): boolean;
  isSupersetOf(other: Set<T>): boolean;
  isDisjointFrom(other: Set<T>): boolean;
  [Symbol.iterator](): Iterator<T>;
}

/** A set that is not changed here. */
interface ReadonlySet<T> {
  readonly size: usize;
  has(item: T): boolean;
  forEach(fn: (item: T) => void): void;
  /** The items there are now, in order. Throw ENOMEM. */
  keys(): T[];
  values(): T[];
  [Symbol.iterator](): Iterator<T>;
}

// ---------------------------------------------------------------- references

/** A reference that does not keep its target alive. The target is a class instance. */
declare class Weak<T> {
  constructor(target: T | null);
  /** The target, or null once it is gone. */
  get(): T | null;
  private readonly __target: T;
}

// ---------------------------------------------------------------- atomics

/** A number or boolean that several CPUs change; sequentially consistent. Inline in its owner. */
declare class Atomic<T extends number | boolean> {
  constructor(value: T);
  load(): T;
  store(value: T): void;
  /** Stores and returns the old value. */
  exchange(value: T): T;
  /** If the value is `expected` stores `desired`; returns the value found. */
  compareExchange(expected: T, desired: T): T;
  /** Each returns the old value. */
  fetchAdd(value: T): T;
  fetchSubtract(value: T): T;
  fetchAnd(value: T): T;
  fetchOr(value: T): T;
  fetchXor(value: T): T;
  private readonly __value: T;
}

// ---------------------------------------------------------------- errors

/** Programs throw `Error` and its subclasses; the kernel throws `Errno` values, which cost no allocation. */
declare class Error {
  constructor(message?: string);
  readonly message: string;
  /** The class's name. */
  readonly name: string;
  toString(): string;
}
declare class RangeError extends Error {}
declare class TypeError extends Error {}

/** The Errno that a caught value is, or 0 when it is none. */
declare function errnoOf(error: unknown): i32;
/** Text for a caught value, whatever it is. */
declare function errorText(error: unknown): string;

/** Ends the program or the kernel with a message and a backtrace. For broken invariants, never for bad input. */
declare function panic(message: string): never;
/** Panics with the message unless the condition holds. Checked in every build. */
declare function assert(condition: boolean, message?: string): asserts condition;

// ---------------------------------------------------------------- programs (target "linux" only)

declare const console: {
  /** Writes the values with a space between each two, and a line end, to standard output. */
  log(...values: (string | number | boolean | null)[]): void;
  /** The same to standard error. */
  error(...values: (string | number | boolean | null)[]): void;
};

// ---------------------------------------------------------------- decorators

/** Value type: lies inline in its owner, copied by assignment to a field or an element. */
declare function struct(target: unknown, context: ClassDecoratorContext<never>): void;
/** Fields without padding. */
declare function packed(target: unknown, context: ClassDecoratorContext<never>): void;
/** Asserts the struct's size in bytes: a compile error when it differs. */
declare function size(bytes: number): (target: unknown, context: ClassDecoratorContext<never>) => void;
/** Alignment in bytes of the struct. */
declare function align(bytes: number): (target: unknown, context: ClassDecoratorContext<never>) => void;
/** Asserts the field's offset in bytes: a compile error when it differs. */
declare function offset(
  bytes: number,
): (target: unknown, context: ClassFieldDecoratorContext<never, never>) => void;

interface ClassDecoratorContext<Class> {}
interface ClassFieldDecoratorContext<This, Value> {}
interface ClassMethodDecoratorContext<This, Value> {}
interface ClassGetterDecoratorContext<This, Value> {}
interface ClassSetterDecoratorContext<This, Value> {}
interface ClassAccessorDecoratorContext<This, Value> {}
interface DecoratorMetadataObject {}
interface PropertyDescriptor {}
interface TypedPropertyDescriptor<T> {}

// ---------------------------------------------------------------- types of types

type Readonly<T> = { readonly [P in keyof T]: T[P] };
type Partial<T> = { [P in keyof T]?: T[P] };
type Required<T> = { [P in keyof T]-?: T[P] };
type Pick<T, K extends keyof T> = { [P in K]: T[P] };
// eslint-disable-next-line @typescript-eslint/consistent-indexed-object-style -- this is what the rule wants to be used
type Record<K extends string, T> = { [P in K]: T };
type Exclude<T, U> = T extends U ? never : T;
type Extract<T, U> = T extends U ? T : never;
type Omit<T, K extends string> = Pick<T, Exclude<keyof T, K>>;
type ReturnType<T extends (...args: never) => unknown> = T extends (...args: never) => infer R ? R : never;
type Parameters<T extends (...args: never) => unknown> = T extends (...args: infer P) => unknown ? P : never;
type NonNullable<T> = T & {};
