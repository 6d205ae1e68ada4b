/** The emulated machines that the kernel is tested on. */
export type MachineType = "pc" | "q35" | "microvm";

/** How the kernel gets into the machine: by QEMU itself (PVH), or from a CD image through the firmware. */
export type Boot =
  { kind: "direct"; kernel: string; initramfs?: string; commandLine: string } | { kind: "cd"; image: string };

/** Whether the machine has a screen, and who sees it. */
export type Screen = "none" | "hidden" | { window: string };

/** A machine, as far as it is not always the same. */
export interface MachineOptions {
  boot: Boot;
  machine?: MachineType;
  /** A QEMU CPU model with features, `max` unless given. */
  cpu?: string;
  cpus?: number;
  /** As QEMU writes it: `256M`, `8G`. */
  memory?: string;
  accelerator?: "tcg" | "kvm";
  /** A screen that nobody sees, or none; else how QEMU shows it in a window (its `-display`). */
  screen?: Screen;
  /** A TCP port on which QEMU waits for gdb before the first instruction. */
  gdbPort?: number;
  /** There is a port for records of system calls. */
  isTraced?: boolean;
  /** Count instructions: virtual time is their number, and two runs agree. */
  countInstructions?: boolean;
  /** Passed on to QEMU as they are. */
  extra?: string[];
}

/** The serial ports of docs/run-protocol.md, in order. */
export const serialPorts = [
  { name: "console", iobase: 0x3f8, irq: 4 },
  { name: "log", iobase: 0x2f8, irq: 3 },
  { name: "streams", iobase: 0x3e8, irq: 5 },
  { name: "errors", iobase: 0x2e8, irq: 7 },
] as const;

/** Where records of system calls come out, for `--trace`: an isa-debugcon, at another port than firmware writes its own messages to (0x402). */
export const tracePort = { name: "trace", iobase: 0xe9 } as const;

/** What a port is for. */
export type PortName = (typeof serialPorts)[number]["name"] | typeof tracePort.name;

/** The ports that a machine has. */
export function portsOf({ isTraced = false }: MachineOptions): PortName[] {
  return [...serialPorts.map(({ name }) => name), ...(isTraced ? [tracePort.name] : [])];
}

/** QEMU's arguments for a machine whose ports are the Unix sockets `socketOf` names. */
export function qemuArguments(options: MachineOptions, socketOf: (port: PortName) => string): string[] {
  const { machine = "pc", cpus = 1, memory = "256M", screen = "none" } = options;
  const args = ["-nodefaults", "-no-user-config", "-no-reboot"];
  args.push("-machine", machine === "microvm" ? "microvm,isa-serial=off,rtc=on,acpi=on" : machine);
  args.push("-cpu", options.cpu ?? "max", "-smp", String(cpus), "-m", memory);
  if (options.countInstructions) {
    args.push("-accel", "tcg,thread=single", "-icount", "shift=0,sleep=off,align=off", "-seed", "1");
    args.push("-rtc", "base=2024-01-01T00:00:00,clock=vm");
  } else {
    args.push("-accel", options.accelerator ?? "tcg");
  }

  for (const { name, iobase, irq } of serialPorts) {
    args.push("-chardev", `socket,id=${name},path=${socketOf(name)}`);
    args.push("-device", `isa-serial,chardev=${name},iobase=${iobase},irq=${irq}`);
  }
  if (options.isTraced) {
    const { name, iobase } = tracePort;
    args.push("-chardev", `socket,id=${name},path=${socketOf(name)}`);
    args.push("-device", `isa-debugcon,chardev=${name},iobase=${iobase}`);
  }
  args.push("-device", "isa-debug-exit,iobase=0xf4,iosize=0x04");

  args.push("-display", typeof screen === "object" ? screen.window : "none");
  args.push("-vga", screen === "none" ? "none" : "std");
  args.push(...bootArguments(options.boot));
  if (options.gdbPort !== undefined) args.push("-S", "-gdb", `tcp:127.0.0.1:${options.gdbPort}`);
  args.push(...(options.extra ?? []));
  return args;
}

function bootArguments(boot: Boot): string[] {
  if (boot.kind === "cd") return ["-cdrom", boot.image, "-boot", "d"];
  const args = ["-kernel", boot.kernel, "-append", boot.commandLine];
  if (boot.initramfs !== undefined) args.push("-initrd", escapeComma(boot.initramfs));
  return args;
}

/** QEMU splits values at commas; a doubled one stands for itself. */
function escapeComma(text: string): string {
  return text.replaceAll(",", ",,");
}
