import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Argument, Command, InvalidArgumentError, Option } from "commander";
import type { CompileOptions } from "./commands/compile.ts";
import type { DebugOptions } from "./commands/debug.ts";
import type { SoakOptions } from "./commands/soak.ts";
import { ExitStatus } from "./failure.ts";
import { root } from "./paths.ts";
import { cpuCount, memorySize, seconds, type RunOptions } from "./run/options.ts";
import { soaks } from "./soak/soaks.ts";

/**
 * The command line: every command and option, with its help. The modules behind the commands are loaded when
 * a command is run, so that `--help` and errors come at once. `setStatus` takes the exit status of commands
 * that can end well with one other than 0.
 */
export function commandLine(setStatus: (status: number) => void): Command {
  const program = new Command("tessera")
    .description("An x86-64 operating system written in TypeScript: build it, run it, test it.")
    .version(projectVersion(), "-V, --version", "print Tessera's version")
    .exitOverride()
    .enablePositionalOptions()
    .showHelpAfterError("(tessera --help lists the commands, tessera COMMAND --help the options of one)")
    .addHelpText("after", `\n${statusHelp()}`);

  program
    .command("compile")
    .summary("compile a program in Metal TypeScript to a static Linux executable")
    .argument("<file.ts>", "the module that exports main(args: string[]): i32")
    .option("-o, --output <file>", "where to put the result")
    .addOption(
      new Option("--emit <kind>", "what to make")
        .choices(["exe", "llvm", "asm", "obj", "mir"])
        .default("exe"),
    )
    .option("-O, --optimize <level>", "0 to 3", optimizeLevel, 2)
    .addOption(
      new Option("--target <target>", "Linux process or kernel")
        .choices(["linux", "kernel"])
        .default("linux"),
    )
    .option("--sanitize", "check every memory access (address sanitizer; a dynamic executable)", false)
    .option("--leak-check", "report objects that are never released", false)
    .action(async (file: string, options: CompileOptions) => {
      const { compileCommand } = await import("./commands/compile.ts");
      await compileCommand(file, options);
    });

  program
    .command("build")
    .summary("build the kernel, the programs in user/ and the root file system")
    .option("--report", "print sizes, the share of unsafe lines and the cost of reference counting", false)
    .option("--times", "print how long each step took", false)
    .action(async (options: { report: boolean; times: boolean }) => {
      const { buildCommand } = await import("./commands/build.ts");
      await buildCommand(options);
    });

  runOptions(
    program.command("start").summary("install what is missing, build, boot, and open the shell (npm start)"),
  ).action(async (options: RunOptions) => {
    const { startCommand } = await import("./commands/start.ts");
    setStatus(await startCommand(options));
  });

  program
    .command("test")
    .summary("install what is missing, build, and run the tests (npm test)")
    .argument("[filter]", "only tests whose file or name contains this")
    .action(async (filter: string | undefined) => {
      const { testCommand } = await import("./commands/test.ts");
      setStatus(await testCommand(filter));
    });

  program
    .command("bench")
    .summary("measure: twin programs beside C, the kernel beside Linux")
    .argument("[filter]", "only figures whose name contains this; `twins`, `kernel` and `build` are groups")
    .option("--json", "print one JSON object", false)
    .action(async (filter: string | undefined, options: { json: boolean }) => {
      const { benchCommand } = await import("./commands/bench.ts");
      setStatus(await benchCommand(filter, options));
    });

  program
    .command("soak")
    .summary("look for faults of the kernel by chance, for as long as you like")
    .addArgument(new Argument("<name>", soakHelp()).choices(Object.keys(soaks)))
    .option("--seed <n>", "the first seed (behind the last of the run before unless given)", seedNumber)
    .option("--minutes <m>", "begin no seed after this time", minutes, 10)
    .option("--once", "one seed alone", false)
    .option("--slice", "one seed alone, and a few seconds of it, as the tests do", false)
    .action(async (name: string, options: SoakOptions) => {
      const { soakCommand } = await import("./commands/soak.ts");
      setStatus(await soakCommand(name, options));
    });

  program
    .command("debug")
    .summary("boot under gdb, with the lines of the .ts files")
    .usage("[options] [-- PROGRAM ARGS...]")
    .passThroughOptions()
    .argument("[program...]", "what to run in the guest")
    .option("--serve", "wait for a debugger instead of starting gdb", false)
    .option("--port <n>", "TCP port for gdb", portNumber, 1234)
    .option("--cpus <n>", "number of CPUs (the kernel uses the first)", cpuCount, 1)
    .option("--memory <size>", "main memory", memorySize, "256M")
    .option("--cmdline <words>", "more words for the kernel's command line", "")
    .option("-x, --execute <command>", "a gdb command to begin with (repeatable)", list, [])
    .action(async (command: string[], options: DebugOptions) => {
      const { debugCommand } = await import("./commands/debug.ts");
      setStatus(await debugCommand(command, options));
    });

  program
    .command("image")
    .summary("make a CD image that boots through GRUB, for a BIOS")
    .option("-o, --output <file>", "where to put it (build/tessera.iso of the project unless given)")
    .option("--cmdline <words>", "the kernel's command line", "")
    .action(async (options: { output?: string; cmdline: string }) => {
      const { imageCommand } = await import("./commands/image.ts");
      await imageCommand(options);
    });

  program
    .command("doctor")
    .summary("say what is missing on this machine and how to get it")
    .option("--install", "install it, where that is possible", false)
    .action(async (options: { install: boolean }) => {
      const { doctorCommand } = await import("./commands/doctor.ts");
      setStatus(await doctorCommand(options));
    });

  program
    .command("generate")
    .summary("renew the files that are made from the table of system calls")
    .action(async () => {
      const { generateCommand } = await import("./commands/generate.ts");
      await generateCommand();
    });

  program
    .command("audit")
    .summary("say which system calls and flags of a program, or of a trace, are not supported")
    .argument("<file>", "an ELF program, or a trace by `run --trace-output` or strace")
    .action(async (file: string) => {
      const { auditCommand } = await import("./commands/audit.ts");
      setStatus(auditCommand(file));
    });

  program
    .command("check")
    .summary("check formatting, lint and types of the sources")
    .action(async () => {
      const { checkCommand } = await import("./commands/check.ts");
      checkCommand();
    });

  program
    .helpCommand(false)
    .command("help")
    .summary("show the options of a command")
    .argument("[command]", "the command; without it, all commands are shown")
    .action((name: string | undefined) => {
      const command = name === undefined ? program : program.commands.find((each) => each.name() === name);
      if (command === undefined) return program.error(`error: unknown command '${name}'`);
      command.outputHelp();
    });

  runCommand(program).action(async (command: string[], options: RunOptions) => {
    const { runCommand: run } = await import("./commands/run.ts");
    setStatus(await run(command, options));
  });

  return program;
}

