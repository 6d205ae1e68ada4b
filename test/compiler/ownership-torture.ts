// Counted references in every kind of place: nothing leaks, nothing is freed early.
// @run
// @optimize: 0 2
// @sanitize
// @stdout: swap b,a,c
// @stdout: nested x1|y2
// @stdout: struct s1 s2 s1
// @stdout: copied s1 changed
// @stdout: returned r
// @stdout: fixed -,q,-
// @stdout: tuple left right
// @stdout: tuples 1a2b
// @stdout: partly Error: no
// @stdout: replaced self b
// @stdout: grown aaaaaaaa
// @stdout: interface a1 b2
// @stdout: closures 6
// @stdout: map one,two,three
// @stdout: removed 2 three
// @stdout: conditional yes no
// @stdout: chain c
// @stdout: none
// @stdout: parent root of 2
// @stdout: parent gone
// @stdout: during 1,2,3
// @stdout: shadow inner outer
// @stdout: loop 0123456789
// @stdout: kept last
// @stdout: thrown Error: 3 after 3
// @stdout: global second
// @stdout: splice b,c then a,d
// @stdout: filter b
// @stdout: captured xxx1xxx2
// @stdout: self self

class Named {
  constructor(readonly name: string) {}
}

@struct
class Slot {
  label: string = "";
  item: Named | null = null;
}

class Holder {
  slot: Slot = new Slot();
  readonly fixed = new FixedArray<Named | null, 3>();
  list: Named[] = [];
  self: Named | null = null;
}

function make(text: string): Named {
  return new Named(`${text}`);
}

function makeSlot(label: string): Slot {
  const slot = new Slot();
  slot.label = `${label}`;
  slot.item = make(label);
  return slot;
}

class Failing {
  private readonly first: Named;
  private readonly second: string;
  constructor(fail: boolean) {
    this.first = make("f");
    if (fail) throw new Error("no");
    this.second = this.first.name;
  }
  text(): string {
    return this.second;
  }
}

interface Labelled {
  label(): string;
}
class A implements Labelled {
  constructor(private readonly n: u32) {}
  label(): string {
    return `a${this.n}`;
  }
}
class B implements Labelled {
  constructor(private readonly n: u32) {}
  label(): string {
    return `b${this.n}`;
  }
}

class Tree {
  readonly children: Tree[] = [];
  parent: Weak<Tree> | null = null;
  constructor(readonly name: string) {}
  add(name: string): Tree {
    const child = new Tree(name);
    child.parent = new Weak<Tree>(this);
    this.children.push(child);
    return child;
  }
}

function pick(condition: boolean, a: Named, b: Named): string {
  const chosen = condition ? a : b;
  return chosen.name;
}

let global: Named = new Named("first");

function replaceGlobal(): string {
  const old = global;
  global = make("second");
  return old.name === "first" ? global.name : "lost";
}

function sumOrThrow(limit: u32, log: string[]): u32 {
  let sum: u32 = 0;
  for (let i: u32 = 0; ; i++) {
    const item = make(`${i}`);
    log.push(item.name);
    if (i === limit) throw new Error(item.name);
    sum += i;
  }
}

function selfReference(holder: Holder): Named {
  holder.self = make("self");
  const self = holder.self;
  holder.self = null;
  return self;
}

function pairOf<A, B>(a: A, b: B): [A, B] {
  return [a, b];
}

/** What a tuple holds is captured on one of the ways only. */
function capturedParts(): string {
  let text = "";
  for (let i: u32 = 0; i < 3; i++) {
    const [name, isWanted] = pairOf<string, boolean>("".padStart(3, "x"), i > 0);
    if (isWanted) {
      const show: () => string = () => `${name}${i}`;
      text += show();
    }
  }
  return text;
}

