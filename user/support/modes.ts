/** Modes of files: as `ls -l` shows them, and as `chmod` takes them. */

/** `-rwxr-xr-x` */
export function modeText(mode: u32): string {
  const types = "?pc?d?b?-?l?s???";
  const bits = "rwxrwxrwx";
  const type = u64(mode >> 12) & 15;
  let text = types.slice(type, type + 1);
  for (let i: u32 = 0; i < 9; i++) {
    const isSet = ((mode >> (8 - i)) & 1) !== 0;
    const special = (i === 2 && (mode & 0o4000) !== 0) || (i === 5 && (mode & 0o2000) !== 0);
    const sticky = i === 8 && (mode & 0o1000) !== 0;
    if (special) text += isSet ? "s" : "S";
    else if (sticky) text += isSet ? "t" : "T";
    else text += isSet ? bits.slice(u64(i), u64(i) + 1) : "-";
  }
  return text;
}

/** The bits that a letter of `rwxXst` stands for, for all of owner, group and others; `X` is `x` where some x is set already. */
function permissionBits(letter: string, current: u32, isFolder: boolean): u32 | null {
  switch (letter) {
    case "r":
      return 0o444;
    case "w":
      return 0o222;
    case "x":
      return 0o111;
    case "X":
      return isFolder || (current & 0o111) !== 0 ? 0o111 : 0;
    case "s":
      return 0o6000;
    case "t":
      return 0o1000;
    default:
      return null;
  }
}

/** The mode that `755` or `u+x,go-w` makes of another; null when it is no mode. */
export function changedMode(text: string, current: u32, isFolder: boolean): u32 | null {
  const octal = parseInteger(text, 8);
  if (octal !== null) return octal >= 0 && octal <= 0o7777 ? u32(octal) : null;
  let mode = current;
  for (const clause of text.split(",")) {
    const next = applyClause(clause, mode, isFolder);
    if (next === null) return null;
    mode = next;
  }
  return mode;
}

/** One clause: who, then operators with permissions. */
function applyClause(clause: string, current: u32, isFolder: boolean): u32 | null {
  let at: usize = 0;
  let who: u32 = 0;
  while (at < clause.length && "ugoa".includes(clause.slice(at, at + 1))) {
    const letter = clause.slice(at, at + 1);
    if (letter === "u" || letter === "a") who |= 0o4700;
    if (letter === "g" || letter === "a") who |= 0o2070;
    if (letter === "o" || letter === "a") who |= 0o1007;
    at += 1;
  }
  if (who === 0) who = 0o7777;
  let mode = current;
  if (at === clause.length) return null;
  while (at < clause.length) {
    const operator = clause.slice(at, at + 1);
    if (!"+-=".includes(operator)) return null;
    at += 1;
    let chosen: u32 = 0;
    while (at < clause.length && !"+-=".includes(clause.slice(at, at + 1))) {
      const found = permissionBits(clause.slice(at, at + 1), mode, isFolder);
      if (found === null) return null;
      chosen |= found;
      at += 1;
    }
    if (operator === "+") mode |= chosen & who;
    else if (operator === "-") mode &= ~(chosen & who);
    else mode = (mode & ~(who & 0o777)) | (chosen & who);
  }
  return mode;
}
