export const names: string[] = ["b"];
export const LIST: u32[] = [1, 2, 3];
