// The thinnest path: a program that only ends with a status.
// @run
// @exit: 42

export function main(): i32 {
  return 42;
}
