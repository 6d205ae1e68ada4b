// A closure that asks for a variable before the statement that gives it its value has run.
// @run
// @exit: 134
// @stdout: before
// @stderr-contains: 'later' was used before it was given a value

function useEarly(flag: boolean): string {
  const read = (): string => later;
  if (flag) console.log(read());
  const later = "text";
  return read();
}

export function main(): void {
  console.log("before");
  useEarly(true);
}
