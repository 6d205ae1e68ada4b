import { spawnSync } from "node:child_process";
import { stderr, stdin } from "node:process";
import { createInterface } from "node:readline/promises";
import { Failure } from "../failure.ts";
import { Progress } from "../progress.ts";
import { aptGet, isComplete, type AptResult } from "./apt.ts";
import { installedRelease, oldestRelease } from "./llvm.ts";
import {
  isDebian,
  llvmReleaseAmong,
  missingMessage,
  packagesFor,
  systemName,
  thisHost,
  withoutCandidate,
  type Host,
} from "./packages.ts";
import type { Purpose, Requirement } from "./requirements.ts";
import { missingFor } from "./tools.ts";

/**
 * Installs the system packages that `purposes` need and this machine lacks: by apt on Debian and Ubuntu, as root
 * or by sudo (a person is asked first). Throws `Failure` with the exact command where that may not be done.
 */
export async function bootstrap(purposes: Purpose[]): Promise<void> {
  const missing = [...new Set(purposes.flatMap(missingFor))];
  if (missing.length === 0) return;
  const host = thisHost();
  const byHand = `${missingMessage(missing, host)}\n  then run this again`;
  if (!isDebian(host)) throw new Failure(byHand);
  if (!host.isRoot && !(host.has("sudo") && (await maySudo(packagesFor(missing, "apt"))))) {
    throw new Failure(byHand);
  }
  await install(missing, host, byHand);
  const still = [...new Set(purposes.flatMap(missingFor))];
  if (still.length > 0) throw new Failure(missingMessage(still, host));
}

async function install(missing: Requirement[], host: Host, byHand: string): Promise<void> {
  const progress = new Progress();
  const show = (line: string): void => progress.step(`installing system packages: ${line}`);
  try {
    // A source that cannot be read (someone else's, perhaps) need not be one that is needed here.
    const update = await aptGet(["update"], host, show);
    const packages = availablePackages(missing, host);
    if (typeof packages === "string") {
      throw new Failure(isComplete(update) ? packages : `${fetchProblem(host, update)}\n${byHand}`);
    }
    stderr.write(`tessera: installing ${packages.join(" ")}\n`);
    const result = await aptGet(["install", "-y", "--no-install-recommends", ...packages], host, show);
    if (result.status !== 0) throw new Failure(`${problem("install", result)}\n${byHand}`);
    progress.done(`installed the system packages in ${progress.seconds} s`);
  } finally {
    progress.done();
  }
}

/** The names of the packages to install, or what to say of those that this system's sources do not have. */
function availablePackages(missing: Requirement[], host: Host): string[] | string {
  const listing = aptCache(["search", "--names-only", "^clang-[0-9]+$"]);
  const llvm = installedRelease() ?? llvmReleaseAmong(listing);
  if (llvm === undefined && missing.some((r) => r.packages.apt?.endsWith(`-${oldestRelease}`))) {
    const sudo = host.isRoot ? "" : "sudo ";
    return (
      `the packages of ${systemName(host)} have no LLVM ${oldestRelease} or newer; LLVM's own (https://apt.llvm.org) do:\n` +
      `  wget https://apt.llvm.org/llvm.sh && ${sudo}bash llvm.sh ${oldestRelease}\n` +
      "  then run this again"
    );
  }
  const packages = packagesFor(missing, "apt", llvm);
  const unknown = withoutCandidate(packages, aptCache(["policy", ...packages]));
  if (unknown.length > 0) {
    return (
      `the packages of ${systemName(host)} do not have: ${unknown.join(", ")}\n` +
      `  (Ubuntu has some in "universe": sudo add-apt-repository universe)`
    );
  }
  return packages;
}

function aptCache(args: string[]): string {
  return (
    spawnSync("apt-cache", args, { encoding: "utf8", env: { ...process.env, LC_ALL: "C" } }).stdout ?? ""
  );
}

const fetchProblem = (host: Host, update: AptResult): string =>
  `the lists of the packages of ${systemName(host)} were not fetched (is the network there?):\n${update.output}`;

const problem = (what: string, result: AptResult): string => `apt-get ${what} failed:\n${result.output}`;

/**
 * Whether sudo may be used, and can be without a question from here on. A person is asked, and gives sudo the password if it
 * wants one; where there is none, sudo must do without.
 */
async function maySudo(packages: string[]): Promise<boolean> {
  const works = (args: string[]): boolean => spawnSync("sudo", args, { stdio: "inherit" }).status === 0;
  if (!stdin.isTTY) return works(["-n", "true"]);
  // Somebody is there, but would not see the question.
  if (!stderr.isTTY) return false;
  const ask = createInterface({ input: stdin, output: stderr });
  try {
    const answer = await ask.question(`Tessera needs ${packages.join(" ")}. Install by sudo apt-get? [Y/n] `);
    if (!/^(y|yes|)$/i.test(answer.trim())) return false;
  } finally {
    ask.close();
  }
  return works(["-v"]);
}
