/** ls: lists files and directories. */

import { readLink, STDOUT } from "../core/linux/file.ts";
import { joinPath } from "../core/linux/path.ts";
import { FileType, linkStat, readDirectory, Stat, stat } from "../core/linux/stat.ts";
import { Writer } from "../core/linux/stream.ts";
import { isTerminal, windowSize } from "../core/linux/terminal.ts";
import { complainOf, type Options, parseOptions } from "./support/command.ts";
import { CalendarTime } from "./support/calendar.ts";
import { modeText } from "./support/modes.ts";
import { formatSize } from "./support/units.ts";

const USAGE = "ls [-aAdFhilRrSt1] [FILE…]";

/** A file to be listed. */
class Item {
  /** As it is shown. */
  readonly name: string;
  readonly path: string;
  readonly info: Stat;

  constructor(name: string, path: string, info: Stat) {
    this.name = name;
    this.path = path;
    this.info = info;
  }
}

class Listing {
  private readonly options: Options;
  private readonly writer: Writer = new Writer(STDOUT);
  private readonly isScreen: boolean = isTerminal(STDOUT);
  status: i32 = 0;

  constructor(options: Options) {
    this.options = options;
  }

  flush(): void {
    this.writer.flush();
  }

  /** What is known about a path; null after a message. */
  item(name: string, path: string, followsLinks: boolean): Item | null {
    try {
      return new Item(name, path, followsLinks ? stat(path) : linkStat(path));
    } catch (error) {
      this.writer.flush();
      complainOf("ls", path, error);
      this.status = 2;
      return null;
    }
  }

  directory(path: string, title: boolean, isFirst: boolean): void {
    if (title) this.writer.text(`${isFirst ? "" : "\n"}${path}:\n`);
    const items: Item[] = [];
    try {
      if (this.options.has("a")) {
        for (const name of [".", ".."]) this.addItem(items, name, joinPath(path, name));
      }
      for (const entry of readDirectory(path)) {
        const isHidden = entry.name.startsWith(".");
        if (isHidden && !this.options.has("a") && !this.options.has("A")) continue;
        this.addItem(items, entry.name, joinPath(path, entry.name));
      }
    } catch (error) {
      this.writer.flush();
      complainOf("ls", path, error);
      this.status = 1;
    }
    this.list(items, true);
    if (!this.options.has("R")) return;
    for (const item of items) {
      const isOwn = item.name === "." || item.name === "..";
      if (!isOwn && item.info.isDirectory) this.directory(item.path, true, false);
    }
  }

  private addItem(items: Item[], name: string, path: string): void {
    const item = this.item(name, path, false);
    if (item !== null) items.push(item);
  }

  /** Prints the items in their order; before a long list, if asked for, the room that they take. */
  list(items: Item[], hasTotal: boolean): void {
    const isReverse = this.options.has("r");
    const byTime = this.options.has("t");
    const bySize = this.options.has("S");
    items.sort((a, b) => {
      let order = a.name.compare(b.name);
      if (byTime) order = descending(u64(a.info.modifySeconds), u64(b.info.modifySeconds), order);
      if (bySize) order = descending(a.info.fileSize, b.info.fileSize, order);
      return isReverse ? -order : order;
    });
    if (this.options.has("l")) this.listLong(items, hasTotal);
    else if (this.isScreen && !this.options.has("1")) this.listColumns(items);
    else for (const item of items) this.writer.line(`${this.inode(item)}${this.label(item)}`);
  }

  private inode(item: Item): string {
    return this.options.has("i") ? `${item.info.inode} ` : "";
  }

  /** The name, with the sign of its kind behind it if asked for, and in colour on a terminal. */
  private label(item: Item): string {
    const name = item.name;
    const sign = this.options.has("F") ? typeSign(item.info.type, item.info.mode) : "";
    if (!this.isScreen) return `${name}${sign}`;
    const color = typeColor(item.info.type, item.info.mode);
    return color === "" ? `${name}${sign}` : `\u001b[${color}m${name}\u001b[0m${sign}`;
  }

