/** Nanoseconds since the kernel started; never goes back. */
export declare function monotonicNanoseconds(): u64;
/** Nanoseconds since 1970-01-01T00:00Z. */
export declare function realtimeNanoseconds(): u64;
/** Sets the real time (clock_settime(2)). */
export declare function setRealtime(nanoseconds: u64): void;
/** Has `FaultHandler.handleTimer` called once when the monotonic time has come; replaces what was set before. A time that has passed: at once. */
export declare function armDeadline(nanoseconds: u64): void;
/** The time-stamp counter, or 0 on a CPU that has none. */
export declare function cycles(): u64;
/** What the clock is read from, for the log and /proc: "tsc", "hpet", "acpi_pm", "pit". */
export declare function clockSourceName(): string;
/** Busy-waits; for device set-up. */
export declare function delayMicroseconds(count: u64): void;
