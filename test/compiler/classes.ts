// Fields, constructors, parameter properties, inheritance, virtual calls, super, getters, setters, statics.
// @run
// @stdout: Rex says woof
// @stdout: animal Tom says meow
// @stdout: 25
// @stdout: 9
// @stdout: 12
// @stdout: 3
// @stdout: 7
// @stdout: area 6
// @stdout: true false
// @stdout: Rex
// @stdout: init order: base, own, body

class Animal {
  constructor(readonly name: string) {}
  sound(): string {
    return "nothing";
  }
  describe(): string {
    return `${this.name} says ${this.sound()}`;
  }
}
class Dog extends Animal {
  override sound(): string {
    return "woof";
  }
}
class Cat extends Animal {
  private lives: u32 = 9;
  override sound(): string {
    return "meow";
  }
  override describe(): string {
    return "animal " + super.describe();
  }
  get remaining(): u32 {
    return this.lives;
  }
  set remaining(value: u32) {
    this.lives = value;
  }
}
abstract class Shape {
  abstract area(): u64;
  text(): string {
    return `area ${this.area()}`;
  }
}
class Rectangle extends Shape {
  static made: u32 = 0;
  static readonly SIDES = 4;
  constructor(
    private readonly width: u64,
    private readonly height: u64,
  ) {
    super();
    Rectangle.made++;
  }
  override area(): u64 {
    return this.width * this.height;
  }
  static square(side: u64): Rectangle {
    return new Rectangle(side, side);
  }
}
let order = "";
function note(text: string): u32 {
  order += order === "" ? text : `, ${text}`;
  return 1;
}
class Base {
  readonly a: u32 = note("base");
}
class Derived extends Base {
  readonly b: u32 = note("own");
  constructor() {
    super();
    note("body");
  }
}

export function main(): void {
  const animals: Animal[] = [new Dog("Rex"), new Cat("Tom")];
  for (const animal of animals) console.log(animal.describe());
  console.log(Rectangle.square(5).area());
  const cat = new Cat("Kit");
  console.log(cat.remaining);
  cat.remaining += 3;
  console.log(cat.remaining);
  new Rectangle(1, 1);
  new Rectangle(2, 2);
  console.log(Rectangle.made);
  console.log(Rectangle.made + Rectangle.SIDES);
  console.log(new Rectangle(2, 3).text());
  const first = animals[0]!;
  console.log(`${first instanceof Dog} ${first instanceof Cat}`);
  if (first instanceof Dog) console.log(first.name);
  new Derived();
  console.log(`init order: ${order}`);
}
