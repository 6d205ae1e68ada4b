// @error: MTS1102 11:9 Generator functions are outside the language.
// @error: MTS1102 12:3 'yield' is outside the language.
// @error: MTS1113 17:1 Decorators of one's own are outside the language.
// @error: MTS1154 19:3 'accessor' fields are outside the language.
// @error: MTS1163 20:7 A method is always there.
// @error: MTS1356 24:14 A struct has no base class and no interfaces.
// @error: MTS1114 28:11 A namespace with code is outside the language.
// (A class inside of a function is inside of it.)
// @error: MTS1165 49:1 A default export of an expression is outside the language.

function* generate() {
  yield 1;
}

function log(target: unknown, context: unknown): void {}

@log
class Service {
  accessor port: u32 = 1;
  stop?(): void;
}

@struct
class Header extends Service {
  length: u32 = 0;
}

namespace Tools {
  export const one = 1;
}

namespace Shapes {
  export interface Shape {
    area(): u32;
  }
}

abstract class Animal {
  abstract name(): string;
}

export function main(): i32 {
  class Local {
    x: u32 = 0;
  }
  return 0;
}

export default 5;
