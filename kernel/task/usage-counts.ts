/** What threads have used besides CPU time (getrusage(2)). */
@struct
export class UsageCounts {
  /** Page faults that brought a page in. None had to wait for a disk. */
  faults: u64 = 0;
  /** How often a thread gave the CPU away, and how often that was taken from it. */
  voluntarySwitches: u64 = 0;
  involuntarySwitches: u64 = 0;
  /** The most memory that one program had at once, in bytes. */
  mostResident: u64 = 0;

  add(other: UsageCounts): void {
    this.faults += other.faults;
    this.voluntarySwitches += other.voluntarySwitches;
    this.involuntarySwitches += other.involuntarySwitches;
    this.noteResident(other.mostResident);
  }

  /** A program had so much. */
  noteResident(bytes: u64): void {
    this.mostResident = bits.max(this.mostResident, bytes);
  }
}
