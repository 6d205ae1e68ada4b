/**
 * One text for two languages. Programs are generated in Metal TypeScript; where JavaScript needs another word for the same
 * (integers that wrap, 64-bit integers, which are bigints there), the text has a mark that each dialect replaces by its own.
 */

/** `javascript` in JavaScript, `metal` in Metal TypeScript: the name in front of an argument list, or an operator. */
export const either = (javascript: string, metal: string): string => `\u0001${javascript}|${metal}\u0002`;

/** A sum or the like, of the type: JavaScript has to wrap it. */
export const wrapped = (type: string, text: string): string => `${either(type, "")}(${text})`;

/** `u8(x)` of an integer. */
export const converted = (type: string, text: string): string => `${type}(${text})`;

/** `u8(x)` of a float: what does not fit becomes the nearest that does. */
export const fromFloat = (type: string, text: string): string =>
  `${either(`${type}FromFloat`, type)}(${text})`;

/** A literal of an integer type. */
export const literal = (type: string, value: bigint): string => {
  const text = value < 0n ? `(${value}${isWide(type) ? either("n", "") : ""})` : `${value}`;
  return value >= 0n && isWide(type) ? `${text}${either("n", "")}` : text;
};

/** Whether JavaScript needs BigInts to compute with the type exactly. */
export const isWide = (type: string): boolean => type === "u64" || type === "i64";

/** The text of a program with the marks resolved for Metal TypeScript. */
export const inMetal = (text: string): string =>
  text.replace(/\u0001([^|\u0002]*)\|([^\u0002]*)\u0002/g, "$2");

/** The text of a program with the marks resolved for JavaScript. */
export const inJavaScript = (text: string): string =>
  text.replace(/\u0001([^|\u0002]*)\|([^\u0002]*)\u0002/g, "$1");
