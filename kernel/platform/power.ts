/** What docs/run-protocol.md calls leaving. Each writes its line to the log port, waits until all serial output has left, and ends the machine. */

/** Process 1 has ended with this status, 0 to 255. */
export declare function exitMachine(status: u32): never;
/** reboot(2), RB_POWER_OFF. */
export declare function powerOff(): never;
/** reboot(2), RB_AUTOBOOT. */
export declare function reboot(): never;
