/** `Math.random`: xoshiro256** by David Blackman and Sebastiano Vigna, begun with what the kernel takes for random. Not for secrets. */

import { addressOf } from "unsafe";
import { Call, call3, checkResult } from "./syscalls.ts";

const state = new FixedArray<u64, 4>();

function next(): u64 {
  if ((state[0] | state[1] | state[2] | state[3]) === 0)
    checkResult(call3(Call.getrandom, addressOf(state).address, 32, 0));
  const result = bits.rotateLeft(state[1] * 5, 7) * 9;
  const shifted = state[1] << 17;
  state[2] ^= state[0];
  state[3] ^= state[1];
  state[1] ^= state[2];
  state[0] ^= state[3];
  state[2] ^= shifted;
  state[3] = bits.rotateLeft(state[3], 45);
  return result;
}

/** At least 0 and below 1, in steps of 2^-53. Throws what getrandom(2) gives. */
export function random(): f64 {
  return f64(next() >> 11) / 9007199254740992.0;
}
