/**
 * Ends a local's life at the place of the call and not before: a local is released after its last use, and its address
 * somewhere is no use of it.
 */
export function letGo<T>(_value: T): void {}
