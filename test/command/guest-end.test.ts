import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { ExitStatus, Failure } from "../../tools/failure.ts";
import { exitStatusOf, type GuestEnd } from "../../tools/run/guest-status.ts";
import { runSession } from "../../tools/run/session.ts";
import { folderForTest } from "../support/folder.ts";
import { standInKernel } from "../support/stand-in.ts";

let folder = "";
beforeEach(() => void (folder = folderForTest()));

async function bootStandIn(
  text: string,
  leave: Parameters<typeof standInKernel>[2],
  timeout = 20,
): Promise<GuestEnd> {
  const kernel = standInKernel(folder, text, leave);
  return runSession({
    machine: { boot: { kind: "direct", kernel, commandLine: "" }, memory: "32M" },
    request: {
      ...{ command: ["none"], additions: [], environment: {} },
      ...{ stdin: "stream", stdout: "stream", stderr: "stream" },
    },
    quiet: true,
    timeout,
  });
}

function failureOf(end: GuestEnd): Failure {
  try {
    exitStatusOf(end);
  } catch (error) {
    if (error instanceof Failure) return error;
  }
  throw new Error("no failure");
}

test("the status that the guest gives is the status of the command", async () => {
  const end = await bootStandIn("tessera: ready\ntessera: exit 200\n", "exit");
  expect(exitStatusOf(end)).toBe(200);
});

test("a panic is reported with all that follows it", async () => {
  const end = await bootStandIn("booting\ntessera: panic it broke\n  at main.ts:7\n", "exit");
  expect(end).toEqual({ kind: "panic", message: "it broke", report: ["  at main.ts:7"] });
  const failure = failureOf(end);
  expect(failure.message).toBe("the guest's kernel panicked: it broke");
  expect(failure.status).toBe(ExitStatus.panic);
});

test("a triple fault is a guest that was lost", async () => {
  const failure = failureOf(await bootStandIn("booting\n", "triple fault"));
  expect(failure.message).toContain("the virtual machine ended without a status");
  expect(failure.status).toBe(ExitStatus.guestLost);
});

test("a guest that says its end and stays is ended", async () => {
  expect(await bootStandIn("tessera: exit 3\n", "hang", 30)).toEqual({ kind: "exit", status: 3 });
});

test("a guest that hangs runs into the time-out", async () => {
  await expect(bootStandIn("booting\n", "hang", 1)).rejects.toMatchObject({
    message: "time-out: not finished after 1 s",
    status: ExitStatus.timeout,
  });
});

test("a reset asked for is not the end", async () => {
  expect(await bootStandIn("tessera: reboot\n", "triple fault")).toEqual({ kind: "reboot" });
});

test("QEMU's own complaint is shown when it does not start", async () => {
  const boot = { kind: "direct", kernel: join(folder, "missing.elf"), commandLine: "" } as const;
  const request = { command: [], additions: [], environment: {} };
  const streams = { stdin: "stream", stdout: "stream", stderr: "stream" } as const;
  const session = runSession({ machine: { boot }, request: { ...request, ...streams }, quiet: true });
  await expect(session).rejects.toThrow(/QEMU gives up:[^]*missing\.elf/);
});
