/** The shell's prompt at the end of what has come so far; escape sequences of the line editor may follow it. */
export const prompt = /[#$] (?:\x1b\[[0-9;?]*[A-Za-z])*$/;

/** Keys that have no letter. */
export const keys = {
  enter: "\r",
  interrupt: "\x03",
  endOfFile: "\x04",
  suspend: "\x1a",
  backspace: "\x7f",
  tab: "\t",
  up: "\x1b[A",
  down: "\x1b[B",
  right: "\x1b[C",
  left: "\x1b[D",
  wordLeft: "\x1bb",
  wordRight: "\x1bf",
  home: "\x01",
  end: "\x05",
  delete: "\x1b[3~",
  /** Ctrl+K, U, W, Y, L, R, T: cut to the end, to the beginning, a word; paste, clear, search, swap. */
  cutEnd: "\x0b",
  cutStart: "\x15",
  cutWord: "\x17",
  paste: "\x19",
  clear: "\x0c",
  search: "\x12",
  swap: "\x14",
  /** Alt+D, Alt+Backspace */
  cutWordRight: "\x1bd",
  cutWordLeft: "\x1b\x7f",
} as const;
