// A constructor that throws: the destructor of that object does not run, what its fields hold is released.
// @run
// @optimize: 0 2
// @sanitize
// @stdout: closed part
// @stdout: caught Error: no
// @stdout: closed part
// @stdout: caught Error: below
// @stdout: closed whole
// @stdout: closed part
// @stdout: fine
// @stdout: weak gone, kept 7

class Part {
  destructor(): void {
    console.log("closed part");
  }
}
class Whole {
  private readonly part = new Part();
  protected readonly name: string;
  constructor(name: string) {
    if (name === "no") throw new Error(name);
    this.name = name + "";
  }
  describe(): string {
    return this.name;
  }
  destructor(): void {
    console.log("closed whole");
  }
}
class Below extends Whole {
  private readonly list: string[] = [];
  constructor(name: string) {
    super(name);
    this.list.push(name + "!");
    if (name === "below") throw new Error(name);
  }
}
class Watched {
  static last: Weak<Watched> | null = null;
  static kept: Watched | null = null;
  constructor(
    readonly value: u32,
    isFine: boolean,
  ) {
    Watched.last = new Weak(this);
    if (value === 7) Watched.kept = this;
    if (!isFine) throw new Error("watched");
  }
  destructor(): void {
    console.log("closed watched");
  }
}

function attempt(make: () => string): void {
  try {
    console.log(make());
  } catch (e) {
    console.log(`caught ${errorText(e)}`);
  }
}

export function main(): void {
  attempt(() => new Whole("no").describe());
  attempt(() => new Below("below").describe());
  attempt(() => new Below("fine").describe());
  try {
    new Watched(1, false);
  } catch (e) {
    const isGone = Watched.last?.get() === null;
    try {
      new Watched(7, false);
    } catch {
      console.log(`weak ${isGone ? "gone" : "there"}, kept ${Watched.kept?.value ?? 0}`);
    }
  }
  Watched.kept = null;
}
