import { LIST, names } from "./module-b.ts";

const PAGE = 4096;
export const MASK = PAGE - 1;
export const log: string[] = [...names, "a"];
let count: usize = LIST.length;

export function increment(): void {
  count++;
}
export function counter(): usize {
  return count;
}
