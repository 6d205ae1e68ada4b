/** The types that generated programs use, by their names in the source. */

export const INTEGERS = ["u8", "i8", "u16", "i16", "u32", "i32", "u64", "i64"] as const;
export type Integer = (typeof INTEGERS)[number];
export const SCALARS = [...INTEGERS, "f64", "boolean", "string"] as const;

export const isInteger = (type: string): type is Integer => (INTEGERS as readonly string[]).includes(type);
export const bitsOf = (type: Integer): number => Number(type.slice(1));
export const isSigned = (type: Integer): boolean => type.startsWith("i");

export const lowest = (type: Integer): bigint => (isSigned(type) ? -(2n ** BigInt(bitsOf(type) - 1)) : 0n);
export const highest = (type: Integer): bigint =>
  2n ** BigInt(isSigned(type) ? bitsOf(type) - 1 : bitsOf(type)) - 1n;

/** The item type of `T[]`. */
export const itemOf = (type: string): string => type.slice(0, -2);

export interface Variable {
  readonly name: string;
  readonly type: string;
  readonly isConst: boolean;
}

export interface FunctionShape {
  readonly name: string;
  readonly parameters: readonly string[];
  /** Parameters that a call may leave out, at the end. */
  readonly optional: number;
  readonly result: string;
}

export interface Field {
  readonly name: string;
  readonly type: string;
}

export interface ClassShape {
  readonly name: string;
  readonly base: ClassShape | null;
  readonly own: readonly Field[];
  /** Every method that an object of the class has, and getters. */
  readonly methods: readonly FunctionShape[];
  readonly getters: readonly Field[];
}

/** All fields, the base class's first, as the constructor takes them. */
export const fieldsOf = (shape: ClassShape): readonly Field[] => [
  ...(shape.base ? fieldsOf(shape.base) : []),
  ...shape.own,
];

export const isSubclass = (shape: ClassShape, of: string): boolean =>
  shape.name === of || (shape.base !== null && isSubclass(shape.base, of));
