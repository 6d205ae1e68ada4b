// @error: MTS1301 8:3 A span cannot be a property: it must not outlive what it views.
// @error: MTS1301 12:28 A span cannot be a part of another value: it must not outlive what it views.
// @error: MTS1301 13:15 A span cannot be a part of another value: it must not outlive what it views.
// @error: MTS1301 14:15 A span cannot be a part of another value: it must not outlive what it views.
// @error: MTS1301 18:23 A span cannot be a part of another value: it must not outlive what it views.

interface Keeper {
  view: Span<u8>;
}

function keep(bytes: Span<u8>): void {
  const map = new Map<u32, Span<u8>>();
  const pair: [Span<u8>, u32] = [bytes, 1];
  const list: Span<u8>[] = [];
  const keeper: Keeper = { view: bytes };
}

function maybe(bytes: Span<u8> | null): void {}

export function main(): i32 {
  return 0;
}
