// switch over integers, enums, strings, conditions; shared cases and default in the middle.
// @run
// @stdout: one
// @stdout: two or three
// @stdout: two or three
// @stdout: many
// @stdout: red
// @stdout: blue
// @stdout: 1
// @stdout: 2
// @stdout: 0
// @stdout: small
// @stdout: large
// @stdout: m
// @stdout: d
// @stdout: 3

enum Color {
  Red,
  Green = 5,
  Blue,
}

function name(n: u32): string {
  switch (n) {
    case 1:
      return "one";
    case 2:
    case 3:
      return "two or three";
    default:
      return "many";
  }
}

function color(c: Color): string {
  switch (c) {
    case Color.Red:
      return "red";
    case Color.Green:
      return "green";
    case Color.Blue:
      return "blue";
  }
}

function word(text: string): i32 {
  switch (text) {
    case "alpha":
      return 1;
    case "beta":
      return 2;
  }
  return 0;
}

function size(n: u32): string {
  switch (true) {
    case n < 10:
      return "small";
    default:
      return "large";
  }
}

function middle(n: i8): void {
  let text = "";
  switch (n) {
    case -1:
      text += "m";
      break;
    default:
      text += "d";
      break;
    case 3:
      text += "3";
  }
  console.log(text);
}

export function main(): void {
  for (let i: u32 = 1; i <= 4; i++) console.log(name(i));
  console.log(color(Color.Red));
  console.log(color(Color.Blue));
  console.log(word("alpha"));
  console.log(word("be" + "ta"));
  console.log(word("gamma"));
  console.log(size(3));
  console.log(size(30));
  middle(-1);
  middle(9);
  middle(3);
}
