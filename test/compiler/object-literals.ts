// Object literals by interface and alias; nested, shorthand, spread into calls; optional members.
// @run
// @stdout: 1 2
// @stdout: 5 2
// @stdout: a 3
// @stdout: none
// @stdout: given
// @stdout: 3
// @stdout: 7

interface Point {
  x: u32;
  y: u32;
}
type Named = { readonly name: string; readonly at: Point };
interface Settings {
  depth?: u32;
  label?: string;
}
interface Visitor {
  visit(n: u32): u32;
}

function label(settings: Settings): string {
  return settings.label ?? "none";
}

export function main(): void {
  const p: Point = { x: 1, y: 2 };
  console.log(`${p.x} ${p.y}`);
  p.x = 5;
  const same = p;
  console.log(`${same.x} ${same.y}`);
  const x: u32 = 3;
  const named: Named = { name: "a", at: { x, y: 4 } };
  console.log(`${named.name} ${named.at.x}`);
  console.log(label({}));
  console.log(label({ label: "given" }));
  const offset: u32 = 1;
  const visitor: Visitor = { visit: (n) => n + offset };
  console.log(visitor.visit(2));
  const points: Point[] = [
    { x: 3, y: 4 },
    { x: 5, y: 6 },
  ];
  console.log(points[0]!.x + points[0]!.y);
}
