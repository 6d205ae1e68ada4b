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
  left: "\x1b[D",
  home: "\x01",
} as const;