  private listColumns(items: readonly Item[]): void {
    if (items.length === 0) return;
    const [, columns] = windowSize(STDOUT);
    let widest: usize = 0;
    for (const item of items) widest = bits.max(widest, item.name.length + this.inode(item).length + 1);
    const width = widest + 2;
    const perRow = bits.max(u64(columns) / width, 1);
    const rows = (items.length + perRow - 1) / perRow;
    for (let row = 0; row < rows; row++) {
      for (let i = row; i < items.length; i += rows) {
        const item = items[i];
        this.writer.text(`${this.inode(item)}${this.label(item)}`);
        const used = item.name.length + this.inode(item).length;
        if (i + rows < items.length) this.writer.text(" ".repeat(width - used));
      }
      this.writer.text("\n");
    }
  }

  private listLong(items: readonly Item[], hasTotal: boolean): void {
    let blocks: u64 = 0;
    let widest: usize = 0;
    for (const item of items) {
      blocks += item.info.blocks;
      widest = bits.max(widest, this.size(item).length);
    }
    if (hasTotal) this.writer.line(`total ${blocks / 2}`);
    for (const item of items) {
      const info = item.info;
      const owner = `${userName(info.userId).padEnd(8)} ${userName(info.groupId).padEnd(8)}`;
      const time = new CalendarTime(info.modifySeconds).format("%Y-%m-%d %H:%M");
      const links = `${info.links}`.padStart(3);
      const size = this.size(item).padStart(widest);
      const target = info.type === FileType.link ? ` -> ${targetOf(item.path)}` : "";
      this.writer.line(
        `${this.inode(item)}${modeText(info.mode)} ${links} ${owner} ${size} ${time} ${this.label(item)}${target}`,
      );
    }
  }

  /** The size, or the numbers of a device. */
  private size(item: Item): string {
    const info = item.info;
    if (info.type === FileType.characterDevice || info.type === FileType.blockDevice) {
      const device = info.specialDevice;
      const major = ((device >> 8) & 0xfff) | ((device >> 32) & 0xffff_f000);
      const minor = (device & 0xff) | ((device >> 12) & 0xffff_ff00);
      return `${major}, ${minor}`;
    }
    return this.options.has("h") ? formatSize(info.fileSize) : `${info.fileSize}`;
  }
}

function descending(a: u64, b: u64, otherwise: i32): i32 {
  if (a === b) return otherwise;
  return a > b ? -1 : 1;
}

function userName(id: u32): string {
  return id === 0 ? "root" : `${id}`;
}

function targetOf(path: string): string {
  try {
    return readLink(path);
  } catch {
    return "?";
  }
}

function typeSign(type: FileType, mode: u32): string {
  if (type === FileType.directory) return "/";
  if (type === FileType.link) return "@";
  if (type === FileType.pipe) return "|";
  if (type === FileType.socket) return "=";
  return type === FileType.regular && (mode & 0o111) !== 0 ? "*" : "";
}

/** The parameter of ECMA-48's SGR for names of that kind. */
function typeColor(type: FileType, mode: u32): string {
  if (type === FileType.directory) return "1;34";
  if (type === FileType.link) return "1;36";
  if (type === FileType.pipe) return "33";
  if (type === FileType.socket) return "1;35";
  if (type === FileType.characterDevice || type === FileType.blockDevice) return "1;33";
  return type === FileType.regular && (mode & 0o111) !== 0 ? "1;32" : "";
}

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, args, "aAdFhilRrSt1");
  const listing = new Listing(options);
  const operands = options.operands.length === 0 ? ["."] : options.operands;
  const files: Item[] = [];
  const folders: string[] = [];
  for (const path of operands) {
    const item = listing.item(path, path, !options.has("l") && !options.has("d"));
    if (item === null) continue;
    if (item.info.isDirectory && !options.has("d")) folders.push(path);
    else files.push(item);
  }
  if (files.length > 0) listing.list(files, false);
  const hasTitles = operands.length > 1 || options.has("R");
  for (let i = 0; i < folders.length; i++)
    listing.directory(folders[i], hasTitles, i === 0 && files.length === 0);
  listing.flush();
  return listing.status;
}
