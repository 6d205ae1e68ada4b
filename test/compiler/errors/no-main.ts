// @error: MTS1160 3:1 A program exports a function 'main'.

export function start(): void {}
