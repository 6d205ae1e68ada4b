// What has no value, no type, no text or no zero.
// @error: MTS1126 20:26 The method 'greet' is no value by itself.
// @error: MTS1014 21:17 The type of this array's items is not known here.
// @error: MTS1009 22:19 A 'Pair' has no text.
// @error: MTS1303 23:16 'Greeter' has no zero value to fill an array with.

class Greeter {
  greet(name: string): string {
    return name;
  }
}
@struct
class Pair {
  a: u32;
  b: u32;
}
type Handler = (x: u32) => u32;

function check(greeter: Greeter, handler: Handler | null, pair: Pair, pairs: Pair[]): u32 {
  const method = greeter.greet;
  const empty = [];
  const text = `${pair}`;
  const list = new Array<Greeter>(4);
  return list.length > 0 ? 1 : 0;
}

export function main(): void {
  check(new Greeter(), null, new Pair(), []);
}
