// A hash map with open addressing, linear probing and backward-shift deletion, generic over the value.
import { FIRST_RANDOM, nextRandom, runTwin } from "../twin.ts";

function mix(key: u64): u64 {
  let mixed: u64 = key ^ (key >> 32);
  mixed *= 0xd6e8feb86659fd93;
  return mixed ^ (mixed >> 32);
}

@struct
class Entry<V> {
  key: u64;
  value: V;
  isUsed: boolean;
}

class OpenMap<V> {
  private entries: Entry<V>[];
  /** Slots less one: their number is a power of two. */
  private mask: usize;
  count: usize = 0;

  constructor(capacity: usize) {
    this.entries = new Array<Entry<V>>(capacity);
    this.mask = capacity - 1;
  }

  set(key: u64, value: V): void {
    if ((this.count + 1) * 4 > (this.mask + 1) * 3) this.grow();
    const entry = this.entries.span()[this.slotOf(key)];
    if (!entry.isUsed) {
      entry.isUsed = true;
      entry.key = key;
      this.count++;
    }
    entry.value = value;
  }

  get(key: u64, otherwise: V): V {
    const entry = this.entries.span()[this.slotOf(key)];
    return entry.isUsed ? entry.value : otherwise;
  }

  remove(key: u64): boolean {
    let hole = this.slotOf(key);
    const entries = this.entries.span();
    if (!entries[hole].isUsed) return false;
    const mask = this.mask;
    let next = hole;
    for (;;) {
      next = (next + 1) & mask;
      const entry = entries[next];
      if (!entry.isUsed) break;
      const home: usize = mix(entry.key) & mask;
      // An entry may move back to the hole unless its home lies after the hole.
      if (((next - home) & mask) < ((next - hole) & mask)) continue;
      entries[hole] = entry;
      hole = next;
    }
    entries[hole].isUsed = false;
    this.count--;
    return true;
  }

  /** The slot that holds the key, or the free one where it would go. */
  private slotOf(key: u64): usize {
    const mask = this.mask;
    const entries = this.entries.span();
    let slot: usize = mix(key) & mask;
    while (entries[slot].isUsed && entries[slot].key !== key) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const larger = new OpenMap<V>((this.mask + 1) * 2);
    for (const entry of this.entries) {
      if (entry.isUsed) larger.set(entry.key, entry.value);
    }
    this.entries = larger.entries;
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
