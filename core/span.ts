/**
 * The methods of `Span<T>`, as functions that take the span first; `FixedArray<T, N>` uses them by the span of its items.
 * A span is a pointer and a length in registers: it owns nothing, and the compiler sees to it that it is not kept.
 */

import { dataOf, fillBytes, isCounted, moveBytes, sizeOf } from "unsafe";

/**
 * `span.subspan(start, end)`: panics unless start <= end <= length.
 * @inline
 */
export function spanSubspan<T>(span: Span<T>, start: usize, end: usize): Span<T> {
  assert(start <= end && end <= span.length, "subspan: out of the span's range");
  return dataOf(span)
    .add(start)
    .span(end - start);
}

/** `span.copyFrom(source)`: the two may overlap. Panics when the source is longer. */
export function spanCopyFrom<T>(span: Span<T>, source: Span<T>): void {
  assert(source.length <= span.length, "copyFrom: the source is longer than the span");
  if (isCounted<T>()) {
    for (let i = 0; i < source.length; i++) span[i] = source[i];
  } else {
    moveBytes(dataOf(span).cast<u8>(), dataOf(source).cast<u8>(), source.length * sizeOf<T>());
  }
}

/** `span.fill(item)`. */
export function spanFill<T>(span: Span<T>, item: T): void {
  for (let i = 0; i < span.length; i++) span[i] = item;
}

/** Sets all bytes of the items to zero. T must not hold references. */
export function spanClear<T>(span: Span<T>): void {
  fillBytes(dataOf(span).cast<u8>(), 0, span.length * sizeOf<T>());
}

/** `span.indexOf(item)`. */
export function spanIndexOf<T>(span: Span<T>, item: T): i64 {
  for (let i = 0; i < span.length; i++) {
    if (span[i] === item) return i64(i);
  }
  return -1;
}

/** `span.equals(other)`. */
export function spanEquals<T>(span: Span<T>, other: Span<T>): boolean {
  if (span.length !== other.length) return false;
  for (let i = 0; i < span.length; i++) {
    if (span[i] !== other[i]) return false;
  }
  return true;
}
