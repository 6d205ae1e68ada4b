// Every kind of loop, with break, continue and labels.
// @run
// @stdout: 10
// @stdout: 3 2 1 
// @stdout: 0 1 3 4 
// @stdout: 00 01 10 20 21 
// @stdout: once
// @stdout: 45
// @stdout: 6
// @stdout: block left

export function main(): void {
  let sum: u32 = 0;
  for (let i: u32 = 0; i < 5; i++) sum += i;
  console.log(sum);

  let text = "";
  let n: u32 = 3;
  while (n > 0) {
    text += `${n} `;
    n--;
  }
  console.log(text);

  text = "";
  for (let i = 0; i < 10; i++) {
    if (i === 2) continue;
    if (i === 5) break;
    text += `${i} `;
  }
  console.log(text);

  text = "";
  outer: for (let i: u32 = 0; i < 3; i++) {
    for (let j: u32 = 0; j < 3; j++) {
      if (i === 1 && j === 1) continue outer;
      if (j === 2) {
        if (i === 2) break outer;
        continue outer;
      }
      text += `${i}${j} `;
    }
  }
  console.log(text);

  do {
    console.log("once");
  } while (false);

  const limit: u64 = 10;
  let total: u64 = 0;
  for (let i = 0; i < limit; i++) total += i;
  console.log(total);

  let k: i32 = 0;
  while (true) {
    k++;
    if (k > 5) break;
  }
  console.log(k);

  block: {
    if (k === 6) break block;
    console.log("not reached");
  }
  console.log("block left");
}
