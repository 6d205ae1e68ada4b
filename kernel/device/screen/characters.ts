/** Characters of Unicode in the VGA's code page 437: ASCII, and what programs draw boxes with. Others appear as a box. */

const UNKNOWN: u8 = 0xfe;

/** The code of a character (a Unicode scalar value) in the screen's font. */
export function toCodePage(character: u32): u8 {
  if (character >= 0x20 && character < 0x7f) return u8(character);
  switch (character) {
    case 0xa0:
      return 0x20;
    case 0xb0:
      return 0xf8;
    case 0xb7:
    case 0x2022:
      return 0xfa;
    case 0xc4:
      return 0x8e;
    case 0xd6:
      return 0x99;
    case 0xdc:
      return 0x9a;
    case 0xdf:
      return 0xe1;
    case 0xe4:
      return 0x84;
    case 0xe9:
      return 0x82;
    case 0xf6:
      return 0x94;
    case 0xfc:
      return 0x81;
    case 0x2013:
    case 0x2014:
    case 0x2500:
    case 0x2501:
      return 0xc4;
    case 0x2018:
    case 0x2019:
      return 0x27;
    case 0x201c:
    case 0x201d:
      return 0x22;
    case 0x2026:
      return 0x2e;
    case 0x2502:
    case 0x2503:
      return 0xb3;
    case 0x250c:
      return 0xda;
    case 0x2510:
      return 0xbf;
    case 0x2514:
      return 0xc0;
    case 0x2518:
      return 0xd9;
    case 0x251c:
      return 0xc3;
    case 0x2524:
      return 0xb4;
    case 0x252c:
      return 0xc2;
    case 0x2534:
      return 0xc1;
    case 0x253c:
      return 0xc5;
    case 0x2550:
      return 0xcd;
    case 0x2551:
      return 0xba;
    case 0x2588:
      return 0xdb;
    case 0x2591:
      return 0xb0;
    case 0x2592:
      return 0xb1;
    case 0x2593:
      return 0xb2;
    default:
      return UNKNOWN;
  }
}
