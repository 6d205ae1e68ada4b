// Unions whose members nothing tells apart, and what typeof cannot say.
// @error: MTS1043 22:23 Nothing tells a 'u8' from a 'u32' in the union 'Count'.
// @error: MTS1043 25:26 Nothing tells a '() => void' from a '(u32) => void' in the union 'Handler'.
// @error: MTS1043 28:21 Nothing tells a 'Named' from a 'Person' in the union 'Who'.
// @error: MTS1049 31:25 The type 'Endless' contains itself without end.
// @error: MTS1122 37:24 'typeof' of what may be null can only be compared with a string.
// @error: MTS1202 38:29 300 does not fit 'u8'.

interface Named {
  name(): string;
}
class Person {
  name(): string {
    return "";
  }
}
type Count = u8 | u32 | string;
type Handler = (() => void) | ((x: u32) => void) | null;
type Who = Named | Person;
type Endless = Endless[];

function count(value: Count): void {
  console.log(`${value}`);
}
function handle(handler: Handler): boolean {
  return handler === null;
}
function who(value: Who): string {
  return value.name();
}
function endless(value: Endless): usize {
  return value.length;
}

export function main(): void {
  const maybe: string | null = null;
  const kind: string = typeof maybe;
  const wide: u8 | string = 300;
  console.log(kind);
}
