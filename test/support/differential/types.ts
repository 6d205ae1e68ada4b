/** The types that generated programs use, by their names in the source. */

export const INTEGERS = ["u8", "i8", "u16", "i16", "u32", "i32", "u64", "i64"] as const;
/** The name of one of the integers. */
export type Integer = (typeof INTEGERS)[number];
/** All types of single values that programs are made of. */
export const SCALARS = [...INTEGERS, "f64", "boolean", "string"] as const;

/** Whether the type is an integer's. */
export const isInteger = (type: string): type is Integer => (INTEGERS as readonly string[]).includes(type);
/** How wide the type is. */
export const bitsOf = (type: Integer): number => Number(type.slice(1));
/** Whether it has negative values. */
export const isSigned = (type: Integer): boolean => type.startsWith("i");

/** The least value of the type. */
export const lowest = (type: Integer): bigint => (isSigned(type) ? -(2n ** BigInt(bitsOf(type) - 1)) : 0n);
/** The greatest value of the type. */
export const highest = (type: Integer): bigint =>
  2n ** BigInt(isSigned(type) ? bitsOf(type) - 1 : bitsOf(type)) - 1n;

/** The item type of `T[]`. */
export const itemOf = (type: string): string => type.slice(0, -2);

/** A variable in scope. */
export interface Variable {
  readonly name: string;
  readonly type: string;
  readonly isConst: boolean;
}

/** A function or method that can be called. */
export interface FunctionShape {
  readonly name: string;
  readonly parameters: readonly string[];
  /** Parameters that a call may leave out, at the end. */
  readonly optional: number;
  readonly result: string;
}

/** A field or getter. */
export interface Field {
  readonly name: string;
  readonly type: string;
}

/** A class of the program. */
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

/** Whether objects of the class are objects of the class named `of`. */
export const isSubclass = (shape: ClassShape, of: string): boolean =>
  shape.name === of || (shape.base !== null && isSubclass(shape.base, of));
