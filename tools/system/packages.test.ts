import { expect, test } from "vitest";
import {
  findManager,
  installAdvice,
  isDebian,
  llvmReleaseAmong,
  missingMessage,
  packagesFor,
  systemName,
  withoutCandidate,
  type Host,
} from "./packages.ts";
import { requirements, type Requirement } from "./requirements.ts";

const named = (...programs: string[]): Requirement[] =>
  programs.map((program) => {
    const found = requirements.find((r) => r.program === program);
    if (!found) throw new Error(`no requirement ${program}`);
    return found;
  });

const host = (release: string, programs: string[], isRoot = false): Host => ({
  release,
  isRoot,
  has: (program) => programs.includes(program),
});

const debian = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n';
const essential = named("clang", "ld.lld", "qemu-system-x86_64");

test.each([
  ["Debian", host(debian, ["apt-get", "dnf"]), "apt"],
  ["a system like Ubuntu", host('ID=linuxmint\nID_LIKE="ubuntu debian"\n', ["apt-get"]), "apt"],
  ["Fedora with apt installed", host("ID=fedora\n", ["apt-get", "dnf"]), "dnf"],
  ["a system like RHEL", host('ID="rocky"\nID_LIKE="rhel centos fedora"\n', ["dnf"]), "dnf"],
  ["Arch", host("ID=arch\n", ["pacman"]), "pacman"],
  ["macOS", host("", ["brew"]), "brew"],
  ["a system with none of them", host("ID=void\n", ["xbps-install"]), undefined],
])("the package manager of %s", (_name, machine, manager) => {
  expect(findManager(machine)).toBe(manager);
  expect(isDebian(machine)).toBe(manager === "apt");
});

test("by sudo, as root, and without either", () => {
  const packages = "apt-get install -y --no-install-recommends qemu-system-x86";
  const qemu = named("qemu-system-x86_64");
  expect(installAdvice(qemu, host(debian, ["apt-get", "sudo"]))).toBe(
    `install with: sudo apt-get update && sudo ${packages}`,
  );
  expect(installAdvice(qemu, host(debian, ["apt-get"]))).toBe(
    `as root, install with: apt-get update && ${packages}`,
  );
  expect(installAdvice(qemu, host(debian, ["apt-get", "sudo"], true))).toBe(
    `install with: apt-get update && ${packages}`,
  );
});

test("other systems' commands", () => {
  expect(installAdvice(essential, host("ID=fedora\n", ["dnf", "sudo"]))).toBe(
    "install with: sudo dnf install clang lld qemu-system-x86",
  );
  expect(installAdvice(essential, host("ID=arch\n", ["pacman", "sudo"]))).toBe(
    "install with: sudo pacman -S clang lld qemu-system-x86",
  );
  expect(installAdvice(essential, host("", ["brew", "sudo"]))).toBe(
    "install with: brew install llvm lld qemu",
  );
  expect(installAdvice(essential, host("ID=void\n", []))).toBe(
    "install with your system's package manager: clang 22 or newer, ld.lld 22 or newer, qemu-system-x86_64",
  );
});

test("what a package manager does not have is named", () => {
  expect(installAdvice(named("busybox", "gdb"), host("", ["brew"]))).toBe(
    "install with: brew install gdb\n  (brew has no package of: busybox)",
  );
  expect(missingMessage(named("gdb"), host("", ["brew"]))).toBe(
    "missing on this machine: gdb\n  install with: brew install gdb",
  );
});

test("the packages of another release of LLVM, each once", () => {
  const missing = named("clang", "llvm-objcopy", "llvm-symbolizer", "gdb");
  expect(packagesFor(missing, "apt", 22)).toEqual(["clang-22", "llvm-22", "gdb"]);
  expect(packagesFor(missing, "apt", 24)).toEqual(["clang-24", "llvm-24", "gdb"]);
});

test("the release of LLVM among those that apt offers", () => {
  const line = (release: number): string => `clang-${release} - C, C++ and Objective-C compiler\n`;
  expect(llvmReleaseAmong(line(14) + line(19) + line(22) + line(23))).toBe(22);
  expect(llvmReleaseAmong(line(19) + line(24) + line(23))).toBe(23);
  expect(llvmReleaseAmong(line(11) + line(13))).toBeUndefined();
  expect(llvmReleaseAmong("")).toBeUndefined();
});

test("packages that apt has no version of", () => {
  const policy = `gdb:
  Installed: (none)
  Candidate: 13.1-3
  Version table:
     13.1-3 500
musl-tools:
  Installed: (none)
  Candidate: (none)
  Version table:
`;
  expect(withoutCandidate(["gdb", "musl-tools", "clang-22"], policy)).toEqual(["musl-tools", "clang-22"]);
});

test("the system's own name", () => {
  expect(systemName(host(debian, []))).toBe("Debian GNU/Linux 12 (bookworm)");
  expect(systemName(host("", []))).toBe("this system");
});
