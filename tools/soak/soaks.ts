/** What takes long: programs that look for faults of the kernel in a guest, by chance, from a seed. */

/** One of them. */
export interface Soak {
  /** What it does, for the help. */
  readonly summary: string;
  /**
   * Its program, a source in C below test/soak/. Its arguments are the seed and an amount; it draws everything from the seed, ends
   * with status 0 if all is well, and may print lines `count NAME SUCCEEDED FAILED`, which are summed up in the log.
   */
  readonly source: string;
  /** The amount for one seed, some minutes' work, and for the slice of it that the tests run. */
  readonly amount: number;
  readonly slice: number;
  /** The guest's memory, as QEMU writes it. */
  readonly memory: string;
  /** Whether the kernel is the one under the sanitizer. */
  readonly sanitize: boolean;
  /** Seconds after which a guest hangs. */
  readonly timeLimit: number;
}

/** All soaks by their names. */
export const soaks: Readonly<Record<string, Soak>> = {
  calls: {
    summary: "random system calls of several threads in several processes, under the sanitizer",
    source: "calls.c",
    amount: 200_000,
    slice: 5_000,
    memory: "256M",
    sanitize: true,
    timeLimit: 900,
  },
};
