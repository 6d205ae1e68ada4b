// Members that an interface leaves open: methods, functions and values that a class or a literal has or has not.
interface Plugin {
  readonly name: string;
  init?(): string;
  stop?(code: u32, why?: string): u32;
  label?: string;
  readonly order?: u32;
}
class P1 implements Plugin {
  readonly name = "p1";
  init(): string {
    return `i1 of ${this.name}`;
  }
  stop(code: u32): u32 {
    return code + 1;
  }
}
class P2 implements Plugin {
  readonly name = "p2";
  label = "two";
}
class P3 extends P1 {
  override init(): string {
    return `${super.init()}!`;
  }
  readonly order: u32 = 3;
}
interface Other {
  readonly name: string;
  init?: () => string;
  run(s: string): string;
}
class O1 implements Other {
  readonly name = "o1";
  run(s: string): string {
    return s;
  }
}
class O2 implements Other {
  readonly name = "o2";
  runs: u32 = 0;
  init: () => string = () => "field";
  run(s: string): string {
    this.runs++;
    return s.repeat(this.runs);
  }
}
class Host {
  private readonly plugins: Plugin[] = [];
  add(...ps: Plugin[]): void {
    for (const p of ps) this.plugins.push(p);
  }
  start(): string {
    const out: string[] = [];
    for (const p of this.plugins) {
      if (p.init) out.push(p.init());
      else out.push("-");
      if (p.init !== undefined) out.push("has");
    }
    return out.join();
  }
  total(): u32 {
    return this.plugins.reduce((sum, p) => sum + (p.stop?.(1) ?? 10), u32(0));
  }
}
function call(f: (() => string) | undefined): string {
  return f?.() ?? "no function";
}
export function main(): void {
  const ps: Plugin[] = [new P1(), new P2(), new P3(), { name: "literal", label: "l" }];
  for (const p of ps)
    console.log(p.name, p.init?.() ?? "none", p.label ?? "no label", p.order ?? 0, p.stop?.(1, "x") ?? 7);
  const os: Other[] = [
    { name: "a", run: (s) => s },
    {
      name: "b",
      run(s) {
        return s + s;
      },
      init: () => "ib",
    },
    new O1(),
    new O2(),
  ];
  for (const o of os) console.log(o.name, o.init?.() ?? "none", o.run("x"), call(o.init));
  const host = new Host();
  host.add(...ps);
  console.log(host.start(), host.total());
  const first = ps[0]!.stop;
  if (first) console.log(typeof first);
  const labelled = ps[1]!;
  labelled.label = "changed";
  console.log(labelled.label ?? "none");
}
