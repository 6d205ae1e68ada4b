import { useA, Base } from "../../module-graph.ts";
export default function def(x: u32): u32 {
  return x + 1;
}
export class Thing {
  static made: u32 = 0;
  constructor(readonly n: u32 = 7) {
    Thing.made += 1;
  }
}
export { helper as renamed, type Opt } from "./inner.ts";
export * from "./more.ts";
export const K = 5;
export function circ(n: u32): u32 {
  return n === 0 ? 100 : useA(n - 1);
}
export abstract class Mid extends Base {
  mid(): string {
    return `mid ${this.name()}`;
  }
}
export let counter: u32 = 10;
export function bump(): void {
  counter++;
}
