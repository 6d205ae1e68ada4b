/**
 * What root may read and change below /proc/sys while the system runs (sysctl(8)). A setting is declared beside what it governs, as a constant of its
 * module, and that is all: `file/proc-fs/setting-files.ts` makes its file.
 */

import { Errno } from "../../core/errno.ts";

/** A file below /proc/sys. */
export abstract class Setting {
  /** Below /proc/sys: "kernel/pid_max". */
  readonly path: string;
  /** Of root's file: 0o644, or 0o444 for what only tells something. */
  readonly permissions: u32;

  constructor(path: string, permissions: u32) {
    this.path = path;
    this.permissions = permissions;
  }

  /** What reading gives, with its line end. Throws ENOMEM. */
  abstract show(): string;

  /** Takes over what one write(2) brings, without a 0 byte or what is behind it. Throws EINVAL, and then nothing has changed. */
  change(_text: string): void {
    throw Errno.EPERM;
  }
}

const settings: Setting[] = [];

/** Gives the setting its file, in every /proc that is mounted after. To be called while modules are initialised. Throws ENOMEM. */
export function declare<T extends Setting>(setting: T): T {
  settings.push(setting);
  return setting;
}

/** All that were declared. */
export function allSettings(): readonly Setting[] {
  return settings;
}

/** A text that is made when it is read, and that nobody can change. */
class TextSetting extends Setting {
  // Other texts of /proc are made by functions without parameters, and may be those of settings: as one type they would seem to call each other for ever.
  private readonly text: (path: string) => string;

  constructor(path: string, text: (path: string) => string) {
    super(path, 0o444);
    this.text = text;
  }

  override show(): string {
    const text = this.text;
    return text(this.path) + "\n";
  }
}

/** Declares a text that nobody can change. `make` gets the path, and leaves out the line end. */
export function declareText(path: string, make: (path: string) => string): void {
  declare(new TextSetting(path, make));
}
