import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { Failure } from "../failure.ts";
import { TemporaryFolder } from "../temporary-folder.ts";
import { portsOf, qemuArguments, type MachineOptions, type PortName } from "./qemu-arguments.ts";

/** How QEMU ended. */
export interface MachineEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** What QEMU itself said on its standard error. */
  messages: string;
}

/**
 * A running virtual machine: QEMU in a process group of its own, and a socket for each port of
 * docs/run-protocol.md. `stop` ends it; it is ended with this process in any case.
 */
export class Machine {
  readonly #process: ChildProcess;
  readonly #sockets: ReadonlyMap<PortName, Socket>;

  /** Resolves when QEMU has ended and everything that it sent has been received. */
  readonly ended: Promise<MachineEnd>;

  private constructor(
    process: ChildProcess,
    sockets: ReadonlyMap<PortName, Socket>,
    ended: Promise<MachineEnd>,
  ) {
    this.#process = process;
    this.#sockets = sockets;
    this.ended = ended;
  }

  /** Starts QEMU. Throws `Failure` with QEMU's message when it refuses, and when there is no place for sockets. */
  static async start(options: MachineOptions): Promise<Machine> {
    // The names of the sockets are needed until both ends have them.
    using folder = new TemporaryFolder("ports");
    const socketOf = (port: PortName): string => folder.file(port);
    const ports = portsOf(options);
    if (ports.some((name) => Buffer.byteLength(socketOf(name)) > LONGEST_SOCKET)) {
      throw new Failure(`${folder.path}: this path is too long for sockets (TMPDIR names a shorter one)`);
    }
    const args = qemuArguments(options, socketOf);
    const servers = ports.map((name) => createServer().listen(socketOf(name)));
    await Promise.all(servers.map((server) => once(server, "listening")));

    // A group of its own: Ctrl-C on the terminal is for the guest or for this process, not for QEMU.
    const [program, ...words] = boundToThisProcess(["qemu-system-x86_64", ...args]);
    const child = spawn(program, words, { stdio: ["ignore", "ignore", "pipe"], detached: true });
    endWithThisProcess(child);
    let messages = "";
    child.stderr.on("data", (data: Buffer) => (messages += data.toString()));

    const connections = servers.map(async (server) => (await once(server, "connection")) as [Socket]);
    const exit = new Promise<MachineEnd>((resolve, reject) => {
      const missing = new Failure("qemu-system-x86_64 is not installed (./tessera doctor)");
      child.once("error", (error: NodeJS.ErrnoException) =>
        reject(error.code === "ENOENT" ? missing : new Failure(error.message)),
      );
      child.once("close", (code, signal) =>
        code === NOT_FOUND ? reject(missing) : resolve({ code, signal, messages }),
      );
    });
    const close = (): void => servers.forEach((server) => server.close());
    try {
      const first = await Promise.race([Promise.all(connections), exit]);
      if (!Array.isArray(first)) throw new Failure(`QEMU does not start:\n${first.messages.trimEnd()}`);
      const sockets = first.map(([socket]) => socket);
      const closed = Promise.all(sockets.map(whenClosed));
      const ended = exit.then(async (end) => {
        // What nobody reads (any more) is read all the same, or the socket would never close.
        for (const socket of sockets) socket.resume();
        await closed;
        return end;
      });
      const named = new Map(ports.map((name, index) => [name, sockets[index]!]));
      close();
      return new Machine(child, named, ended);
    } catch (error) {
      close();
      child.kill("SIGKILL");
      throw error;
    }
  }

  /** One end of a port: what the guest sends can be read, what is written goes to the guest. Throws an Error for one that it does not have. */
  port(name: PortName): Socket {
    const socket = this.#sockets.get(name);
    if (!socket) throw new Error(`the machine has no port ${name}`);
    return socket;
  }

  /** QEMU's process. */
  get processId(): number | undefined {
    return this.#process.pid;
  }

  /** Ends the machine at once; `ended` resolves a little later. */
  stop(): void {
    this.#process.kill("SIGKILL");
  }
}

function whenClosed(socket: Socket): Promise<unknown> {
  socket.on("error", () => socket.destroy());
  return new Promise((resolve) => socket.once("close", resolve));
}

/** Bytes of a socket's path (unix(7)): a longer one would be cut. */
const LONGEST_SOCKET = 107;

/** The status of setpriv(1), as of a shell, for a program that is not there. */
const NOT_FOUND = 127;
const setpriv = "/usr/bin/setpriv";

/**
 * The command line for a program that the kernel kills when this process ends, even by SIGKILL, when nothing here can see to it (prctl(2),
 * PR_SET_PDEATHSIG). Where util-linux is missing, the command itself.
 */
function boundToThisProcess(command: [string, ...string[]]): [string, ...string[]] {
  return existsSync(setpriv) ? [setpriv, "--pdeathsig", "KILL", "--", ...command] : command;
}

const running = new Set<ChildProcess>();
let isWatching = false;

function endWithThisProcess(child: ChildProcess): void {
  if (!isWatching) process.once("exit", () => running.forEach((each) => each.kill("SIGKILL")));
  isWatching = true;
  running.add(child);
  child.once("close", () => running.delete(child));
}
