/** Whole numbers of fixed size for exact conversions between floats and text. */

const WORDS = 40;

/** A non-negative integer of up to 1280 bits, lowest word first. */
@struct
export class BigInteger {
  words = new FixedArray<u32, 40>();

  /** Makes this the value. */
  set(value: u64): void {
    this.words.fill(0);
    this.words[0] = u32(value);
    this.words[1] = u32(value >> 32);
  }

  /** Multiplies this by a factor. Bits beyond the highest word are lost, here and below. */
  multiply(factor: u32): void {
    let carry: u64 = 0;
    for (let i = 0; i < WORDS; i++) {
      const product = u64(this.words[i]) * factor + carry;
      this.words[i] = u32(product);
      carry = product >> 32;
    }
  }

  /** Multiplies this by 2^count. */
  shiftLeft(count: u32): void {
    for (let left = count; left > 0; left -= bits.min(left, 31)) this.multiply(1 << bits.min(left, 31));
  }

  /** Multiplies this by 10^power. */
  multiplyByPowerOfTen(power: u32): void {
    for (let left = power; left > 0; left--) this.multiply(10);
  }

  /** Adds another number to this. */
  add(other: BigInteger): void {
    let carry: u64 = 0;
    for (let i = 0; i < WORDS; i++) {
      const sum = u64(this.words[i]) + other.words[i] + carry;
      this.words[i] = u32(sum);
      carry = sum >> 32;
    }
  }

  /** Adds a number of 32 bits. */
  addSmall(value: u32): void {
    let carry = u64(value);
    for (let i: usize = 0; carry !== 0 && i < WORDS; i++) {
      const sum = u64(this.words[i]) + carry;
      this.words[i] = u32(sum);
      carry = sum >> 32;
    }
  }

  /** `other` is not above this. */
  subtract(other: BigInteger): void {
    let borrow: u64 = 0;
    for (let i = 0; i < WORDS; i++) {
      const difference = u64(this.words[i]) - other.words[i] - borrow;
      this.words[i] = u32(difference);
      borrow = (difference >> 32) & 1;
    }
  }

  /** Below, at or above 0 as this is less than, equal to or greater than the other. */
  compare(other: BigInteger): i32 {
    for (let i: usize = WORDS; i > 0; i--) {
      if (this.words[i - 1] !== other.words[i - 1]) return this.words[i - 1] < other.words[i - 1] ? -1 : 1;
    }
    return 0;
  }

  /** Without the lowest bits; by half of what is lost or more, one up. */
  shiftRightRounded(count: u32): void {
    if (count === 0) return;
    const half = new BigInteger();
    half.words[usize((count - 1) / 32)] = 1 << ((count - 1) % 32);
    this.add(half);
    const skipped = usize(count / 32);
    const low = count % 32;
    for (let i = usize(0); i < WORDS; i++) {
      const word: u32 = i + skipped < WORDS ? this.words[i + skipped] : 0;
      const next: u32 = i + skipped + 1 < WORDS ? this.words[i + skipped + 1] : 0;
      this.words[i] = low === 0 ? word : (word >> low) | (next << (32 - low));
    }
  }

  /** Divides, and gives the remainder. */
  divide(by: u32): u32 {
    let rest: u64 = 0;
    for (let i: usize = WORDS; i > 0; i--) {
      const part = (rest << 32) | this.words[i - 1];
      this.words[i - 1] = u32(part / by);
      rest = part % by;
    }
    return u32(rest);
  }

  /** How many bits the number has. */
  bitLength(): u32 {
    for (let i: usize = WORDS; i > 0; i--) {
      if (this.words[i - 1] !== 0) return u32(i) * 32 - bits.leadingZeros(this.words[i - 1]);
    }
    return 0;
  }

  /** Whether the number is 0. */
  isZero(): boolean {
    return this.bitLength() === 0;
  }
}
