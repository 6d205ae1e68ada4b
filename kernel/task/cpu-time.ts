/** CPU time that was used, in nanoseconds. */
@struct
export class CpuTime {
  /** All of it. */
  total: u64 = 0;
  /** What of it was spent in the kernel. */
  kernel: u64 = 0;

  /** What of it was spent in user mode. */
  get user(): u64 {
    return this.total - this.kernel;
  }

  add(other: CpuTime): void {
    this.total += other.total;
    this.kernel += other.kernel;
  }
}
