import { expect, test } from "vitest";
import { bootGuest, type Guest } from "../support/guest.ts";
import { keys, prompt } from "../support/prompt.ts";

async function bootToPrompt(): Promise<Guest> {
  const guest = await bootGuest({ add: ["/bin/busybox"] });
  await guest.console.waitFor(prompt);
  return guest;
}

/** Types a line, and waits for the whole answer: the output and the next prompt. */
async function ask(guest: Guest, line: string, answer: string | RegExp): Promise<void> {
  await guest.type(line + keys.enter);
  await guest.console.waitFor(answer);
  await guest.console.waitFor(prompt);
}

/** Says "started" when it runs; what the shell echoes of the command does not look like that. */
const sleeper = `busybox sh -c 'echo star""ted; exec busybox sleep 1000'`;

test("Ctrl-C ends the foreground program and nothing else", async () => {
  const guest = await bootToPrompt();
  await guest.type(sleeper + keys.enter);
  await guest.console.waitFor("started");
  await guest.type(keys.interrupt);
  await guest.console.waitFor(prompt);
  await ask(guest, "echo status=$?", "status=130");
});

test("Ctrl-C at the prompt drops what was typed, and the next command of several lines is whole", async () => {
  const guest = await bootToPrompt();
  await guest.type(`echo dropped${keys.interrupt}`);
  await guest.console.waitFor("^C");
  await guest.console.waitFor(prompt);
  await guest.type(`cat <<END${keys.enter}`);
  await guest.console.waitFor(/> $/);
  await guest.type(`status $?${keys.enter}`);
  await guest.console.waitFor(/> $/);
  await ask(guest, "END", /\nstatus 130\r?\n/);
});

test("Ctrl-C ends what the shell itself does, however it is nested", async () => {
  const guest = await bootToPrompt();
  const endless = [
    "while echo run; do :; done",
    "f() { until false; do echo run; done; }; f; echo bey'_'ond",
    "while true; do for i in 1 2; do echo run; continue 2; done; done || echo bey'_'ond",
    "while :; do eval 'if echo run; then :; fi'; done",
    "while :; do x=$(echo run); echo $x >/dev/tty; done",
    "while :; do echo run; read line; echo bey'_'ond; done",
  ];
  for (const line of endless) {
    await guest.type(line + keys.enter);
    await guest.console.waitFor(/\nrun\r?\n/);
    await guest.type(keys.interrupt);
    await guest.console.waitFor(prompt);
    await ask(guest, "echo status=$?", "status=130");
  }
  expect(guest.console.text).not.toContain("bey_ond");
  // A trap takes its place, and the loop goes on.
  await guest.type(`trap 'echo trap""ped; n=1' INT; n=0; while [ $n = 0 ]; do echo run; done${keys.enter}`);
  await guest.console.waitFor(/\nrun\r?\n/);
  await guest.type(keys.interrupt);
  await guest.console.waitFor("trapped");
  await guest.console.waitFor(prompt);
});

test("a stopped program goes on where it was", async () => {
  const guest = await bootToPrompt();
  await guest.type(`busybox sh -c 'echo star""ted; sleep 1; echo sle""pt'${keys.enter}`);
  await guest.console.waitFor("started");
  await guest.type(keys.suspend);
  await guest.console.waitFor("Stopped");
  await guest.console.waitFor(prompt);
  await ask(guest, "fg", "slept");
});

test("Ctrl-C ends every process of a pipeline", async () => {
  const guest = await bootToPrompt();
  await guest.type(`${sleeper} | busybox cat${keys.enter}`);
  await guest.console.waitFor("started");
  await guest.type(keys.interrupt);
  await guest.console.waitFor(prompt);
  await ask(guest, "echo status=$?", "status=130");
});

test("the terminal gives a program lines, with their editing", async () => {
  const guest = await bootToPrompt();
  await guest.type(`echo star""ted; busybox cat${keys.enter}`);
  await guest.console.waitFor("started");
  await guest.type(`abX${keys.backspace}c${keys.enter}`);
  await guest.console.waitFor(/\nabc\r?\n/);
  await guest.type(keys.endOfFile);
  await guest.console.waitFor(prompt);
  await ask(guest, "echo status=$?", "status=0");
});

