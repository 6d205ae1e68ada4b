import { spawnSync } from "node:child_process";
import { stdout } from "node:process";
import { ExitStatus } from "../failure.ts";
import { mayOpenKvm } from "../run/kvm.ts";
import { bootstrap } from "../system/bootstrap.ts";
import { installAdvice } from "../system/packages.ts";
import { requirements, type Requirement } from "../system/requirements.ts";
import { locate } from "../system/tools.ts";

/** `tessera doctor`: what this machine has, what it lacks, and the command that installs it. */
export async function doctorCommand(options: { install: boolean }): Promise<number> {
  if (options.install) await bootstrap(["compile", "run", "debug", "image", "test"]);
  const missing: Requirement[] = [];
  line(true, "node", `${process.versions.node}`);
  for (const requirement of requirements) {
    const path = locate(requirement);
    if (path === undefined) missing.push(requirement);
    line(
      path !== undefined,
      requirement.program,
      path === undefined ? requirement.why : describe(requirement, path),
    );
  }
  stdout.write(
    mayOpenKvm()
      ? "  - kvm: /dev/kvm is there; --accel kvm tries whether guests run under it\n"
      : "  - kvm: no; guests are emulated\n",
  );
  if (missing.length === 0) {
    stdout.write("\nNothing is missing.\n");
    return 0;
  }
  const essential = missing.some((r) => r.purposes.includes("compile") || r.purposes.includes("run"));
  stdout.write(`\nTo have what is missing, ${installAdvice(missing)}\n\n`);
  if (!essential)
    stdout.write("It is needed for tests, debugging or images only; start and run work without it.\n");
  return ExitStatus.failed;
}

function line(good: boolean, name: string, text: string): void {
  stdout.write(`  ${good ? "✓" : "✗"} ${name}: ${text}\n`);
}

function describe(requirement: Requirement, path: string): string {
  if (requirement.files) return path;
  const result = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 5000 });
  const version = /\d+\.\d+(\.\d+)*/.exec(result.stdout ?? "")?.[0];
  return version === undefined ? path : `${path} (${version})`;
}
