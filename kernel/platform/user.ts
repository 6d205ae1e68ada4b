/**
 * The one door to the memory of programs. Every address may be anything at all: what lies outside the lower half, or faults and
 * cannot be resolved, throws EFAULT. Pages that are only not there yet are brought in (`FaultHandler.resolveUserPage`), so these may sleep.
 */

/** `to.length` bytes from user memory. */
export declare function copyFromUser(to: Span<u8>, address: u64): void;
/** All of `from` to user memory. */
export declare function copyToUser(address: u64, from: Span<u8>): void;
/** Sets bytes of user memory. */
export declare function fillUser(address: u64, byte: u8, length: u64): void;
export declare function readUser8(address: u64): u8;
export declare function readUser16(address: u64): u16;
export declare function readUser32(address: u64): u32;
export declare function readUser64(address: u64): u64;
export declare function writeUser8(address: u64, value: u8): void;
export declare function writeUser16(address: u64, value: u16): void;
export declare function writeUser32(address: u64, value: u32): void;
export declare function writeUser64(address: u64, value: u64): void;
/** Atomically: stores `desired` if the word is `expected`; returns what was found (futex(2)). */
export declare function compareExchangeUser32(address: u64, expected: u32, desired: u32): u32;
/** Atomically adds; returns what was there. */
export declare function exchangeUser32(address: u64, value: u32): u32;
/** The bytes before the terminating zero. Throws ENAMETOOLONG when there is none among the first `limit`, ENOMEM. */
export declare function copyStringFromUser(address: u64, limit: u64): string;
/** Length of the string at the address, at most `limit`; `limit` + 1 when it is longer. */
export declare function userStringLength(address: u64, limit: u64): u64;
/** Fills a struct from user memory. T holds no references. */
export declare function loadStruct<T>(address: u64, into: T): void;
/** Writes a struct to user memory. */
export declare function storeStruct<T>(address: u64, from: T): void;
