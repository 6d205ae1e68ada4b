// `using` disposes on every way out, in the opposite order.
// @run
// @stdout: open a
// @stdout: open b
// @stdout: body
// @stdout: close b
// @stdout: close a
// @stdout: open c
// @stdout: close c
// @stdout: 7
// @stdout: open d
// @stdout: close d
// @stdout: caught Error: stop
// @stdout: no resource

class Resource {
  constructor(private readonly name: string) {
    console.log(`open ${name}`);
  }
  [Symbol.dispose](): void {
    console.log(`close ${this.name}`);
  }
}

function early(): u32 {
  using c = new Resource("c");
  return 7;
}

function failing(): void {
  using d = new Resource("d");
  throw new Error("stop");
}

function maybe(wanted: boolean): Resource | null {
  return wanted ? new Resource("e") : null;
}

export function main(): void {
  {
    using a = new Resource("a");
    using b = new Resource("b");
    console.log("body");
  }
  console.log(early());
  try {
    failing();
  } catch (e) {
    console.log(`caught ${errorText(e)}`);
  }
  {
    using none = maybe(false);
    console.log("no resource");
  }
}
