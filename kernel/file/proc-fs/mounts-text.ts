import { pathOf } from "../inode.ts";
import type { Mount } from "../mount.ts";
import { allMounts } from "../mount-table.ts";

/** Where it is mounted, with the characters that would end a field written as octal numbers (fstab(5)). */
function pointOf(mount: Mount): string {
  const point = mount.point;
  return point === null ? "/" : escapeField(pathOf(point, null));
}

function escapeField(text: string): string {
  return text
    .replaceAll("\\", "\\134")
    .replaceAll(" ", "\\040")
    .replaceAll("\t", "\\011")
    .replaceAll("\n", "\\012");
}

/** /proc/PID/mounts: a line for each mount, as in fstab(5). Throws ENOMEM. */
export function mountsText(): string {
  let text = "";
  for (const mount of allMounts()) {
    const options = mount.fileSystem.isReadOnly ? "ro,relatime" : "rw,relatime";
    text += `${escapeField(mount.source)} ${pointOf(mount)} ${mount.fileSystem.typeName} ${options} 0 0\n`;
  }
  return text;
}

/** /proc/PID/mountinfo (proc(5)). Throws ENOMEM. */
export function mountInfoText(): string {
  let text = "";
  for (const mount of allMounts()) {
    const options = mount.fileSystem.isReadOnly ? "ro" : "rw";
    const id = mount.fileSystem.device;
    const parent = mount.point === null ? 0 : mount.point.fileSystem.device;
    const where = `${id} ${parent} 0:${id} / ${pointOf(mount)} ${options},relatime`;
    text += `${where} - ${mount.fileSystem.typeName} ${escapeField(mount.source)} ${options}\n`;
  }
  return text;
}
