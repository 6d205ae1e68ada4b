/** How a page fault ended. */
export enum FaultResult {
  Resolved,
  /** No region there: SIGSEGV with SEGV_MAPERR. */
  NotMapped,
  /** The region does not allow it: SIGSEGV with SEGV_ACCERR. */
  Denied,
  /** Beyond the end of the mapped file: SIGBUS. */
  Beyond,
  OutOfMemory,
}
