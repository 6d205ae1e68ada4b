/** Who turns the interrupt lines of devices into vectors: the I/O APICs, or the PICs of the first PC. */
export abstract class InterruptController {
  /** The vector that an ISA line arrives at. Throws EINVAL when the machine has no such line. */
  abstract vectorOfLine(line: u32): u32;
  /** The vector of a global system interrupt. Throws EINVAL. */
  abstract vectorOfGlobal(gsi: u32): u32;
  /** Lets the interrupt with the vector through, or not. */
  abstract unmask(vector: u32): void;
  /** As `unmask`. */
  abstract mask(vector: u32): void;
  /** Tells the controller that the interrupt has been handled. False: it was none after all (spurious). */
  abstract endOfInterrupt(vector: u32): boolean;
}
