import { spawnSync } from "node:child_process";
import { Failure } from "../failure.ts";

/** Ways to show a screen in a window, the best first. */
const kinds = ["gtk", "cocoa", "sdl"];

/** The `-display` by which the installed QEMU opens a window. Throws `Failure` when it is built without any. */
export function windowKind(): string {
  const { stdout } = spawnSync("qemu-system-x86_64", ["-display", "help"], {
    encoding: "utf8",
    timeout: 5000,
  });
  const offered = (stdout ?? "").split("\n").map((line) => line.trim());
  const kind = kinds.find((each) => offered.includes(each));
  if (kind === undefined) {
    throw new Failure(
      "--display: this QEMU cannot open windows (Debian and Ubuntu: apt-get install qemu-system-gui)",
    );
  }
  return kind;
}
