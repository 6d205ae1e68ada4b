/** Lines `  at function (file.ts:line)` for the kernel stack of a frame pointer, given to `emit` from the innermost out. Never faults. */
export declare function kernelBacktrace(rip: u64, rbp: u64, emit: (line: string) => void): void;
