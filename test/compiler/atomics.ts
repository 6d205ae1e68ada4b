// Atomic<T>: load, store, exchange, compareExchange, fetch operations; in fields and globals.
// @run
// @stdout: 5
// @stdout: 5 8
// @stdout: 8 1
// @stdout: 1 true
// @stdout: 1 1
// @stdout: true

const counter = new Atomic<u32>(5);
class Lock {
  private readonly held = new Atomic<boolean>(false);
  tryTake(): boolean {
    return !this.held.exchange(true);
  }
}

export function main(): void {
  console.log(counter.load());
  console.log(`${counter.fetchAdd(3)} ${counter.load()}`);
  console.log(`${counter.exchange(1)} ${counter.load()}`);
  console.log(`${counter.compareExchange(1, 7)} ${counter.load() === 7}`);
  counter.store(1);
  console.log(`${counter.compareExchange(2, 9)} ${counter.load()}`);
  const lock = new Lock();
  console.log(lock.tryTake() && !lock.tryTake());
}
