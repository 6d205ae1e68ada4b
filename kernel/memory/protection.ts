/** What a mapping allows: PROT_READ and so on of mmap(2). */
export enum Protection {
  None = 0,
  Read = 1,
  Write = 2,
  Execute = 4,
}

/** What a program tried when it faulted. */
export enum Access {
  Read,
  Write,
  Execute,
}

/** Whether the protection allows the access. x86 cannot tell reading from executing data, so any right implies reading. */
export function allows(protection: Protection, access: Access): boolean {
  switch (access) {
    case Access.Write:
      return (protection & Protection.Write) !== 0;
    case Access.Execute:
      return (protection & Protection.Execute) !== 0;
    default:
      return protection !== Protection.None;
  }
}
