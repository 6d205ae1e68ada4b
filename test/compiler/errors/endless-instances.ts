// @error: MTS1173 4:7 Each instance of this generic class asks for one with a larger type argument, without end.
// @error: MTS1173 8:10 Each instance of this generic function asks for one with a larger type argument, without end.

class Tower<T> {
  next: Tower<Tower<T>> | null = null;
}

function climb<T>(x: T, n: u32): u32 {
  return n === 0 ? 0 : climb<T[]>([x], n - 1);
}

export function main(): i32 {
  const tower = new Tower<u32>();
  return tower.next === null ? i32(climb<u32>(1, 3)) : 0;
}
