// A hash map with open addressing, linear probing and backward-shift deletion, generic over the value.
import { FIRST_RANDOM, nextRandom, runTwin } from "../twin.ts";

function mix(key: u64): u64 {
  let mixed: u64 = key ^ (key >> 32);
  mixed *= 0xd6e8feb86659fd93;
  return mixed ^ (mixed >> 32);
}

class OpenMap<V> {
  private keys: u64[];
  private values: V[];
  private used: u8[];
  /** Slots less one: their number is a power of two. */
  private mask: usize;
  count: usize = 0;

  constructor(capacity: usize) {
    this.keys = new Array<u64>(capacity);
    this.values = new Array<V>(capacity);
    this.used = new Array<u8>(capacity);
    this.mask = capacity - 1;
  }

  set(key: u64, value: V): void {
    if ((this.count + 1) * 4 > (this.mask + 1) * 3) this.grow();
    const slot = this.slotOf(key);
    if (!this.used[slot]) {
      this.used[slot] = 1;
      this.keys[slot] = key;
      this.count++;
    }
    this.values[slot] = value;
  }

  get(key: u64, otherwise: V): V {
    const slot = this.slotOf(key);
    return this.used[slot] ? this.values[slot] : otherwise;
  }

  remove(key: u64): boolean {
    let hole = this.slotOf(key);
    if (!this.used[hole]) return false;
    const mask = this.mask;
    let next = hole;
    for (;;) {
      next = (next + 1) & mask;
      if (!this.used[next]) break;
      const home: usize = mix(this.keys[next]) & mask;
      // An entry may move back to the hole unless its home lies after the hole.
      if (((next - home) & mask) < ((next - hole) & mask)) continue;
      this.keys[hole] = this.keys[next];
      this.values[hole] = this.values[next];
      hole = next;
    }
    this.used[hole] = 0;
    this.count--;
    return true;
  }

  /** The slot that holds the key, or the free one where it would go. */
  private slotOf(key: u64): usize {
    const mask = this.mask;
    const used = this.used.span();
    const keys = this.keys.span();
    let slot: usize = mix(key) & mask;
    while (used[slot] && keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const larger = new OpenMap<V>((this.mask + 1) * 2);
    for (let i = 0; i <= this.mask; i++) {
      if (this.used[i]) larger.set(this.keys[i], this.values[i]);
    }
    this.keys = larger.keys;
    this.values = larger.values;
    this.used = larger.used;
    this.mask = larger.mask;
  }
}

function fillAndProbe(iterations: u32): u64 {
  const map = new OpenMap<u32>(16);
  let random: u64 = FIRST_RANDOM;
  let total: u64 = 0;
  for (let i = 0; i < iterations; i++) {
    random = nextRandom(random);
    const key: u64 = random & 0xffff;
    map.set(key, u32(random >> 20));
    for (let probe: u64 = 0; probe < 4; probe++) total += map.get(key + probe * 977, 1);
    if (((random >> 40) & 3) === 0) total += u64(map.remove((random >> 24) & 0xffff));
  }
  return total * 31 + map.count;
}

/**
 * @export bench_main
 * @noinline
 */
export function benchMain(iterations: u32): u64 {
  try {
    return fillAndProbe(iterations);
  } catch {
    return 0;
  }
}

export function main(args: string[]): i32 {
  return runTwin(args, benchMain);
}
