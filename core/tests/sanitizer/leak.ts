// Two objects that refer to each other, and that nothing else refers to.
// @run
// @sanitize: only
// @exit: 99
// @stderr-contains: LeakSanitizer: detected memory leaks
// @stderr-contains: core/tests/sanitizer/leak.ts:13:
class Partner {
  other: Partner | null = null;
}

function marry(): void {
  const first = new Partner();
  first.other = new Partner();
  first.other.other = first;
}

export function main(): void {
  marry();
}
