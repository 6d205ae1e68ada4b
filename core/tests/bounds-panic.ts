// An index at the length panics: a message, the place, status 134.
// @run
// @sanitize
// @exit: 134

function index(): usize {
  return 3;
}

export function main(): void {
  const list: u32[] = [1, 2, 3];
  console.log(list[index()]);
}
