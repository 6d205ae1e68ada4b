/** Arrays that are made from other things than their items. */

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
