import type { Stacks } from "../../compiler/stacks/stacks.ts";

/** The kernel's stacks, as the tags `@entry NAME BYTES` of the functions at their bottom name them. */
export const kernelStacks: Stacks = {
  /** kernel/platform/memory/stacks.ts */
  thread: { size: 16384, takesInterrupts: true },
  /** kernel/platform/boot/entry.ts */
  boot: { size: 32768, takesInterrupts: true },
  /** kernel/platform/cpu/interrupt-stacks.ts */
  exception: { size: 8192, takesInterrupts: false },
};
