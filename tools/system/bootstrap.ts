import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { stderr, stdin } from "node:process";
import { createInterface } from "node:readline/promises";
import { Failure } from "../failure.ts";
import { findManager, installCommand, packagesFor } from "./packages.ts";
import type { Purpose, Requirement } from "./requirements.ts";
import { missingFor } from "./tools.ts";
import { which } from "./which.ts";

/**
 * Installs the system packages that `purposes` need and this machine lacks: by apt on Debian and Ubuntu, as root
 * or by sudo (a person is asked first). Throws `Failure` with the exact command where that may not be done.
 */
export async function bootstrap(purposes: Purpose[]): Promise<void> {
  const missing = [...new Set(purposes.flatMap(missingFor))];
  if (missing.length === 0) return;
  const names = missing.map((r) => r.program).join(", ");
  const byHand = new Failure(
    `missing on this machine: ${names}\n  install them with: ${installCommand(missing)}\n  then run this again`,
  );
  if (findManager()?.name !== "apt" || !isDebian()) throw byHand;

  const packages = packagesFor(missing, "apt");
  const root = process.getuid?.() === 0;
  if (!root && !(which("sudo") && (await mayUseSudo(packages)))) throw byHand;
  stderr.write(`tessera: installing ${packages.join(" ")} (this takes a minute)…\n`);
  const prefix = root ? [] : stdin.isTTY ? ["sudo"] : ["sudo", "-n"];
  apt(prefix, ["update"], byHand);
  apt(prefix, ["install", "-y", "--no-install-recommends", ...packages], byHand);

  const still = purposes.flatMap(missingFor);
  if (still.length > 0) throw new Failure(notProvided(still));
}

function apt(prefix: string[], args: string[], byHand: Failure): void {
  const [program = "", ...rest] = [
    ...prefix,
    "env",
    "DEBIAN_FRONTEND=noninteractive",
    "apt-get",
    "-q",
    ...args,
  ];
  const result = spawnSync(program, rest, { stdio: ["inherit", "pipe", "pipe"], encoding: "utf8" });
  if (result.status === 0) return;
  stderr.write(`${result.stdout}${result.stderr}`);
  throw new Failure(`apt-get ${args[0]} failed (its messages are above)\n${byHand.message}`);
}

/** Debian, or a system derived from it, by os-release(5). */
function isDebian(): boolean {
  const file = "/etc/os-release";
  return existsSync(file) && /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync(file, "utf8"));
}

async function mayUseSudo(packages: string[]): Promise<boolean> {
  if (!stdin.isTTY || !stderr.isTTY) return true;
  const ask = createInterface({ input: stdin, output: stderr });
  try {
    const answer = await ask.question(`Tessera needs ${packages.join(" ")}. Install by sudo apt-get? [Y/n] `);
    return /^(y|yes|)$/i.test(answer.trim());
  } finally {
    ask.close();
  }
}

function notProvided(still: Requirement[]): string {
  const llvm = still.some((r) => r.llvm);
  return (
    `the packages of this system release do not provide: ${still.map((r) => r.program).join(", ")}` +
    (llvm ? "\n  LLVM 22 or newer for other releases of Debian and Ubuntu: https://apt.llvm.org" : "")
  );
}
