export function helper(s: string): string {
  return `<${s}>`;
}
export interface Opt {
  readonly a: u32;
  readonly b?: string;
}
