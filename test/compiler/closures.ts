// Captured variables: copied when they never change, shared when they do; each iteration has its own.
// @run
// @stdout: 15
// @stdout: 1 2 3
// @stdout: 3
// @stdout: 0 1 2
// @stdout: 120
// @stdout: 55
// @stdout: hello world
// @stdout: 7
// @stdout: 2,4,6
// @stdout: 12
// @stdout: 30

function adder(n: u32): (x: u32) => u32 {
  return (x) => x + n;
}

function counter(): () => u32 {
  let count: u32 = 0;
  return () => {
    count++;
    return count;
  };
}

class Greeter {
  constructor(private readonly greeting: string) {}
  maker(): (name: string) => string {
    return (name) => `${this.greeting} ${name}`;
  }
}

function apply(fn: (a: u32, b: u32) => u32, a: u32, b: u32): u32 {
  return fn(a, b);
}

function double(x: u32): u32 {
  return x * 2;
}

export function main(): void {
  console.log(adder(10)(5));
  const next = counter();
  console.log(`${next()} ${next()} ${next()}`);

  let changed: u32 = 1;
  const bump = (): void => {
    changed += 2;
  };
  bump();
  console.log(changed);

  const readers: (() => u32)[] = [];
  for (let i: u32 = 0; i < 3; i++) readers.push(() => i);
  console.log(`${readers[0]!()} ${readers[1]!()} ${readers[2]!()}`);

  const factorial = (n: u32): u32 => (n < 2 ? 1 : n * factorial(n - 1));
  console.log(factorial(5));

  const base: u32 = 1;
  function fibonacci(n: u32): u32 {
    return n < 2 ? n * base : fibonacci(n - 1) + fibonacci(n - 2);
  }
  console.log(fibonacci(10));

  console.log(new Greeter("hello").maker()("world"));
  console.log(apply((a, b) => a + b, 3, 4));
  const numbers: u32[] = [1, 2, 3];
  console.log(numbers.map((x) => x * 2).join(","));
  console.log(numbers.map(double).reduce((sum, x) => sum + x, u32(0)));
  const outer = (a: u32) => (b: u32) => (c: u32): u32 => a * b * c;
  console.log(outer(2)(3)(5));
}
