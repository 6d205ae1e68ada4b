// Numeric, flag, constant and string enums.
// @run
// @stdout: 0 1 10 11
// @stdout: 3
// @stdout: true false
// @stdout: 6
// @stdout: up
// @stdout: 2
// @stdout: -1
// @stdout: 9223372036854775808
// @stdout: going down

enum Level {
  Low,
  Middle,
  High = 10,
  Top,
}
enum Flags {
  None = 0,
  Read = 1 << 0,
  Write = 1 << 1,
  Execute = 1 << 2,
  All = Read | Write | Execute,
}
const enum Direction {
  Up = "up",
  Down = "down",
}
enum Signed {
  Minus = -1,
  Plus = 1,
}
enum Wide {
  Bit = 0x8000_0000_0000_0000,
}

function go(direction: Direction): string {
  return direction === Direction.Down ? "going down" : "going up";
}

export function main(): void {
  console.log(`${u32(Level.Low)} ${u32(Level.Middle)} ${u32(Level.High)} ${u32(Level.Top)}`);
  let flags = Flags.Read | Flags.Write;
  console.log(u32(flags));
  console.log(`${(flags & Flags.Read) !== 0} ${(flags & Flags.Execute) !== 0}`);
  flags = Flags.All & ~Flags.Read;
  console.log(u32(flags));
  const up: string = Direction.Up;
  console.log(up);
  const level = 2 as Level;
  console.log(u32(level));
  console.log(i32(Signed.Minus));
  console.log(u64(Wide.Bit));
  console.log(go(Direction.Down));
}
