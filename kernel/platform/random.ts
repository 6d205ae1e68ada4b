/** Fills with random bytes that cannot be predicted as far as the machine has given entropy; never blocks. */
export declare function randomBytes(to: Span<u8>): void;
export declare function random64(): u64;
/** Mixes something unpredictable in (times of interrupts, writes to /dev/random). */
export declare function addEntropy(value: u64): void;
