// Lists walked without counting: what the walk stands on lives as long as it does.
// @run
// @optimize: 0 2
// @sanitize
// @stdout: sum 6
// @stdout: cut 1 3 6
// @stdout: replaced 10 20 6
// @stdout: dropped 1 2
// @stdout: either 3 10
// @stdout: last c
// @stdout: gone 8
let gone: u32 = 0;

class Link {
  readonly value: i32;
  next: Link | null;
  readonly fixed: Link | null;

  constructor(value: i32, next: Link | null) {
    this.value = value;
    this.next = next;
    this.fixed = next;
  }

  destructor(): void {
    gone++;
  }
}

class Words {
  readonly word: string;
  readonly next: Words | null;

  constructor(word: string, next: Words | null) {
    this.word = word;
    this.next = next;
  }
}

function three(): Link {
  return new Link(1, new Link(2, new Link(3, null)));
}

function sum(first: Link | null): i32 {
  let total: i32 = 0;
  for (let at = first; at !== null; at = at.fixed) total += at.value;
  return total;
}

/** The walk begins at a local that has no other use. */
function sumOfMade(): i32 {
  let made: Link | null = three();
  let total: i32 = 0;
  for (let at: Link | null = made; at !== null; at = at.fixed) total += at.value;
  made = null;
  return total;
}

/** What the walk stands on is cut out of the list under its feet. */
function cut(): string {
  const first = three();
  let seen = "";
  for (let at: Link | null = first; at !== null; at = at.next) {
    const next: Link | null = at.next;
    if (next !== null) {
      at.next = next.next;
      next.next = null;
    }
    seen += ` ${at.value}`;
  }
  return `${seen} ${sum(first)}`;
}

/** The local that the walk began at is given another list meanwhile. */
function replaced(): string {
  let first: Link | null = three();
  let total: i32 = 0;
  let seen = "";
  for (let at: Link | null = first; at !== null; at = at.fixed) {
    if (at.value < 3) {
      first = new Link(at.value * 10, null);
      seen += ` ${first.value}`;
    }
    total += at.value;
  }
  return `${seen} ${total}`;
}

let shared: Link | null = null;

function forget(): void {
  shared = null;
}

/** A call drops the list that is being walked. */
function dropped(): string {
  shared = new Link(1, null);
  const before = gone;
  let at = shared;
  forget();
  const value = at.value;
  at = new Link(5, null);
  return ` ${value} ${gone - before}`;
}

function either(wantsLong: boolean): i32 {
  const short = new Link(10, null);
  const long = new Link(1, new Link(2, null));
  let at: Link | null = wantsLong ? long : short;
  let total: i32 = 0;
  while (at !== null) {
    total += at.value;
    at = at.fixed;
  }
  return total;
}

function lastWord(): string {
  const first = new Words("a", new Words("b", new Words("c", null)));
  let at = first;
  for (let next = at.next; next !== null; next = next.next) at = next;
  return at.word;
}

export function main(): i32 {
  console.log(`sum ${sumOfMade()}`);
  console.log(`cut${cut()}`);
  console.log(`replaced${replaced()}`);
  console.log(`dropped${dropped()}`);
  console.log(`either ${either(true)} ${either(false)}`);
  console.log(`last ${lastWord()}`);
  console.log(`gone ${gone > 7 ? 8 : gone}`);
  return 0;
}
