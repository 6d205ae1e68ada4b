// An index outside of an array ends the program with a backtrace and status 134.
// @run
// @exit: 134

export function main(): void {
  const list: u32[] = [1, 2, 3];
  let index: usize = 2;
  index += list.length;
  console.log(list[index]!);
}
