import type { Ptr } from "unsafe";

/** Words at any address: the compiler takes the alignment of a packed struct to be 1. */
@struct
@packed
class AnyWord {
  value: u64;
}

@struct
@packed
class AnyHalf {
  value: u32;
}

@struct
@packed
class AnyShort {
  value: u16;
}

/** The 8 bytes at any address, little-endian. @inline */
export function loadWord(at: Ptr<u8>): u64 {
  return at.cast<AnyWord>()[0].value;
}

/** The 4 bytes at any address, little-endian. @inline */
export function loadHalf(at: Ptr<u8>): u32 {
  return at.cast<AnyHalf>()[0].value;
}

/** Sets the 8 bytes at any address. @inline */
export function storeWord(at: Ptr<u8>, value: u64): void {
  at.cast<AnyWord>()[0].value = value;
}

/** Sets the 4 bytes at any address. @inline */
export function storeHalf(at: Ptr<u8>, value: u32): void {
  at.cast<AnyHalf>()[0].value = value;
}

/** Sets the 2 bytes at any address. @inline */
export function storeShort(at: Ptr<u8>, value: u16): void {
  at.cast<AnyShort>()[0].value = value;
}
