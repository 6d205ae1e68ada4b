// A cycle is reported as a leak; what global variables hold is not.
// @run
// @exit: 99

class Link {
  next: Link | null = null;
}

const kept: Link[] = [];

function makeCycle(): void {
  const a = new Link();
  const b = new Link();
  a.next = b;
  b.next = a;
}

export function main(): void {
  kept.push(new Link());
  makeCycle();
}
