/** What personality(2) changes for a thread, and for what it starts: bits of <sys/personality.h>. */
export enum Personality {
  /** PER_LINUX: nothing. */
  Linux = 0,
  /** ADDR_NO_RANDOMIZE: programs lie at the same addresses each time they are executed. */
  FixedAddresses = 0x4_0000,
}
