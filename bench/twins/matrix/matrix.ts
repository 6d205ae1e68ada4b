// The product of two square matrices of f64, row by row so that the innermost loop runs along both rows.
import { FIRST_RANDOM, nextRandom, runTwin } from "../twin.ts";

const SIZE = 96;

const a = new FixedArray<f64, 9216>();
const b = new FixedArray<f64, 9216>();
const product = new FixedArray<f64, 9216>();

function row(matrix: Span<f64>, index: usize): Span<f64> {
  return matrix.subspan(index * SIZE, (index + 1) * SIZE);
}

function multiply(left: Span<f64>, right: Span<f64>, out: Span<f64>): void {
  for (let i: usize = 0; i < SIZE; i++) {
    const to = row(out, i);
    const factors = row(left, i);
    to.fill(0);
    for (let k: usize = 0; k < SIZE; k++) {
      const factor = factors[k];
      const from = row(right, k);
      for (let column = 0; column < SIZE; column++) to[column] += factor * from[column];
    }
  }
}

/**
 * @export bench_main
 * @noinline
 */
export function benchMain(iterations: u32): u64 {
  let random: u64 = FIRST_RANDOM;
  for (let i = 0; i < SIZE * SIZE; i++) {
    random = nextRandom(random);
    a[i] = f64(random & 0xff) / 256.0;
    b[i] = f64((random >> 8) & 0xff) / 256.0;
  }
  for (let i: u32 = 0; i < iterations; i++) {
    multiply(a.span(), b.span(), product.span());
    // The next factor is this product scaled back to the same range, so that no round can be left out.
    for (let k = 0; k < SIZE * SIZE; k++) a[k] = product[k] / 48.0;
  }
  let sum: f64 = 0;
  for (const value of a) sum += value;
  return u64(sum * 1000000.0);
}

export function main(args: string[]): i32 {
  return runTwin(args, benchMain);
}
