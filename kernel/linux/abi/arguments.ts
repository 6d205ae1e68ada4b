/**
 * The kinds of system calls' arguments, as types. They say what a register holds, which its width does not: dispatch.ts is made from the
 * signatures of the functions, and `--trace` shows a value by them. None is checked yet when a function gets it: every address
 * may be anything at all, and goes through kernel/platform/user.ts.
 *
 * What has no kind of its own is a plain number: i32 for an int, u32, i64 and u64. A set of flags is an enum that says which there are.
 */

/** A descriptor. */
export type Fd = i32 & { readonly __fd?: "fd" };
/** Where a relative path begins: the descriptor of a directory, or AT_FDCWD. */
export type DirectoryFd = i32 & { readonly __directory?: "directory" };
/** A process, a thread or a process group, as the call says. */
export type Pid = i32 & { readonly __pid?: "pid" };
/** The number of a signal. */
export type SignalNumber = i32 & { readonly __signal?: "signal" };
/** A user's number; all bits set: none. */
export type UserId = u32 & { readonly __user?: "user" };
/** A group's number; all bits set: none. */
export type GroupId = u32 & { readonly __group?: "group" };
/** Permissions of a file, and its type for mknod(2). */
export type FileMode = u32 & { readonly __mode?: "mode" };
/** The number of a device, major and minor. */
export type DeviceNumber = u64 & { readonly __device?: "device" };
/** A place in the program's memory that the call does not look at. */
export type Address = u64 & { readonly __address?: "address" };

/** Where a path is, which a 0 byte ends. */
export type UserPath = u64 & { readonly __path?: "path" };
/** Where another text is, which a 0 byte ends. */
export type UserString = u64 & { readonly __string?: "string" };
/** Where an array of addresses of texts is, which 0 ends: an execve's arguments. */
export type UserStrings = u64 & { readonly __strings?: "strings" };

/** Where a C structure or number is that the call reads; its name as in C, without `struct`. */
export type In<Structure extends string> = u64 & { readonly __in?: Structure };
/** Where the call writes a structure or number. */
export type Out<Structure extends string> = u64 & { readonly __out?: Structure };
/** Where the call reads a structure or number, and writes it anew. */
export type InOut<Structure extends string> = u64 & { readonly __inOut?: Structure };

/** Where the call reads an array, which has as many items as the parameter of that name says. */
export type InArray<Item extends string, Count extends string> = u64 & {
  readonly __count?: Count;
  readonly __inArray?: Item;
};
/** Where the call writes an array; as many items as it returns if that is less. */
export type OutArray<Item extends string, Count extends string> = u64 & {
  readonly __count?: Count;
  readonly __outArray?: Item;
};
/** Where the call reads an array, and writes it anew. */
export type InOutArray<Item extends string, Count extends string> = u64 & {
  readonly __count?: Count;
  readonly __inOutArray?: Item;
};

/** Where the call reads as many bytes as the parameter of that name says. */
export type InBuffer<Size extends string> = u64 & { readonly __inBuffer?: Size };
/** Where the call writes as many bytes as it returns; the parameter of that name says how many there is room for. */
export type OutBuffer<Size extends string> = u64 & { readonly __outBuffer?: Size };

/** Where the call writes a socket's name; how long it is is where the next argument leads. */
export type OutName = u64 & { readonly __name?: "name" };
/** A number or a place in memory, as the command before it says (ioctl(2), fcntl(2), prctl(2)). */
export type CommandArgument = u64 & { readonly __command?: "command" };
/** As UserStrings, of which nobody wants to see the texts: an execve's environment. */
export type UserVariables = u64 & { readonly __variables?: "variables" };
/** As OutBuffer: entries of a directory, which are counted. */
export type OutEntries<Size extends string> = u64 & { readonly __outEntries?: Size };
