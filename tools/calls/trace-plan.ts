import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { structureSizes } from "./structures.ts";
import { linuxFolder, readTable, type Handler, type Parameter } from "./table.ts";

/** The file that is made. */
export const tracePlanFile = join(linuxFolder, "trace", "plan.ts");

/** `enum Capture` of kernel/linux/trace/capture.ts, for each kind of argument. */
const CAPTURES: Readonly<Record<string, number>> = {
  UserPath: 1,
  UserString: 1,
  UserStrings: 2,
  UserVariables: 2,
  In: 3,
  Out: 4,
  InOut: 5,
  InBuffer: 6,
  OutBuffer: 7,
  InArray: 8,
  OutArray: 9,
  InOutArray: 10,
  CommandArgument: 13,
  OutName: 14,
  OutEntries: 15,
};

/** kernel/linux/trace/plan.ts: for each call which memory its arguments lead to. */
export async function tracePlanSource(): Promise<string> {
  const plans = readTable().flatMap(({ name, handler }) => {
    const plan = handler ? planOf(handler) : 0n;
    return plan === 0n ? [] : [`case SystemCall.${name}: return 0x${plan.toString(16)};`];
  });
  const text = `/**
 * Which memory goes along with the records of a call: bits as \`Capture\` says. Made by \`tessera generate\` from the signatures of the functions: edit
 * those.
 */

import { SystemCall } from "../abi/numbers.ts";

/** Ten bits for each argument of the call. */
export function tracePlan(number: u64): u64 {
  switch (number) {
    ${plans.join("\n")}
    default: return 0;
  }
}
`;
  return format(text, { ...(await resolveConfig(tracePlanFile)), filepath: tracePlanFile });
}

function planOf(handler: Handler): bigint {
  const parameters = handler.parameters.filter(({ width }) => width !== null);
  // What rt_sigreturn(2) reads from the stack is passed as its argument.
  if (handler.parameters.length === 1 && parameters.length === 0 && handler.file === "signal.ts")
    return 0x23n;
  return parameters.reduce(
    (plan, parameter, i) => plan | (captureOf(parameter, parameters) << BigInt(10 * i)),
    0n,
  );
}

function captureOf({ kind, details, type }: Parameter, parameters: readonly Parameter[]): bigint {
  const capture = CAPTURES[kind];
  if (capture === undefined) return 0n;
  const [structure = ""] = details;
  if (structure === "msghdr") return kind === "In" ? 11n : 12n;
  const count = parameters.findIndex(({ name }) => name === details.at(-1));
  if (/Buffer$|Entries$/.test(kind)) return BigInt(capture | (count << 7));
  if (!details.length) return BigInt(capture);
  const size = structureSizes[structure];
  if (size === undefined) throw new Error(`${type}: tools/calls/structures.ts does not know ${structure}`);
  if (kind.endsWith("Array")) return BigInt(capture | ((size / 4) << 4) | (count << 7));
  return BigInt(capture | (Math.ceil(size / 4) << 4));
}
