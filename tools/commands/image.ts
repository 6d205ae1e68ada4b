import { existsSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { makeCdImage } from "../build/cd-image.ts";
import { buildSystem } from "../build/system.ts";
import { ExitStatus, Failure } from "../failure.ts";
import { buildFolder, initramfsFile, kernelFile } from "../paths.ts";
import { Progress } from "../progress.ts";
import { checkLength } from "../run/guest-command-line.ts";
import { requireTools } from "../system/tools.ts";

/** `tessera image`: the system as a CD image, with the console on the screen. */
export async function imageCommand(options: { output?: string; cmdline: string }): Promise<void> {
  // The usual place is the project's, wherever the command is called.
  const image = options.output === undefined ? join(buildFolder, "tessera.iso") : resolve(options.output);
  if (options.output === "" || statSync(image, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Failure(
      `${image}: a folder has this name; -o FILE says where the image goes`,
      ExitStatus.usage,
    );
  }
  if (!existsSync(dirname(image)) && options.output !== undefined) {
    throw new Failure(`${dirname(image)}: no such folder`, ExitStatus.notFound);
  }
  checkLength(options.cmdline);
  requireTools("image");
  const progress = new Progress();
  try {
    await buildSystem({ progress });
    const commandLine = options.cmdline;
    makeCdImage({ image, kernel: kernelFile, initramfs: initramfsFile, commandLine });
    progress.done(`made ${relative("", image)}`);
  } finally {
    progress.done();
  }
}
