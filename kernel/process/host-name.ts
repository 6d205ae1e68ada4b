/** What uname(2) tells of the system. */

import { SharedReference } from "../platform/shared-reference.ts";
import { declare, declareText, Setting } from "../setting/setting.ts";

/** The Linux whose interface this kernel offers: programs and C libraries compare it. */
export const KERNEL_RELEASE = "6.1.0-tessera";
/** The build's number and the system's own version, which is that of package.json. */
export const KERNEL_VERSION = "#1 Tessera 0.1.0";
/** Bytes that a name has at most (__NEW_UTS_LEN of Linux). */
export const LONGEST_NAME: usize = 64;

/** A name of the machine, which root may change. */
class MachineName extends Setting {
  private readonly name: SharedReference<string>;

  constructor(path: string, name: string) {
    super(path, 0o644);
    this.name = new SharedReference<string>(name);
  }

  get value(): string {
    return this.name.load();
  }

  set value(name: string) {
    this.name.store(name);
  }

  override show(): string {
    return this.value + "\n";
  }

  /** The first line, of which what is too long is cut off. */
  override change(text: string): void {
    this.value = text.split("\n")[0].slice(0, LONGEST_NAME);
  }
}

/** What gethostname(2) tells; `value` may be set to names of up to LONGEST_NAME bytes. */
export const hostName = declare(new MachineName("kernel/hostname", "tessera"));
/** That of NIS. */
export const domainName = declare(new MachineName("kernel/domainname", "(none)"));

declareText("kernel/osrelease", () => KERNEL_RELEASE);
declareText("kernel/ostype", () => "Linux");
declareText("kernel/version", () => KERNEL_VERSION);
