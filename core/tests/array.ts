// Methods of arrays, on integers, strings, objects and structs.
// @run
// @sanitize
// @stdout: ok

import { check, equal, finish } from "./support/check.ts";

let alive: i32 = 0;

class Counted {
  readonly id: u32;
  constructor(id: u32) {
    this.id = id;
    alive += 1;
  }
  destructor(): void {
    alive -= 1;
  }
}

@struct
class Pair {
  a: u32;
  b: string;
  constructor(a: u32, b: string) {
    this.a = a;
    this.b = b;
  }
}

function numbers(): void {
  const list: u32[] = [3, 1, 2];
  equal(list.push(9), 4, "push returns the length");
  equal(list.join("-"), "3-1-2-9", "join");
  equal(list.pop() ?? 0, 9, "pop");
  equal(list.shift() ?? 0, 3, "shift");
  equal(list.unshift(7), 3, "unshift");
  equal(list.join(), "7,1,2", "join with commas");
  list.insert(1, 8);
  list.insert(4, 5);
  equal(list.join(), "7,8,1,2,5", "insert");
  equal(list.removeAt(1), 8, "removeAt");
  equal(list.removeAt(3), 5, "removeAt the last");
  equal(list.splice(1, 1).join(), "1", "splice");
  equal(list.join(), "7,2", "splice leaves the rest");
  equal(list.splice(1, 100).join(), "2", "splice over the end");
  equal(list.splice(5, 1).length, 0, "splice behind the end");
  list.clear();
  equal(list.length, 0, "clear");
  check(list.pop() === undefined, "pop of nothing");
  check(list.shift() === undefined, "shift of nothing");
  equal(list.join(), "", "join of nothing");
  for (let i: u32 = 0; i < 1000; i++) list.push(i);
  equal(list[999], 999, "many pushes");
  list.length = 10;
  equal(list.length, 10, "length made smaller");
  equal(list.at(-1) ?? 0, 9, "at from the end");
  equal(list.at(0) ?? 77, 0, "at 0");
  check(list.at(10) === undefined, "at the length");
  check(list.at(-11) === undefined, "at before the beginning");
  equal(list.reverse().join(), "9,8,7,6,5,4,3,2,1,0", "reverse");
  equal(list.indexOf(7), 2, "indexOf");
  equal(list.indexOf(70), -1, "indexOf of what is not there");
  check(list.includes(0), "includes");
  list.fill(4);
  equal(list.slice(0, 3).join(), "4,4,4", "fill");
  const zeros = new Array<u32>(3);
  equal(zeros.join(), "0,0,0", "array of zeros");
  zeros.extend(2);
  zeros.pushAll([1, 2]);
  equal(zeros.join(), "0,0,0,0,0,1,2", "extend and pushAll");
  equal(zeros.slice().length, 7, "slice of all");
  equal(zeros.slice(5, 3).length, 0, "slice backwards");
  equal(zeros.concat([9]).join(), "0,0,0,0,0,1,2,9", "concat");
  equal(new Array<u8>(0).length, 0, "array of no zeros");
}

function functions(): void {
  const list: u32[] = [1, 2, 3, 4, 5];
  equal(list.map((x) => x * x).join(), "1,4,9,16,25", "map");
  equal(list.map((x, i) => `${i}:${x}`).join(" "), "0:1 1:2 2:3 3:4 4:5", "map to strings");
  equal(list.filter((x) => x % 2 === 1).join(), "1,3,5", "filter");
  equal(list.find((x) => x > 3) ?? 0, 4, "find");
  check(list.find((x) => x > 5) === undefined, "find nothing");
  equal(
    list.findIndex((x) => x === 3),
    2,
    "findIndex",
  );
  equal(
    list.findIndex((x) => x === 33),
    -1,
    "findIndex of nothing",
  );
  check(
    list.some((x) => x === 5),
    "some",
  );
  check(!list.every((x) => x < 5), "every");
  const sum: u32 = 0;
  equal(
    list.reduce((total, x) => total + x, sum),
    15,
    "reduce",
  );
  let seen: u32 = 0;
  list.forEach((x) => {
    seen += x;
  });
  equal(seen, 15, "forEach");
}

function objects(): void {
  const list: Counted[] = [];
  for (let i: u32 = 0; i < 20; i++) list.push(new Counted(i));
  equal(alive, 20, "objects in an array live");
  list.pop();
  equal(alive, 19, "popped objects die");
  list.removeAt(0);
  list.shift();
  equal(alive, 17, "removed objects die");
  const part = list.slice(0, 5);
  list.clear();
  equal(alive, 5, "cleared objects die but for those elsewhere");
  part.push(part[0]);
  part.length = 1;
  equal(alive, 1, "objects above a smaller length die");
  part[0] = new Counted(99);
  equal(alive, 1, "a replaced object dies");
  equal(part.splice(0, 1)[0].id, 99, "splice hands objects over");
  equal(alive, 0, "and they die with the result");
  const both = [new Counted(1)].concat([new Counted(2)]);
  equal(both.reverse()[0].id, 2, "reverse of objects");
  both.insert(1, new Counted(3));
  equal(both.map((x) => x.id).join(), "2,3,1", "insert of an object");
  check(both.includes(both[1]), "includes an object");
}

function structs(): void {
  const list: Pair[] = [];
  for (let i: u32 = 0; i < 10; i++) list.push(new Pair(i, `n${i}`));
  list[3].a = 33;
  equal(list[3].a, 33, "struct changed in place");
  list.push(list[3]);
  equal(list[10].b, "n3", "struct copied from the array itself");
  for (let i: u32 = 0; i < 50; i++) list.push(list[i]);
  equal(list[60].b, "n5", "structs copied while the array grows");
  let copy = list[0];
  copy.a = 100;
  equal(list[0].a, 0, "a copy is another");
  list.removeAt(0);
  equal(list[0].b, "n1", "removeAt of a struct");
  const sorted = list.slice(0, 5);
  sorted.sort((x, y) => y.b.compare(x.b));
  equal(sorted[0].b, "n5", "structs sorted");
}

export function main(): i32 {
  numbers();
  functions();
  objects();
  equal(alive, 0, "all objects are dead");
  structs();
  return finish();
}
