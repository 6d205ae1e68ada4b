import { makeCdImage } from "../build/cd-image.ts";
import { buildSystem } from "../build/system.ts";
import { initramfsFile, kernelFile } from "../paths.ts";
import { Progress } from "../progress.ts";
import { requireTools } from "../system/tools.ts";

/** `tessera image`: the system as a CD image, with the console on the screen. */
export async function imageCommand(options: { output: string; cmdline: string }): Promise<void> {
  requireTools("image");
  const progress = new Progress();
  try {
    await buildSystem({ progress });
    const commandLine = options.cmdline;
    makeCdImage({ image: options.output, kernel: kernelFile, initramfs: initramfsFile, commandLine });
    progress.done(`made ${options.output}`);
  } finally {
    progress.done();
  }
}