test("a program can take the terminal raw, and the shell gets it back as it was", async () => {
  const guest = await bootToPrompt();
  await ask(guest, "busybox stty -a", /rows 25; columns 100;[^]* icanon/);
  await guest.type(`busybox stty raw -echo; echo ra""w; busybox head -c 3 | busybox od -c${keys.enter}`);
  await guest.console.waitFor(/\nraw/);
  await guest.type("x\x03\x04");
  await guest.console.waitFor(/x +003 +004/);
  await guest.console.waitFor(prompt);
  await ask(guest, "busybox stty sane; echo status=$?", "status=0");
});

test("what was typed before can be had again and edited", async () => {
  const guest = await bootToPrompt();
  await ask(guest, "echo first1", /\nfirst1/);
  await guest.type(keys.up);
  await guest.type(`${keys.backspace}2${keys.enter}`);
  await guest.console.waitFor(/\nfirst2/);
  await guest.console.waitFor(prompt);
});

const long = "x".repeat(150);

test("every key of the line editor", async () => {
  const guest = await bootToPrompt();
  const { left, right, home, end, wordLeft, wordRight } = keys;
  const lines: [typed: string, answer: string][] = [
    [`echo ac${left}b`, "abc"],
    [`ho abc${home}ec`, "abc"],
    [`echo b${home}${wordRight} a${end}c`, "a bc"],
    [`echo a ${left}${left}${left}${right}${right}b`, "ab"],
    [`echo one two${wordLeft}${wordLeft}zero `, "zero one two"],
    [`echo one two${wordLeft}${keys.cutEnd}`, "one"],
    [`${keys.paste}${keys.cutStart}echo ${keys.paste}${keys.paste}`, "twotwo"],
    [`dropped${keys.cutStart}echo kept`, "kept"],
    [`echo a b-c${keys.cutWord}d`, "a d"],
    [`echo a b-c${keys.cutWordLeft}d`, "a b-d"],
    [`echo one two${wordLeft}${keys.cutWordRight}2`, "one 2"],
    [`echo axbc${left}${left}${left}${keys.delete}`, "abc"],
    [`echo ab${keys.swap}`, "ba"],
    [`echo grüße${left}${left}${keys.backspace}x`, "grxße"],
    [`echo 日本🌍${left}${left}${keys.delete}語`, "日語🌍"],
    [`echo ${long}end${home}${wordRight} begin`, `begin ${long}end`],
    [`echo a${keys.clear}b`, "ab"],
    [`\x1b[H${end}\x1b[1;5C\x1b[1;5D\x1b[5~\x1bOPecho keys`, "keys"],
    [`${keys.search}one two`, "zero one two"],
  ];
  for (const [typed, answer] of lines) {
    await guest.type(typed + keys.enter);
    await guest.console.waitFor(`\n${answer}\r\n`);
    await guest.console.waitFor(prompt);
  }
});

test("commands, paths and history are completed and found", async () => {
  const guest = await bootToPrompt();
  await ask(guest, "mkdir -p /tmp/folder/sub; echo x > '/tmp/folder/a file'; echo y > /tmp/folder/ab", "");
  await ask(guest, `echo /tmp/fol${keys.tab}s${keys.tab}`, "\n/tmp/folder/sub/\r\n");
  await ask(guest, `cat /tmp/folder/a\\ ${keys.tab}`, "\nx\r\n");
  await ask(guest, `pwd; unam${keys.tab}-s`, "\nLinux\r\n");
  await guest.type(`echo /tmp/folder/a${keys.tab}${keys.tab}`);
  await guest.console.waitFor("a file  ab");
  await guest.type(`${keys.interrupt}`);
  await guest.console.waitFor(prompt);
  await ask(guest, "history", /\n +2 {2}echo \/tmp\/folder\/sub/);
  await guest.type(`${keys.search}unam`);
  await guest.console.waitFor("pwd; uname");
  await guest.type(`${keys.home}${keys.enter}`);
  await guest.console.waitFor("\nLinux\r\n");
  await guest.console.waitFor(prompt);
});

