// Loops down to the first item, and indices below 0 and signed ones.
function last(xs: readonly string[], wanted: string): i64 {
  for (let i = xs.length - 1; i >= 0; i--) if (xs[i] === wanted) return i;
  return -1;
}
function sorted(xs: u32[]): u32[] {
  const out = xs.slice();
  for (let i = 1; i < out.length; i++) {
    const x = out[i]!;
    let j = i32(i) - 1;
    while (j >= 0 && out[j]! > x) {
      out[j + 1] = out[j]!;
      j--;
    }
    out[j + 1] = x;
  }
  return out;
}
export function main(): void {
  const a = [1, 2, 3];
  for (let i = a.length - 1; i >= 0; i--) console.log(a[i]!);
  const none: u32[] = [];
  for (let i = none.length - 1; i >= 0; i--) console.log("never", none[i]!);
  for (let i = a.length - 1; i > -1; i -= 2) console.log(a[i]!);
  for (let i = a.length - 1; i >= 0 && a[i]! > 1; --i) console.log(a[i]!);
  for (let i = 3; i >= 0; i--) console.log(i);
  for (let i = a.length; 0 <= i; i--) console.log(i);
  console.log(last(["a", "b", "a"], "a"), last([], "a"), last(["b"], "a"));
  console.log(sorted([3, 1, 2, 9, 4]).join());
  for (let i = a.length - 1, j = 0; i >= 0; i--, j++) console.log(i, j);
}
