/** Arrays that are made from other things than their items. */

import { dataOf } from "unsafe";

/** `flat` of an array of arrays. Throws ENOMEM. */
export function flattened<T>(lists: readonly (readonly T[])[]): T[] {
  const result: T[] = [];
  for (const list of lists) result.pushAll(list);
  return result;
}

/** For `Array.from({ length: n }, fn)`, whose function gets nothing for an item. Throws ENOMEM. */
export function absentItems(length: usize): (u8 | null)[] {
  return new Array<u8 | null>(length);
}

/** Adds copies of a span's items to a new array, which the span does not look into. Throws ENOMEM. */
export function pushSpan<T>(array: T[], items: Span<T>): void {
  const count = items.length;
  const data = dataOf(items);
  array.reserve(array.length + count);
  for (let i = usize(0); i < count; i++) array.push(data.add(i).value);
}
