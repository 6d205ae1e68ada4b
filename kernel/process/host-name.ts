/** What uname(2) tells of the system. */

import { SharedReference } from "../platform/shared-reference.ts";

/** The Linux whose interface this kernel offers: programs and C libraries compare it. */
export const KERNEL_RELEASE = "6.1.0-tessera";
/** The build's number and the system's own version, which is that of package.json. */
export const KERNEL_VERSION = "#1 Tessera 0.1.0";

const name = new SharedReference<string>("tessera");

/** The machine's name (gethostname(2)). */
export function hostName(): string {
  return name.load();
}

/** Changes the machine's name (sethostname(2)); whoever calls has checked its length. */
export function setHostName(value: string): void {
  name.store(value);
}
