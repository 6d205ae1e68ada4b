/** UTF-8 that comes byte by byte (RFC 3629). */

/** Puts characters together; what is no UTF-8 is passed over. */
export class Utf8Decoder {
  private character: u32 = 0;
  /** Bytes that the character still lacks. */
  private bytesLeft: u32 = 0;

  /** Takes a byte; the character that it completes, or null. */
  take(byte: u8): u32 | null {
    if (byte < 0x80) {
      this.bytesLeft = 0;
      return u32(byte);
    }
    if ((byte & 0xc0) !== 0x80) {
      this.bytesLeft = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
      this.character = u32(byte) & (u32(0x3f) >> this.bytesLeft);
      return null;
    }
    if (this.bytesLeft === 0) return null;
    this.character = (this.character << 6) | u32(byte & 0x3f);
    this.bytesLeft -= 1;
    return this.bytesLeft === 0 ? this.character : null;
  }
}
