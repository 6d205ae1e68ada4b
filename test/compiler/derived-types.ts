// Types taken from values and from other types.
// @run
// @stdout: 2
// @stdout: 7
// @stdout: wide

const letters = ["a", "b"] as const;
type Letter = (typeof letters)[number];
class Box {
  width: u32 = 7;
}
type Width = Box["width"];

function rank(letter: Letter): u32 {
  return letter === "a" ? 1 : 2;
}
function show(width: Width): string {
  return width > 5 ? "wide" : "narrow";
}

export function main(): void {
  console.log(rank("b"));
  const width: Width = new Box().width;
  console.log(width);
  console.log(show(width));
}
