/** stty: shows or changes the modes of the terminal on standard input (termios(3)). */

import { STDIN } from "../core/linux/file.ts";
import {
  BRKINT,
  ECHO,
  ECHOCTL,
  ECHOE,
  ECHOK,
  ICANON,
  ICRNL,
  IEXTEN,
  IGNCR,
  INLCR,
  ISIG,
  IXON,
  NOFLSH,
  ONLCR,
  OPOST,
  setTerminalModes,
  setWindowSize,
  terminalModes,
  Termios,
  TOSTOP,
  VEOF,
  VERASE,
  VINTR,
  VKILL,
  VMIN,
  VQUIT,
  VSTART,
  VSTOP,
  VSUSP,
  VTIME,
  windowSize,
} from "../core/linux/terminal.ts";
import { DELETE } from "./support/ascii.ts";
import { complain, complainOf, USAGE_STATUS } from "./support/command.ts";

const USAGE = "stty [-a | size | [-]MODE… | KEY CHARACTER… | rows N | cols N | sane | raw]";

enum Group {
  input,
  output,
  local,
}

/** A mode that is on or off. */
class Mode {
  readonly name: string;
  readonly group: Group;
  readonly bit: u32;
  /** Whether it is on in a sane terminal. */
  readonly isSane: boolean;

  constructor(name: string, group: Group, bit: u32, isSane: boolean) {
    this.name = name;
    this.group = group;
    this.bit = bit;
    this.isSane = isSane;
  }

  isOn(modes: Termios): boolean {
    switch (this.group) {
      case Group.input:
        return (modes.inputModes & this.bit) !== 0;
      case Group.output:
        return (modes.outputModes & this.bit) !== 0;
      default:
        return (modes.localModes & this.bit) !== 0;
    }
  }

  set(modes: Termios, on: boolean): void {
    switch (this.group) {
      case Group.input:
        modes.inputModes = on ? modes.inputModes | this.bit : modes.inputModes & ~this.bit;
        return;
      case Group.output:
        modes.outputModes = on ? modes.outputModes | this.bit : modes.outputModes & ~this.bit;
        return;
      default:
        modes.localModes = on ? modes.localModes | this.bit : modes.localModes & ~this.bit;
    }
  }
}

const modeTable: readonly Mode[] = [
  new Mode("brkint", Group.input, BRKINT, true),
  new Mode("inlcr", Group.input, INLCR, false),
  new Mode("igncr", Group.input, IGNCR, false),
  new Mode("icrnl", Group.input, ICRNL, true),
  new Mode("ixon", Group.input, IXON, true),
  new Mode("opost", Group.output, OPOST, true),
  new Mode("onlcr", Group.output, ONLCR, true),
  new Mode("isig", Group.local, ISIG, true),
  new Mode("icanon", Group.local, ICANON, true),
  new Mode("iexten", Group.local, IEXTEN, true),
  new Mode("echo", Group.local, ECHO, true),
  new Mode("echoe", Group.local, ECHOE, true),
  new Mode("echok", Group.local, ECHOK, true),
  new Mode("noflsh", Group.local, NOFLSH, false),
  new Mode("tostop", Group.local, TOSTOP, false),
  new Mode("echoctl", Group.local, ECHOCTL, true),
];

/** A character that the terminal takes for a command. */
class Key {
  readonly name: string;
  readonly place: usize;
  readonly sane: u8;

  constructor(name: string, place: usize, sane: u8) {
    this.name = name;
    this.place = place;
    this.sane = sane;
  }
}

const keys: readonly Key[] = [
  new Key("intr", VINTR, 3),
  new Key("quit", VQUIT, 28),
  new Key("erase", VERASE, DELETE),
  new Key("kill", VKILL, 21),
  new Key("eof", VEOF, 4),
  new Key("start", VSTART, 17),
  new Key("stop", VSTOP, 19),
  new Key("susp", VSUSP, 26),
];

/** `^C`, `^?`, or the character itself. */
function keyText(byte: u8): string {
  if (byte === 0) return "<undef>";
  if (byte === DELETE) return "^?";
  return byte < 32 ? `^${String.fromCharCode(u32(byte) + 64)}` : String.fromCharCode(u32(byte));
}

