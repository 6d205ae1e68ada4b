/** Errors of the compiler in the checker's form: code, file, line, column, and what to write instead. */

export interface Diagnostic {
  /** `TS2322` for the official checker's, `MTS1001` for the compiler's own. */
  readonly code: string;
  /** Path relative to the root. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** How many characters of the line the problem covers. */
  readonly length: number;
  readonly message: string;
  /** What to write instead, if there is something to say. */
  readonly hint: string | null;
  /** The source line, for the code frame. */
  readonly sourceLine: string;
}
