// @error: MTS1161 4:17 'main' has another form than a program's.

// Nobody says what T is.
export function main<T>(): i32 {
  const items: T[] = [];
  return i32(items.length);
}
