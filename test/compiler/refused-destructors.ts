// What refers to an object when its destructor has returned would refer to freed memory, so no way out of a destructor is left to it.
// @error: MTS1905 17:20 The destructor of 'Static' lets 'this' out, which is gone when it has returned: it is stored here.
// @error: MTS1905 23:12 The destructor of 'InGlobal' lets 'this' out, which is gone when it has returned: it is stored here.
// @error: MTS1905 60:26 The destructor of 'Watched' lets 'this' out, which is gone when it has returned: 'makeWeak<Watched>' lets it be known by its address (core/weak.ts
// @error: MTS1905 103:21 The destructor of 'Returned' lets 'this' out, which is gone when it has returned: it is stored here.
// @error: MTS1905 131:19 The destructor of 'Captured' lets 'this' out, which is gone when it has returned: it is captured by a closure, which is destroyed after it, here.
// @error: MTS1905 31:17 The destructor of 'Connection' lets 'this' out, which is gone when it has returned: 'Connection[].push' lets it be stored (core/array.ts:74) here.
// @error: MTS1905 46:10 The destructor of 'Parent' lets 'this' out, which is gone when it has returned: 'Parent.adopt' lets it be stored (test/compiler/refused-destructors.ts:54) here.
// @error: MTS1905 70:15 The destructor of 'Late' lets 'this' out, which is gone when it has returned: it is captured by a closure, which is destroyed after it, here.
// @error: MTS1905 91:21 The destructor of 'Door' lets 'this' out, which is gone when it has returned: 'Log.closed' lets it be stored (core/array.ts:74) here.
// @error: MTS1905 112:16 The destructor of 'Failing' lets 'this' out, which is gone when it has returned: it is stored here.
// @error: MTS1905 122:12 The destructor of 'Told' lets 'this' out, which is gone when it has returned: 'main.closure' lets it be stored (test/compiler/refused-destructors.ts:150) here.

class Static {
  static saved: Static | null = null;
  destructor(): void {
    Static.saved = this;
  }
}

class InGlobal {
  destructor(): void {
    kept = this;
  }
}
let kept: InGlobal | null = null;

class Connection {
  destructor(): void {
    try {
      pool.free.push(this);
    } catch {}
  }
}
class Pool {
  readonly free: Connection[] = [];
}
const pool = new Pool();

class Child {
  parent: Parent | null = null;
}
class Parent {
  readonly child = new Child();
  destructor(): void {
    this.adopt();
  }
  private adopt(): void {
    link(this, this.child);
  }
}
function link(parent: Parent, child: Child): void {
  const same = parent;
  child.parent = same;
}

class Watched {
  destructor(): void {
    try {
      watched = new Weak(this);
    } catch {}
  }
}
let watched: Weak<Watched> | null = null;

class Late {
  n: u32 = 1;
  destructor(): void {
    try {
      later = () => this.n;
    } catch {}
  }
}
let later: () => u32 = () => 0;

interface Listener {
  closed(door: Door): void;
}
class Log implements Listener {
  private readonly doors: Door[] = [];
  closed(door: Door): void {
    try {
      this.doors.push(door);
    } catch {}
  }
}
class Door {
  constructor(readonly listener: Listener) {}
  destructor(): void {
    try {
      this.listener.closed(this);
    } catch {}
  }
}

class Returned {
  static last: Returned | null = null;
  private self(): Returned {
    return this;
  }
  destructor(): void {
    const tuple: [u32, Returned] = [1, this.self()];
    Returned.last = tuple[1];
  }
}

class Failing extends Error {
  destructor(): void {
    try {
      throw this;
    } catch (e) {
      failed = e instanceof Error ? e : null;
    }
  }
}
let failed: Error | null = null;

class Told {
  constructor(private readonly tell: (told: Told) => void) {}
  destructor(): void {
    try {
      this.tell(this);
    } catch {}
  }
}

class Captured {
  n: u32 = 1;
  destructor(): void {
    try {
      const own = (): u32 => this.n;
      own();
    } catch {}
  }
}

export function main(): void {
  new Captured();
  new Static();
  new InGlobal();
  new Connection();
  new Parent();
  new Watched();
  new Late();
  new Door(new Log());
  new Returned();
  new Failing("x");
  let told: Told | null = null;
  new Told((each) => {
    told = each;
  });
  console.log(kept === null, watched === null, later(), failed === null, told === null);
}
