import { existsSync, readFileSync } from "node:fs";
import { findOlderLlvm, installedRelease, oldestRelease } from "./llvm.ts";
import type { Manager, Requirement } from "./requirements.ts";
import { which } from "./which.ts";

/** What of a machine decides how packages are installed on it. */
export interface Host {
  /** The contents of os-release(5), empty where there is none. */
  release: string;
  isRoot: boolean;
  has(program: string): boolean;
}

/** The machine that this process runs on. */
export function thisHost(): Host {
  const file = "/etc/os-release";
  return {
    release: existsSync(file) ? readFileSync(file, "utf8") : "",
    isRoot: process.getuid?.() === 0,
    has: (program) => which(program) !== undefined,
  };
}

/** By the names of systems in os-release(5), ID and ID_LIKE: a machine may have another system's manager, too. */
const managers: { name: Manager; program: string; systems: RegExp; install: string }[] = [
  {
    name: "apt",
    program: "apt-get",
    systems: /\b(debian|ubuntu)\b/,
    install: "apt-get install -y --no-install-recommends",
  },
  { name: "dnf", program: "dnf", systems: /\b(fedora|rhel|centos)\b/, install: "dnf install" },
  { name: "pacman", program: "pacman", systems: /\barch\b/, install: "pacman -S" },
  { name: "brew", program: "brew", systems: /(?!)/, install: "brew install" },
];

/** The package manager of `host`, or undefined when it has none of those known here. */
export function findManager(host: Host): Manager | undefined {
  const systems = [...host.release.matchAll(/^ID(?:_LIKE)?=(.*)$/gm)].map((match) => match[1]).join(" ");
  const present = managers.filter((m) => host.has(m.program));
  return (present.find((m) => m.systems.test(systems)) ?? present[0])?.name;
}

/** Debian, or a system derived from it: where the packages may be installed without being asked for by hand. */
export function isDebian(host: Host): boolean {
  return findManager(host) === "apt" && /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(host.release);
}

/** The name of the system as its makers write it. */
export function systemName(host: Host): string {
  return /^PRETTY_NAME="?([^"\n]*)/m.exec(host.release)?.[1] ?? "this system";
}

/** The packages of `manager` that hold `missing`, without repetition; LLVM's of release `llvm`, that of the clang that is there. */
export function packagesFor(
  missing: Requirement[],
  manager: Manager,
  llvm = installedRelease() ?? oldestRelease,
): string[] {
  const names = missing.flatMap((r) => r.packages[manager] ?? []);
  return [...new Set(names.map((name) => name.replace(`-${oldestRelease}`, `-${llvm}`)))];
}

/** The release of LLVM to take from what `apt-cache search --names-only` lists; undefined when all are too old. */
export function llvmReleaseAmong(listing: string): number | undefined {
  const releases = [...listing.matchAll(/^clang-(\d+) /gm)].map((match) => Number(match[1]));
  const usable = releases.filter((release) => release >= oldestRelease);
  return usable.length === 0 ? undefined : Math.min(...usable);
}

/** What is missing, with the exact command that installs it on `host`: two lines for the user. */
export function missingMessage(missing: Requirement[], host: Host = thisHost()): string {
  return `missing on this machine: ${missing.map(describe).join(", ")}\n  ${installAdvice(missing, host)}`;
}

/** The exact command that installs `missing` on `host`, with the words that introduce it. */
export function installAdvice(missing: Requirement[], host: Host = thisHost()): string {
  const manager = managers.find((m) => m.name === findManager(host));
  if (!manager) {
    return `install with your system's package manager: ${missing.map((r) => wanted(r)).join(", ")}`;
  }
  const needsRoot = manager.name !== "brew" && !host.isRoot;
  const sudo = needsRoot && host.has("sudo") ? "sudo " : "";
  const install = `${sudo}${manager.install} ${packagesFor(missing, manager.name).join(" ")}`;
  const command = manager.name === "apt" ? `${sudo}apt-get update && ${install}` : install;
  const lacks = missing.filter((r) => r.packages[manager.name] === undefined).map(wanted);
  return [
    `${needsRoot && sudo === "" ? "as root, install with" : "install with"}: ${command}`,
    ...(lacks.length > 0 ? [`(${manager.name} has no package of: ${lacks.join(", ")})`] : []),
  ].join("\n  ");
}

const wanted = (requirement: Requirement): string =>
  requirement.llvm ? `${requirement.program} ${oldestRelease} or newer` : requirement.program;

/** A missing requirement, with the release that is there but too old. */
function describe(requirement: Requirement): string {
  const older = requirement.llvm ? findOlderLlvm(requirement.program) : undefined;
  return older === undefined
    ? wanted(requirement)
    : `${wanted(requirement)} (${older.path} is release ${older.version})`;
}

/** Those of `packages` that `apt-cache policy` knows no version of. */
export function withoutCandidate(packages: string[], policy: string): string[] {
  const blocks = policy.split(/^(?=\S)/m);
  const hasCandidate = (name: string): boolean =>
    blocks.some((block) => block.startsWith(`${name}:\n`) && !/^ {2}Candidate: \(none\)$/m.test(block));
  return packages.filter((name) => !hasCandidate(name));
}
