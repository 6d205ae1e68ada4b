/** A module whose variables come out of a pattern; one of them changes. */

let [calls, step] = [u32(0), u32(1)];

export function counts(): u32 {
  calls += step;
  step = 1;
  calls += step;
  return calls;
}
