// What has no value, no type, no text or no zero.
// @error: MTS1126 22:26 The method 'greet' is no value by itself.
// @error: MTS1014 23:17 The type of this array's items is not known here.
// @error: MTS1009 24:19 A 'Pair' has no text.
// @error: MTS1303 25:16 'Greeter' has no zero value to fill an array with.
// @error: MTS1139 26:23 'first' gets all that is passed from here on

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
type Fold = (...xs: u32[]) => u32;

function check(greeter: Greeter, handler: Handler | null, pair: Pair, pairs: Pair[]): u32 {
  const method = greeter.greet;
  const empty = [];
  const text = `${pair}`;
  const list = new Array<Greeter>(4);
  const fold: Fold = (first) => first + 1;
  return list.length > 0 ? fold(1) : 0;
}

export function main(): void {
  check(new Greeter(), null, new Pair(), []);
}
