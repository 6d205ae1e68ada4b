// @run
// @stdout: b
// @stdout: c 3
// @stdout: computed 8
// @stdout: stored 5
// @stdout: stored 6
// @stdout: 6

abstract class Named {
  abstract readonly name: string;
}
class B extends Named {
  override readonly name: string = "b";
}
class C extends Named {
  override readonly name: string;
  constructor(readonly n: u32) {
    super();
    this.name = "c";
  }
}

abstract class Sized {
  abstract get size(): u32;
  abstract set size(value: u32);
  abstract get label(): string;
}
class Computed extends Sized {
  private half: u32 = 4;
  override get size(): u32 {
    return this.half * 2;
  }
  override set size(value: u32) {
    this.half = value / 2;
  }
  override get label(): string {
    return "computed";
  }
}
class Stored extends Sized {
  override size: u32 = 5;
  override label: string = "stored";
}

function show(x: Sized): void {
  console.log(`${x.label} ${x.size}`);
}

export function main(): void {
  const b: Named = new B();
  console.log(b.name);
  const c = new C(3);
  const named: Named = c;
  console.log(`${named.name} ${c.n}`);
  show(new Computed());
  const stored = new Stored();
  show(stored);
  const sized: Sized = stored;
  sized.size = 6;
  show(sized);
  console.log(stored.size);
}
