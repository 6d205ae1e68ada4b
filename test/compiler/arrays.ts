// Growable arrays: literals, methods, spread, sorting, nested arrays, bounds.
// @run
// @stdout: 3
// @stdout: 1,2,3,4
// @stdout: 4
// @stdout: 2,4
// @stdout: 10
// @stdout: true false
// @stdout: 0,1,2,3
// @stdout: 9,5,1
// @stdout: alpha,beta,gamma
// @stdout: 6
// @stdout: 1,9,8,2
// @stdout: 2
// @stdout: b
// @stdout: 0 0 0
// @stdout: 15

function sum(...values: u32[]): u32 {
  let total: u32 = 0;
  for (const value of values) total += value;
  return total;
}

export function main(): void {
  const list: u32[] = [1, 2, 3];
  console.log(list.length);
  list.push(4);
  console.log(list.join(","));
  console.log(list.pop()!);
  console.log([...list, u32(4)].filter((x) => x % 2 === 0).join(","));
  console.log([...list, u32(4)].reduce((a, b) => a + b, u32(0)));
  console.log(`${list.includes(2)} ${list.includes(7)}`);
  list.unshift(0);
  console.log(list.join(","));
  const unsorted: u32[] = [5, 1, 9];
  unsorted.sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
  console.log(unsorted.join(","));
  const words = ["gamma", "alpha", "beta"];
  words.sort();
  console.log(words.join(","));
  const grid: u32[][] = [
    [1, 2],
    [3, 4, 6],
  ];
  console.log(grid[1]![2]!);
  const inserted: u32[] = [1, 2];
  inserted.insert(1, 8);
  inserted.insert(1, 9);
  console.log(inserted.join(","));
  console.log(grid.length);
  const strings = new Map<u32, string[]>();
  strings.set(1, ["a", "b"]);
  console.log(strings.get(1)![1]!);
  const zeros = new Array<u32>(3);
  console.log(`${zeros[0]} ${zeros[1]} ${zeros[2]}`);
  console.log(sum(1, 2, 3, 4, 5));
}