/** What `keyText` gives, back again; null for what is no single character. */
function parseKey(text: string): u8 | null {
  if (text === "undef" || text === "^-") return 0;
  if (text === "^?") return DELETE;
  if (text.length === 1) return text.byteAt(0);
  return text.length === 2 && text.startsWith("^") ? text.byteAt(1) & 31 : null;
}

function show(modes: Termios, isFull: boolean): void {
  const [rows, columns] = windowSize(STDIN);
  if (isFull) console.log(`rows ${rows}; columns ${columns};`);
  const keyTexts: string[] = [];
  for (const key of keys) {
    const byte = modes.controls[key.place];
    if (isFull || byte !== key.sane) keyTexts.push(`${key.name} = ${keyText(byte)};`);
  }
  if (isFull) keyTexts.push(`min = ${modes.controls[VMIN]}; time = ${modes.controls[VTIME]};`);
  if (keyTexts.length > 0) console.log(keyTexts.join(" "));
  for (const group of [Group.input, Group.output, Group.local]) {
    const modeTexts: string[] = [];
    for (const mode of modeTable) {
      const isOn = mode.isOn(modes);
      if (mode.group === group && (isFull || isOn !== mode.isSane))
        modeTexts.push(`${isOn ? "" : "-"}${mode.name}`);
    }
    if (modeTexts.length > 0) console.log(modeTexts.join(" "));
  }
}

function makeSane(modes: Termios): void {
  for (const mode of modeTable) mode.set(modes, mode.isSane);
  for (const key of keys) modes.controls[key.place] = key.sane;
}

/** Applies one setting; returns how many words it took, 0 if it is none. */
function apply(modes: Termios, words: readonly string[], at: usize): usize {
  const word = words[at];
  if (word === "sane") makeSane(modes);
  else if (word === "raw") modes.makeRaw();
  else if (word === "cooked" || word === "-raw") makeSane(modes);
  else return applyNamed(modes, word, at + 1 < words.length ? words[at + 1] : null);
  return 1;
}

function applyNamed(modes: Termios, word: string, value: string | null): usize {
  const isOff = word.startsWith("-");
  const name = isOff ? word.slice(1) : word;
  const mode = modeTable.find((each) => each.name === name);
  if (mode !== undefined) {
    mode.set(modes, !isOff);
    return 1;
  }
  if (isOff || value === null) return 0;
  const key = keys.find((each) => each.name === name);
  const byte = key === undefined ? null : parseKey(value);
  if (key !== undefined && byte !== null) {
    modes.controls[key.place] = byte;
    return 2;
  }
  const number = parseInteger(value, 10);
  if (number === null || number < 0 || number > 0xffff) return 0;
  const [rows, columns] = windowSize(STDIN);
  if (name === "rows") setWindowSize(STDIN, u16(number), u16(columns));
  else if (name === "cols" || name === "columns") setWindowSize(STDIN, u16(rows), u16(number));
  else if (name === "min") modes.controls[VMIN] = u8(number);
  else if (name === "time") modes.controls[VTIME] = u8(number);
  else return 0;
  return 2;
}

export function main(args: string[]): i32 {
  if (args.includes("--help")) {
    console.log(`usage: ${USAGE}`);
    return 0;
  }
  try {
    let modes = terminalModes(STDIN);
    if (args.length === 0 || (args.length === 1 && args[0] === "-a")) {
      show(modes, args.length === 1);
      return 0;
    }
    if (args.length === 1 && args[0] === "size") {
      const [rows, columns] = windowSize(STDIN);
      console.log(`${rows} ${columns}`);
      return 0;
    }
    let at: usize = 0;
    while (at < args.length) {
      const taken = apply(modes, args, at);
      if (taken === 0) {
        complain("stty", `"${args[at]}" is no mode, or its value is none\nusage: ${USAGE}`);
        return USAGE_STATUS;
      }
      at += taken;
    }
    setTerminalModes(STDIN, modes);
    return 0;
  } catch (error) {
    complainOf("stty", "standard input", error);
    return 1;
  }
}
