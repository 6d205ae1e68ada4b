/** What can go wrong with a command, by what it does to the script around it (POSIX.1-2017, Shell Command Language, 2.8.1). */

/** The status of commands that the shell itself could not carry out. */
export const SHELL_ERROR_STATUS: i32 = 2;

/** An expansion, an assignment or a special builtin failed: a script ends, an interactive shell goes back to its prompt. */
export class ScriptError extends Error {}

/** A redirection failed: that ends a script for special builtins only. */
export class RedirectionError extends Error {}