function projectVersion(): string {
  const description = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  return `tessera ${description.version}`;
}

function runCommand(program: Command): Command {
  const command = program
    .command("run")
    .summary("boot; run a Linux program of this machine in the guest, or the shell")
    .usage("[options] [-- PROGRAM ARGS...]")
    .passThroughOptions()
    .argument(
      "[program...]",
      "a path on this machine or in the guest, and its arguments; without it, the shell",
    );
  return runOptions(command);
}

function runOptions(command: Command): Command {
  return (
    command
      .option("--cpus <n>", "number of CPUs (the kernel uses the first)", cpuCount, 1)
      .option("--memory <size>", "main memory", memorySize, "256M")
      .addOption(
        new Option("--machine <type>", "QEMU machine").choices(["pc", "q35", "microvm"]).default("pc"),
      )
      .option("--cpu <model>", "QEMU CPU model", "max")
      .addOption(
        new Option("--firmware <how>", "how to start the kernel")
          .choices(["direct", "grub"])
          .default("direct"),
      )
      .addOption(
        new Option("--add <hostpath[:guestpath]>", "put a file or folder into the guest (repeatable)")
          .argParser(list)
          .default([], "nothing"),
      )
      // What the kernel has nothing for yet is refused with that reason, and not shown.
      .addOption(new Option("--disk <file>").hideHelp())
      .addOption(new Option("--net <kind>").choices(["user", "none"]).default("none").hideHelp())
      .option("--cmdline <words>", "more words for the kernel's command line", "")
      .option("--timeout <seconds>", "end the guest after this time", seconds)
      .option("--quiet", "nothing but the program's own output", false)
      .option("--display", "open a window with the guest's screen", false)
      .option("--sanitize", "boot a kernel that checks each of its memory accesses", false)
      .addOption(
        new Option("--trace <what>", "show every system call of the program, as strace does").choices([
          "syscalls",
        ]),
      )
      .option("--trace-output <file>", "write the trace to a file instead of standard error")
      .addOption(
        new Option("--accel <how>", "emulate the CPU, or use this machine's by KVM")
          .choices(["tcg", "kvm"])
          .default("tcg"),
      )
      .addHelpText("after", "\nIn the shell, Ctrl-] ends the guest at once.")
  );
}

function list(value: string, earlier: string[]): string[] {
  return [...earlier, value];
}

function soakHelp(): string {
  const each = Object.entries(soaks).map(([name, { summary }]) => `${name}: ${summary}`);
  return each.join("; ");
}

function seedNumber(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(seed) || seed < 1)
    throw new InvalidArgumentError("a seed is a whole number from 1.");
  return seed;
}

function minutes(text: string): number {
  const value = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || !(value > 0) || value > 100_000)
    throw new InvalidArgumentError("it is a positive number of minutes.");
  return value;
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65535) throw new InvalidArgumentError("it is 1 to 65535.");
  return port;
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
