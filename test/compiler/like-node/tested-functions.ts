// Functions in fields that may be null are called where they were tested.
class Holder {
  cb: ((x: u32) => string) | null = null;
  opt?: () => u32;
}
function fields(): void {
  const a = new Holder();
  a.cb = (x) => `${x}`;
  if (a.cb) console.log(a.cb(3));
  if (a.opt !== undefined) console.log(a.opt());
  console.log(a.cb!(4));
  const f = a.cb;
  if (f) console.log(f(5));
}

interface Options {
  done?: (n: u32) => string;
  readonly log: (() => string) | null;
}
class Emitter {
  private handler: ((text: string) => void) | null = null;
  on(handler: (text: string) => void): void {
    this.handler = handler;
  }
  emit(text: string): void {
    if (this.handler !== null) this.handler(text);
    this.handler?.(`${text}?`);
  }
  size(): u32 {
    return !this.handler ? 0 : 1;
  }
}
function run(options: Options): string {
  const first = options.done ? options.done(1) : "no done";
  if (!options.log) return first;
  return `${first} ${options.log()}`;
}
export function main(): void {
  fields();
  const seen: string[] = [];
  const emitter = new Emitter();
  emitter.emit("nobody");
  console.log(emitter.size());
  emitter.on((text) => {
    seen.push(text);
  });
  emitter.emit("a");
  emitter.emit("b");
  console.log(seen.join(), emitter.size());
  console.log(run({ log: null }));
  console.log(run({ log: () => "logged", done: (n) => `done ${n}` }));
  const table = new Map<string, () => u32>([["one", () => 1]]);
  const found = table.get("one");
  if (found) console.log(found());
  const list: ((() => u32) | null)[] = [null, () => 7];
  for (const each of list)
    if (each) console.log(each());
    else console.log("none");
  let changing: (() => u32) | null = () => 3;
  if (changing) console.log(changing());
  changing = null;
  console.log(changing === null);
}
