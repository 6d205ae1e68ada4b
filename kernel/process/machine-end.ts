import { exitMachine } from "../platform/power.ts";
import { SystemEnd } from "./exit.ts";

/** When process 1 has ended the machine is switched off, with its status (docs/run-protocol.md). */
export class MachineEnd extends SystemEnd {
  override firstProcessEnded(status: i32): never {
    const signal = u32(status & 0x7f);
    exitMachine(signal !== 0 ? 128 + signal : u32(status >> 8) & 0xff);
  }
}
