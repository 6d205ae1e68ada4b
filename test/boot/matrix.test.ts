import { expect, test } from "vitest";
import { bootGuest, type GuestOptions } from "../support/guest.ts";
import { keys, prompt } from "../support/prompt.ts";

const matrix: [name: string, options: GuestOptions][] = [
  ["32 MiB", { memory: "32M" }],
  ["64 MiB", { memory: "64M" }],
  ["512 MiB", { memory: "512M" }],
  ["8 GiB", { memory: "8G" }],
  ["CPU qemu64", { cpu: "qemu64" }],
  ["CPU Nehalem", { cpu: "Nehalem" }],
  ["CPU Haswell", { cpu: "Haswell" }],
  ["CPU max", { cpu: "max" }],
  ["machine q35", { machine: "q35" }],
  ["machine q35, 8 GiB", { machine: "q35", memory: "8G" }],
  ["machine microvm", { machine: "microvm" }],
  ["machine microvm without a PIT", { machine: "microvm", extra: ["-machine", "pit=off"] }],
  ["a CD image and GRUB, machine pc", { firmware: "grub" }],
  ["a CD image and GRUB, machine q35", { firmware: "grub", machine: "q35" }],
  ["a CD image and GRUB, 64 MiB, CPU qemu64", { firmware: "grub", memory: "64M", cpu: "qemu64" }],
  ["four CPUs present", { cpus: 4 }],
  ["a screen", { screen: "hidden" }],
];

test.each(matrix)("boots to the prompt: %s", async (_name, options) => {
  const guest = await bootGuest(options);
  await guest.console.waitFor(prompt);
  await guest.type(`echo su"m"42${keys.enter}`);
  await guest.console.waitFor("sum42");
  await guest.console.waitFor(prompt);
  await guest.type(`exit 5${keys.enter}`);
  expect(await guest.end).toEqual({ kind: "exit", status: 5 });
});

test("a machine without any clock is told why it does not start", async () => {
  const guest = await bootGuest({ machine: "microvm", extra: ["-machine", "pit=off,rtc=off"] });
  expect(await guest.end).toMatchObject({
    kind: "panic",
    message: expect.stringMatching(/^no clock: /) as string,
  });
});