export function main(): void {
  const list = [make("a"), make("b"), make("c")];
  const first = list[0]!;
  list[0] = list[1]!;
  list[1] = first;
  console.log(`swap ${list.map((n) => n.name).join(",")}`);

  const nested: string[][] = [["x"], ["y"]];
  nested[0]!.push(`${1}`);
  nested[1]!.push(`${2}`);
  console.log(`nested ${nested.map((inner) => inner.join("")).join("|")}`);

  const holder = new Holder();
  holder.slot = makeSlot("s1");
  let copy = holder.slot;
  copy.label = "s2";
  console.log(`struct ${holder.slot.label} ${copy.label} ${copy.item!.name}`);
  const slots: Slot[] = [];
  slots.push(holder.slot);
  slots.push(makeSlot("other"));
  slots[1]!.label = "changed";
  console.log(`copied ${slots[0]!.label} ${slots[1]!.label}`);
  console.log(`returned ${makeSlot("r").item!.name}`);

  holder.fixed[1] = make("q");
  let text = "";
  for (const item of holder.fixed) text += (text === "" ? "" : ",") + (item?.name ?? "-");
  console.log(`fixed ${text}`);

  const pair: [Named, Named] = [make("left"), make("right")];
  const [left, right] = pair;
  console.log(`tuple ${left.name} ${right.name}`);
  const pairs: [u32, string][] = [
    [1, "a"],
    [2, "b"],
  ];
  text = "";
  for (const [n, s] of pairs) text += `${n}${s}`;
  console.log(`tuples ${text}`);

  try {
    console.log(new Failing(true).text());
  } catch (e) {
    console.log(`partly ${errorText(e)}`);
  }

  let current = make("a");
  for (let i: u32 = 0; i < 3; i++) current = i === 2 ? make("b") : current;
  holder.self = current;
  holder.self = holder.self;
  console.log(`replaced self ${holder.self!.name}`);

  let grown = "";
  for (let i: u32 = 0; i < 8; i++) grown = grown + "a";
  console.log(`grown ${grown}`);

  const labelled: Labelled[] = [new A(1), new B(2)];
  console.log(`interface ${labelled.map((l) => l.label()).join(" ")}`);

  const adders: ((n: u32) => u32)[] = [];
  for (let i: u32 = 1; i <= 3; i++) adders.push((n) => n + i);
  let total: u32 = 0;
  for (const add of adders) total = add(total);
  console.log(`closures ${total}`);

  const map = new Map<string, Named>();
  for (const key of ["one", "two", "three"]) map.set(key, make(key));
  console.log(`map ${map.values().map((n) => n.name).join(",")}`);
  map.delete("one");
  const three = map.get("three")!;
  map.clear();
  console.log(`removed 2 ${three.name}`);

  console.log(`conditional ${pick(true, make("yes"), make("no"))} ${pick(false, make("yes"), make("no"))}`);
  const maybe: Holder | null = holder;
  holder.list.push(make("c"));
  console.log(`chain ${maybe?.list[0]?.name ?? "none"}`);
  holder.list.clear();
  console.log(holder.list.at(0)?.name ?? "none");

  let child: Tree;
  {
    const root = new Tree("root");
    child = root.add("child");
    root.add("second");
    console.log(`parent ${child.parent!.get()!.name} of ${root.children.length}`);
  }
  console.log(child.parent!.get() === null ? "parent gone" : "parent alive");

  const during: Named[] = [make("1"), make("2"), make("3")];
  text = "";
  for (const item of during) {
    during.clear();
    text = item.name;
  }
  const again = [make("1"), make("2"), make("3")];
  const seen: string[] = [];
  for (const item of again) {
    again[again.length - 1] = make("3");
    seen.push(item.name);
  }
  console.log(`during ${seen.join(",")}`);

  const shadow = make("outer");
  {
    const shadow = make("inner");
    text = shadow.name;
  }
  console.log(`shadow ${text} ${shadow.name}`);

  text = "";
  for (let i: u32 = 0; i < 10; i++) {
    const digit = `${i}`;
    if (digit === "x") continue;
    text += digit;
  }
  console.log(`loop ${text}`);

  let kept: Named | null = null;
  for (const name of ["first", "last"]) kept = make(name);
  console.log(`kept ${kept!.name}`);

  const log: string[] = [];
  try {
    sumOrThrow(3, log);
  } catch (e) {
    console.log(`thrown ${errorText(e)} after ${log[log.length - 1]!}`);
  }
  console.log(`global ${replaceGlobal()}`);

  const letters = [make("a"), make("b"), make("c"), make("d")];
  const removed = letters.splice(1, 2);
  const names = (of: Named[]): string => of.map((n) => n.name).join(",");
  console.log(`splice ${names(removed)} then ${names(letters)}`);
  console.log(`filter ${names(removed.filter((n) => n.name === "b"))}`);
  console.log(`captured ${capturedParts()}`);
  const self = selfReference(holder);
  console.log(`self ${self.name}`);
}
