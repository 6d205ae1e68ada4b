// Boxes shared between closures, closures in fields, in closures, over parameters, over `this`, over structs.
// @run
// @sanitize
// @stdout: 3 3
// @stdout: 11 21
// @stdout: 6
// @stdout: clicked 2
// @stdout: 0:a 1:b 2:c
// @stdout: 15
// @stdout: 1 2
// @stdout: even
// @stdout: caught Error: inside
// @stdout: 42
// @stdout: 5
// @stdout: 8

function shared(): [() => void, () => u32] {
  let n: u32 = 0;
  return [
    () => {
      n++;
    },
    () => n,
  ];
}

function parameter(n: u32): () => u32 {
  n += 1;
  const add = (): u32 => {
    n += 10;
    return n;
  };
  return add;
}

class Button {
  private clicks: u32 = 0;
  private readonly handlers: ((count: u32) => void)[] = [];
  onClick(handler: (count: u32) => void): void {
    this.handlers.push(handler);
  }
  click(): void {
    this.clicks++;
    for (const handler of this.handlers) handler(this.clicks);
  }
}

class Total {
  sum: u32 = 0;
  addAll(values: readonly u32[]): void {
    values.forEach((value) => {
      this.sum += value;
    });
  }
  readonly plusFive = (n: u32): u32 => n + 5;
}

@struct
class Pair {
  a: u32 = 1;
  b: u32 = 2;
}

function isEven(n: u32): boolean {
  function odd(k: u32): boolean {
    return k === 0 ? false : even(k - 1);
  }
  function even(k: u32): boolean {
    return k === 0 ? true : odd(k - 1);
  }
  return even(n);
}

function later(): u32 {
  return compute();
  function compute(): u32 {
    return 42;
  }
}

function compose<A, B, C>(f: (a: A) => B, g: (b: B) => C): (a: A) => C {
  return (a) => g(f(a));
}

export function main(): void {
  const [bump, read] = shared();
  bump();
  bump();
  bump();
  console.log(`${read()} ${read()}`);
  const add = parameter(0);
  console.log(`${add()} ${add()}`);
  let product: u32 = 1;
  ([1, 2, 3] satisfies u32[]).forEach((x) => {
    product *= x;
  });
  console.log(product);
  const button = new Button();
  let last = "";
  button.onClick((count) => {
    last = `clicked ${count}`;
  });
  button.click();
  button.click();
  console.log(last);
  console.log(["a", "b", "c"].map((item, index) => `${index}:${item}`).join(" "));
  const total = new Total();
  total.addAll([1, 2, 7]);
  console.log(total.plusFive(total.sum));
  let pair = new Pair();
  const show = (): string => `${pair.a} ${pair.b}`;
  console.log(show());
  console.log(isEven(10) ? "even" : "odd");
  const guarded = (): string => {
    try {
      throw new Error("inside");
    } catch (e) {
      return `caught ${errorText(e)}`;
    }
  };
  console.log(guarded());
  console.log(later());
  const depth = (n: u32): u32 => {
    const next = (): u32 => (n === 0 ? 0 : 1 + depth(n - 1));
    return next();
  };
  console.log(depth(5));
  console.log(compose((x: u32) => x + 1, (x: u32) => x * 2)(3));
}
