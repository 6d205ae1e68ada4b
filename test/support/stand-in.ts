import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { linkerScript } from "../../tools/build/linker-script.ts";
import { locateProgram } from "../../tools/system/tools.ts";

/**
 * A kernel that says `text` on the log port and then leaves as told: a stand-in for tests of the host's side, in
 * the states that a good kernel does not get into. Returns the image's path, in `folder`.
 */
export function standInKernel(folder: string, text: string, leave: "exit" | "triple fault" | "hang"): string {
  const ways = {
    exit: "movw $0xf4, %dx\n outb %al, %dx",
    // An interrupt without a table for it.
    "triple fault": "lidt empty\n int3",
    hang: "nop",
  };
  const source = `
    .section .note.pvh, "a", @note
      .balign 4
      .long 4, 4, 18
      .asciz "Xen"
      .long _start
    .section .boot.text, "ax"
    .code32
    .globl _start
    _start:
      cli
      movl $text, %esi
    next:
      lodsb
      testb %al, %al
      jz leave
      movw $0x2f8, %dx
      outb %al, %dx
      jmp next
    leave:
      ${ways[leave]}
    stop:
      hlt
      jmp stop
    empty: .quad 0
    text: .asciz ${JSON.stringify(text)}
    .text
      nop
  `;
  const path = (name: string): string => join(folder, name);
  writeFileSync(path("kernel.s"), source);
  writeFileSync(path("kernel.ld"), linkerScript("_start"));
  run(locateProgram("clang"), ["--target=x86_64-linux-gnu", "-c", path("kernel.s"), "-o", path("kernel.o")]);
  run(locateProgram("ld.lld"), [
    ...["-T", path("kernel.ld"), "-z", "max-page-size=4096"],
    ...["-o", path("kernel.elf"), path("kernel.o")],
  ]);
  return path("kernel.elf");
}

function run(program: string, args: string[]): void {
  const result = spawnSync(program, args, { encoding: "utf8" });
  if (result.status !== 0) throw new Error(`${program}: ${result.stderr}`);
}
