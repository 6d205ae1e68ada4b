import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { HostTerminal, type TerminalStreams } from "./host-terminal.ts";

/** A terminal that is read with a pause behind it, as a question to the user leaves it. */
function openTerminal(): {
  keys: PassThrough;
  console: PassThrough;
  log: PassThrough;
  modes: boolean[];
  quits: number;
} {
  const keys = new PassThrough();
  keys.pause();
  const modes: boolean[] = [];
  const screen = Object.assign(new PassThrough(), { rows: 24, columns: 80 });
  const stdin = Object.assign(keys, { setRawMode: (mode: boolean) => modes.push(mode) });
  const streams = { stdin, stdout: screen } as unknown as TerminalStreams;
  const seen = { keys, console: new PassThrough(), log: new PassThrough(), modes, quits: 0 };
  new HostTerminal(seen.console, seen.log, () => seen.quits++, streams).open();
  screen.emit("resize");
  return seen;
}

test("keys reach the guest, also after a question has paused the terminal", async () => {
  const { keys, console, log, modes } = openTerminal();
  keys.write("ls\r");
  await expect.poll(() => String(console.read() ?? "")).toBe("ls\r");
  expect(String(log.read())).toBe("winsize 24 80\n");
  expect(modes).toEqual([true]);
});

test("Ctrl-] is not for the guest", async () => {
  const seen = openTerminal();
  seen.keys.write("\x1d");
  await expect.poll(() => seen.quits).toBe(1);
  expect(seen.console.read()).toBe(null);
});
