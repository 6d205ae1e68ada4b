// Object literals without a type have the properties that they are written with, even where TypeScript adds the others' as optional ones.
// @error: MTS1008 6:24 A 'object' has no property 'argument'.
export function main(): void {
  const steps = [{ op: "push", argument: 1 }, { op: "pop" }];
  for (const step of steps) console.log(step.op);
  console.log(steps[0].argument ?? 0);
}
