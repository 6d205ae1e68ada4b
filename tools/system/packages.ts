import type { Manager, Requirement } from "./requirements.ts";
import { which } from "./which.ts";

const managers: { name: Manager; program: string; install: string }[] = [
  { name: "apt", program: "apt-get", install: "apt-get install -y --no-install-recommends" },
  { name: "dnf", program: "dnf", install: "dnf install" },
  { name: "pacman", program: "pacman", install: "pacman -S" },
  { name: "brew", program: "brew", install: "brew install" },
];

/** This system's package manager, or undefined when it is none of those known here. */
export function findManager(): { name: Manager; install: string } | undefined {
  return managers.find((m) => which(m.program) !== undefined);
}

/** The packages of `manager` that hold `missing`, without repetition. */
export function packagesFor(missing: Requirement[], manager: Manager): string[] {
  return [...new Set(missing.flatMap((r) => r.packages[manager] ?? []))];
}

/** The exact command that installs `missing` here, or a sentence where no package manager is known. */
export function installCommand(missing: Requirement[]): string {
  const manager = findManager();
  if (!manager) return `with your system's package manager: ${packagesFor(missing, "apt").join(" ")}`;
  const sudo = manager.name === "brew" || process.getuid?.() === 0 ? "" : "sudo ";
  return `${sudo}${manager.install} ${packagesFor(missing, manager.name).join(" ")}`;
}
