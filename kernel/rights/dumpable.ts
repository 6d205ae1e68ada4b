/** Who may look into a program's memory and files (prctl(2), PR_SET_DUMPABLE): a property of its memory, as that is what there is to see. */
export enum Dumpable {
  /** Only who has CAP_SYS_PTRACE: it knows something that who started it must not see. */
  No = 0,
  /** Its user too. */
  Yes = 1,
  /** As No; the kernel alone sets it (fs.suid_dumpable). */
  Superuser = 2,
}
