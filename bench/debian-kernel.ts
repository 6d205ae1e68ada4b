import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../tools/failure.ts";
import { buildFolder } from "../tools/paths.ts";
import { which } from "../tools/system/which.ts";
import { lastLine, runChild, type ChildEnd } from "./child.ts";

const metaPackage = "linux-image-cloud-amd64";

/** A Linux kernel to compare with. */
export interface PeerKernel {
  /** The package's name and version, as one word. */
  name: string;
  /** The bzImage. */
  file: string;
}

/**
 * Debian's kernel for virtual machines: what the package archive now offers, downloaded and unpacked (not
 * installed) below the build folder once for each version. Throws `Failure` where there is no Debian archive.
 */
export async function debianKernel(step: (text: string) => void): Promise<PeerKernel> {
  const kept = join(buildFolder, "bench", "linux");
  const present = existsSync(kept)
    ? readdirSync(kept)
        .filter((name) => name.endsWith("-amd64"))
        .sort()
        .at(-1)
    : undefined;
  if (present !== undefined) return { name: present, file: imageIn(join(kept, present)) };

  step("fetching Debian's kernel (once)…");
  const packageName = await packageOfImage();
  const draft = join(kept, `draft.${process.pid}`);
  mkdirSync(draft, { recursive: true });
  try {
    need(await runChild("apt-get", ["download", packageName], 600, draft), `apt-get download ${packageName}`);
    const archive = readdirSync(draft).find((name) => name.endsWith(".deb"));
    if (archive === undefined) throw new Failure(`apt-get downloaded no file for ${packageName}`);
    need(await runChild("dpkg-deb", ["-x", archive, "files"], 120, draft), `dpkg-deb -x ${archive}`);
    const name = archive
      .slice(0, -".deb".length)
      .replaceAll("%3a", "-")
      .replace(/_amd64$/, "-amd64");
    renameSync(join(draft, "files"), join(kept, name));
    return { name, file: imageIn(join(kept, name)) };
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** The package with the kernel itself, which the one without a version in its name depends on. */
async function packageOfImage(): Promise<string> {
  for (const program of ["apt-get", "apt-cache", "dpkg-deb"]) {
    if (which(program) === undefined) {
      throw new Failure(
        `Linux's figures need Debian's package ${metaPackage}, and there is no ${program} here`,
      );
    }
  }
  const depends = await runChild("apt-cache", ["depends", metaPackage], 60);
  need(depends, `apt-cache depends ${metaPackage}`);
  const name = /Depends: (linux-image-[\w.+-]+)/.exec(depends.stdout)?.[1];
  if (name === undefined) throw new Failure(`the package archive has no ${metaPackage}; try: apt-get update`);
  return name;
}

function imageIn(folder: string): string {
  const name = readdirSync(join(folder, "boot")).find((entry) => entry.startsWith("vmlinuz"));
  if (name === undefined) throw new Failure(`no kernel in ${folder}; remove that folder to fetch it again`);
  return join(folder, "boot", name);
}

function need(end: ChildEnd, what: string): void {
  if (end.status !== 0)
    throw new Failure(`${what} failed: ${end.timedOut ? "too slow" : lastLine(end.stderr)}`);
}
