// A function may claim what is not so. Nothing trusts it: what it is used for panics.
// @run
// @exit: 134
// @stdout: 1
// @stderr-contains: panic: 'a' was tested to be a Dog, but is none now
// @stderr-contains: narrowing-lie.ts:25

interface Animal {
  name: string;
}
class Dog implements Animal {
  constructor(public name: string) {}
  bark(): string {
    return this.name;
  }
}
class Cat implements Animal {
  name = "cat";
}
const isDog = (a: Animal): a is Dog => a.name.length > 0;

export function main(): void {
  const a: Animal = new Cat();
  console.log(1);
  if (isDog(a)) console.log(a.bark());
}
