// Views of what only the function owns, returned.
// @error: MTS1903 10:3 This returns a view of 'made', which is gone when the function has returned.
// @error: MTS1903 13:3 This returns a view of a value, which is gone when the function has returned.
// @error: MTS1903 17:3 This returns a view of 'buffer', which is gone when the function has returned.
class Buffer {
  readonly bytes: FixedArray<u8, 16> = new FixedArray<u8, 16>();
}
function ofArray(): Span<u8> {
  const made = new Array<u8>(4);
  return made.span();
}
function ofText(n: u32): Span<u8> {
  return `abc${n}`.bytes();
}
function ofObject(): Span<u8> {
  const buffer = new Buffer();
  return buffer.bytes.span();
}
export function main(): void {
  console.log(`${ofArray().length} ${ofText(1).length} ${ofObject().length}`);
}
