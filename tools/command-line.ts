import { Command, InvalidArgumentError, Option } from "commander";
import type { CompileOptions } from "./commands/compile.ts";
import { ExitStatus } from "./failure.ts";
import { cpuCount, memorySize, seconds, type RunOptions } from "./run/options.ts";

/**
 * The command line: every command and option, with its help. The modules behind the commands are loaded when
 * a command is run, so that `--help` and errors come at once. `setStatus` takes the exit status of commands
 * that can end well with one other than 0.
 */
export function commandLine(setStatus: (status: number) => void): Command {
  const program = new Command("tessera")
    .description("An x86-64 operating system written in TypeScript: build it, run it, test it.")
    .exitOverride()
    .showHelpAfterError("(tessera --help lists the commands, tessera COMMAND --help the options of one)")
    .addHelpText("after", `\n${statusHelp()}`);

  program
    .command("compile")
    .summary("compile a program in Metal TypeScript to a static Linux executable")
    .argument("<file.ts>", "the module that exports main(args: string[]): i32")
    .option("-o, --output <file>", "where to put the result")
    .addOption(
      new Option("--emit <kind>", "what to make").choices(["exe", "llvm", "asm", "obj"]).default("exe"),
    )
    .option("-O, --optimize <level>", "0 to 3", optimizeLevel, 2)
    .addOption(
      new Option("--target <target>", "Linux process or kernel")
        .choices(["linux", "kernel"])
        .default("linux"),
    )
    .option("--sanitize", "check every memory access (address sanitizer)", false)
    .option("--leak-check", "report objects that are never released", false)
    .action(async (file: string, options: CompileOptions) => {
      const { compileCommand } = await import("./commands/compile.ts");
      await compileCommand(file, options);
    });

  program
    .command("build")
    .summary("build the kernel, the programs in user/ and the root file system")
    .option("--report", "print sizes, the share of unsafe lines and the cost of reference counting", false)
    .action(async (options: { report: boolean }) => {
      const { buildCommand } = await import("./commands/build.ts");
      await buildCommand(options);
    });

  runCommand(program).action(async (command: string[], options: RunOptions) => {
    const { runCommand: run } = await import("./commands/run.ts");
    setStatus(await run(command, options));
  });

  return program;
}

function runCommand(program: Command): Command {
  const list = (value: string, earlier: string[]): string[] => [...earlier, value];
  return program
    .command("run")
    .summary("boot; run a Linux program of this machine in the guest, or the shell")
    .usage("[options] [-- PROGRAM ARGS...]")
    .argument(
      "[program...]",
      "a path on this machine or in the guest, and its arguments; without it, the shell",
    )
    .option("--cpus <n>", "number of CPUs", cpuCount, 1)
    .option("--memory <size>", "main memory", memorySize, "256M")
    .addOption(new Option("--machine <type>", "QEMU machine").choices(["pc", "q35", "microvm"]).default("pc"))
    .option("--cpu <model>", "QEMU CPU model", "max")
    .addOption(
      new Option("--firmware <how>", "how to start the kernel").choices(["direct", "grub"]).default("direct"),
    )
    .option("--add <hostpath[:guestpath]>", "put a file or folder into the guest (repeatable)", list, [])
    .option("--disk <file>", "attach a disk image (repeatable)", list, [])
    .addOption(new Option("--net <kind>", "network").choices(["user", "none"]).default("none"))
    .option("--cmdline <words>", "more words for the kernel's command line", "")
    .option("--timeout <seconds>", "end the guest after this time", seconds)
    .option("--quiet", "nothing but the program's own output", false)
    .option("--display", "open a window with the guest's screen", false)
    .addOption(new Option("--trace <what>", "log every system call").choices(["syscalls"]))
    .addOption(new Option("--accel <how>", "emulate, or use the CPU").choices(["tcg", "kvm"]).default("tcg"))
    .addHelpText("after", "\nIn the shell, Ctrl-] ends the guest at once.");
}

function optimizeLevel(text: string): number {
  if (!/^[0-3]$/.test(text)) throw new InvalidArgumentError("an optimization level is 0, 1, 2 or 3.");
  return Number(text);
}

function statusHelp(): string {
  return `Exit status: that of the program that ran in the guest, else
  ${ExitStatus.failed}    the sources have errors, or a test failed
  ${ExitStatus.usage}    an unknown command or option
  ${ExitStatus.panic}  the guest's kernel panicked
  ${ExitStatus.guestLost}  the virtual machine ended without a status
  ${ExitStatus.timeout}  --timeout ran out
  ${ExitStatus.tool}  the tool itself failed (something is missing, or QEMU does not start)
  ${ExitStatus.notExecutable}  the program cannot be run in the guest
  ${ExitStatus.notFound}  a file that was named does not exist`;
}
