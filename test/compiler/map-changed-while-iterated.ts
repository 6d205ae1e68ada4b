// Maps and sets that change while they are gone over: the order is that of insertion, what is added is visited, what is
// deleted is not.
// @run
// @optimize: 0 2
// @sanitize
// @stdout: moved to the end: 45
// @stdout: added: 101
// @stdout: rebuilt: 0 1 2 3 4 5 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29
// @stdout: cleared: 3 77 78
// @stdout: forEach: 77 78 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19
// @stdout: forEach cleared: 78 5
// @stdout: rebuilt often: 60
// @stdout: nested: 0 100 1 100 2 100
// @stdout: set: a b c ax bx
// @stdout: emptied: 1
// @stdout: left early: 30

function fill(map: Map<u32, u32>, from: u32, to: u32): void {
  for (let i = from; i < to; i++) map.set(i, i);
}

function filled(from: u32, to: u32): Map<u32, u32> {
  const map = new Map<u32, u32>();
  fill(map, from, to);
  return map;
}

export function main(): void {
  const moving = filled(0, 5);
  let visited: u32 = 0;
  for (const [key] of moving) {
    visited += 1;
    if (key >= 40) continue;
    moving.delete(key);
    moving.set(key + 5, key);
  }
  console.log(`moved to the end: ${visited}`);

  const growing = filled(0, 1);
  visited = 0;
  for (const [key] of growing) {
    visited += 1;
    if (key < 100) growing.set(key + 1, key);
  }
  console.log(`added: ${visited}`);

  const rebuilt = filled(0, 6);
  let seen = "";
  for (const [key] of rebuilt) {
    seen += ` ${key}`;
    if (key !== 3) continue;
    for (let i: u32 = 0; i < 3; i++) rebuilt.delete(i);
    fill(rebuilt, 10, 30);
  }
  console.log(`rebuilt:${seen}`);

  seen = "";
  for (const [key] of rebuilt) {
    seen += ` ${key}`;
    if (key !== 3) continue;
    rebuilt.clear();
    fill(rebuilt, 77, 79);
  }
  console.log(`cleared:${seen}`);

  seen = "";
  rebuilt.forEach((_, key) => {
    seen += ` ${key}`;
    if (key !== 77) return;
    rebuilt.delete(77);
    fill(rebuilt, 0, 20);
  });
  console.log(`forEach:${seen}`);

  seen = "";
  rebuilt.forEach((_, key) => {
    seen += ` ${key}`;
    if (key !== 78) return;
    rebuilt.clear();
    rebuilt.set(5, 5);
  });
  console.log(`forEach cleared:${seen}`);

  // Several rebuildings between two steps, each with gaps.
  const often = filled(0, 60);
  visited = 0;
  for (const [key] of often) {
    if (key < 60) visited += 1;
    if (key !== 20) continue;
    for (let round: u32 = 1; round <= 5; round++) {
      for (let i: u32 = 0; i < 200; i++) often.set(1000 * round + i, i);
      for (let i: u32 = 0; i < 200; i++) often.delete(1000 * round + i);
      often.delete(round);
    }
  }
  console.log(`rebuilt often: ${visited}`);

  const nested = filled(0, 3);
  seen = "";
  for (const [outer] of nested) {
    if (outer > 2) continue;
    seen += ` ${outer}`;
    let inner: u32 = 0;
    for (const [key] of nested) {
      inner += 1;
      if (inner === 1) for (let i: u32 = 0; i < 99; i++) nested.set(1000 + outer * 100 + i, key);
    }
    for (let i: u32 = 0; i < 99; i++) nested.delete(1000 + outer * 100 + i);
    seen += ` ${inner - 2}`;
  }
  console.log(`nested:${seen}`);

  const set = new Set<string>();
  for (const item of ["a", "b", "c"]) set.add(item);
  seen = "";
  for (const item of set) {
    seen += ` ${item}`;
    if (item === "c") set.delete("cx");
    if (item.length === 1) set.add(`${item}x`);
    if (item === "bx") set.clear();
  }
  console.log(`set:${seen}`);

  const emptied = filled(0, 9);
  visited = 0;
  for (const [key] of emptied) {
    visited += 1;
    for (let i: u32 = 0; i < 9; i++) emptied.delete(i);
    if (key > 8) break;
  }
  console.log(`emptied: ${visited}`);

  const left = filled(0, 30);
  for (const [key] of left) if (key > 3) break;
  for (let i: u32 = 0; i < 500; i++) {
    left.set(1000 + i, i);
    left.delete(1000 + i);
  }
  console.log(`left early: ${left.size}`);
}
