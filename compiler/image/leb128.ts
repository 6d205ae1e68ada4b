/** Appends an unsigned LEB128 number (DWARF 5, 7.6); core/leb128.ts reads them. */
export function uleb(out: number[], value: number): void {
  for (; value >= 128; value = Math.floor(value / 128)) out.push((value % 128) | 128);
  out.push(value);
}
