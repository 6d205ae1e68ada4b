/** The iterator of arrays, for what takes any `Iterable`. Loops over an array itself need none. */

/** Compares with the length as it is at each step. */
export class ArrayIterator<T> {
  private index: usize = 0;
  private readonly items: readonly T[];

  constructor(items: readonly T[]) {
    this.items = items;
  }

  /** The next item, if there is one. */
  next(): IteratorResult<T> {
    if (this.index >= this.items.length) return { done: true, value: undefined };
    return { done: false, value: this.items[this.index++] };
  }
}
