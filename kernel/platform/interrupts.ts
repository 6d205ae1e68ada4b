/** Traps and interrupts, as the layers above see them. */

export { InterruptHandler } from "./interrupt/handler.ts";
export { TrapFrame, SYSTEM_CALL } from "./interrupt/trap-frame.ts";
export { FaultHandler, setFaultHandler, SystemCallHandler, setSystemCallHandler } from "./interrupt/hooks.ts";
export { registerInterrupt, registerGlobalInterrupt, unregisterInterrupt } from "./interrupt/lines.ts";
export { PageFaultBits, Vector } from "./interrupt/vectors.ts";
export { enterUser } from "./interrupt/return.ts";
