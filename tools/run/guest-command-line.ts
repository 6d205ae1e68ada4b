import { ExitStatus, Failure } from "../failure.ts";

/** What the kernel is told in every run: where its ports are and how to leave (docs/run-protocol.md). */
const always = [
  "console=ttyS0",
  "log=ttyS1",
  "hostio=ttyS2",
  "hosterr=ttyS3",
  "panic=exit",
  "qemu_exit=0xf4",
  "init=/bin/init",
];

/** The words that tell the guest where this command is to be found. */
const fixed = ["console=", "log=", "hostio=", "hosterr=", "qemu_exit=", "trace="];

/** The first of `words` that would take guest and command apart: each would wait for the other. Undefined if there is none. */
export function forbiddenWord(words: string): string | undefined {
  return words.split(" ").find((word) => fixed.some((name) => word.startsWith(name)));
}

/** The bytes of a command line that the kernel reads (kernel/platform/boot/facts.ts). */
const longest = 2048;

/** The kernel's command line with `more` words; later words win over earlier ones. Throws `Failure` when it is too long. */
export function guestCommandLine(more: string[] = []): string {
  const line = [...always, ...more].filter((word) => word !== "").join(" ");
  checkLength(line);
  return line;
}

/** Throws `Failure` for a command line of which the kernel would not see the end. */
export function checkLength(line: string): void {
  const length = Buffer.byteLength(line);
  if (length <= longest) return;
  throw new Failure(
    `--cmdline: the kernel reads ${longest} bytes, and this makes ${length}`,
    ExitStatus.usage,
  );
}