test("jobs are stopped, listed, sent to the background and ended", async () => {
  const guest = await bootToPrompt();
  await guest.type(sleeper + keys.enter);
  await guest.console.waitFor("started");
  await guest.type(keys.suspend);
  await guest.console.waitFor("Stopped");
  await guest.console.waitFor(prompt);
  await ask(guest, "echo status=$?", "status=148");
  await ask(guest, "busybox sleep 1000 &", /\[2\] \d+/);
  await ask(guest, "bg %1; jobs", /\[1\] Running [^]*\[2\] Running/);
  await ask(guest, "kill %2; wait %2; echo status=$?", "status=143");
  await guest.type(`fg${keys.enter}`);
  await guest.console.waitFor("busybox sh -c");
  await guest.type(keys.interrupt);
  await guest.console.waitFor(prompt);
  await ask(guest, "jobs; echo none=$?", /\nnone=0/);
  // At a prompt of the shell's own: neither a read nor an error of the script's kind ends it.
  await guest.type(`read x${keys.enter}`);
  await guest.console.waitFor("\n");
  await guest.type(keys.interrupt);
  await guest.console.waitFor(prompt);
  await ask(guest, "echo status=$?", "status=130");
  await ask(guest, "echo ${nothing?is missing}; echo never", "nothing: is missing");
  await ask(guest, "echo status=$?", "status=2");
});

test("background jobs run on while the shell takes commands", async () => {
  const guest = await bootToPrompt();
  await guest.type(`busybox sleep 1000 &${keys.enter}`);
  await guest.console.waitFor(prompt);
  await ask(guest, "echo still here", /\nstill here/);
  await guest.type(`exit 3${keys.enter}`);
  expect(await guest.end).toEqual({ kind: "exit", status: 3 });
});

test("busybox's shell and editor work on the console", async () => {
  const guest = await bootToPrompt();
  await guest.type(`busybox vi /tmp/text${keys.enter}`);
  await guest.console.waitFor("1/1");
  // In steps: vi takes what follows the escape key at once for a part of an escape sequence.
  await guest.type("i");
  await guest.console.waitFor(/I \/tmp\/text/);
  await guest.type("hello");
  await guest.console.waitFor("hello");
  await guest.type("\x1b");
  await guest.console.waitFor(/- \/tmp\/text \[Modified\]/);
  await guest.type(":wq\r");
  await guest.console.waitFor(prompt);
  await ask(guest, "busybox cat /tmp/text", /\nhello/);
  await guest.type(`busybox sh${keys.enter}`);
  await guest.console.waitFor(/[#$] /);
  await ask(guest, "echo $((2 + 3))x", "5x");
  await guest.type(`exit${keys.enter}`);
  await guest.console.waitFor(prompt);
});

test("the terminal's modes, keys and size are shown and set", async () => {
  const guest = await bootToPrompt();
  await ask(guest, "stty -a", /intr = \^C; .*susp = \^Z;[^]*isig icanon iexten echo /);
  await ask(guest, "stty rows 40 cols 120 -isig && stty size && stty", /\n40 120\r?\n[^]*-isig/);
  // The same process: the shell sets its own modes at each prompt.
  await guest.type(`sh -c 'stty sane intr ^X; echo star""ted; sleep 1000'${keys.enter}`);
  await guest.console.waitFor("started");
  await guest.type("\x18");
  await guest.console.waitFor(prompt);
  await ask(guest, "echo status=$?", "status=130");
  await ask(guest, "stty no-such-mode", /"no-such-mode" is no mode/);
});

/** The most columns that a row of this text takes on a terminal that is wide enough for all. */
function widest(text: string): number {
  let [most, column] = [0, 0];
  for (const [, right, escape, other] of text.matchAll(/\x1b\[(\d+)C|(\x1b\[[0-9;?]*[A-Za-z])|([^])/g)) {
    if (other === "\r" || other === "\n") column = 0;
    else if (escape === undefined) column += right === undefined ? 1 : Number(right);
    most = Math.max(most, column);
  }
  return most;
}

test.each([5, 12, 20, 30])("a line that is edited stays in its row of %d columns", async (columns) => {
  const guest = await bootToPrompt();
  await ask(guest, "echo a long line of the history that is searched", /\na long/);
  await guest.type(`busybox stty cols ${columns}; echo o""k${keys.enter}`);
  await guest.console.waitFor(/\nok\r\n/);
  await guest.console.waitFor("# ");
  const start = guest.console.text.length;
  await guest.type(
    `echo one""two three four five six${keys.home}${keys.wordRight}${keys.wordRight}x${keys.backspace}`,
  );
  await guest.type(`${keys.end}${keys.search}long${keys.interrupt}${keys.enter}`);
  await guest.console.waitFor(/\nonetwo three four five six\r\n/);
  const drawn = guest.console.text.slice(start).split("\nonetwo")[0]!;
  expect(drawn).toContain("thr");
  expect(widest(drawn)).toBeLessThan(columns);
  await guest.console.waitFor("# ");
});
