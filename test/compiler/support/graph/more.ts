export class Thing2 {
  v: u32 = 2;
}
export enum Mode {
  Read = 1,
  Write = 2,
  Both = Read | Write,
}
export const enum CE {
  A = 3,
}
export type Pt = [x: i32, y: i32];
export namespace Types {
  export interface T {
    x: u32;
  }
}
