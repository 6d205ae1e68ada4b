// @error: MTS1161 3:17 'main' has another form than a program's.

export function main(count: u32): string {
  return `${count}`;
}
