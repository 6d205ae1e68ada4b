import { existsSync, readFileSync } from "node:fs";
import { beforeEach, expect, test } from "vitest";
import { kernelFile } from "../tools/paths.ts";
import { requireBuild } from "./support/command.ts";

beforeEach(requireBuild);

/** A program header of an ELF64 file (gABI, chapter 5). */
interface Segment {
  type: number;
  flags: number;
  address: bigint;
  physical: bigint;
}

const kernelBase = 0xffff_ffff_8000_0000n;

function segments(image: Buffer): Segment[] {
  const start = Number(image.readBigUInt64LE(32));
  return Array.from({ length: image.readUInt16LE(56) }, (_, index) => {
    const at = start + index * image.readUInt16LE(54);
    return {
      type: image.readUInt32LE(at),
      flags: image.readUInt32LE(at + 4),
      address: image.readBigUInt64LE(at + 16),
      physical: image.readBigUInt64LE(at + 24),
    };
  });
}

test("the kernel has a Multiboot2 header where loaders look for it", () => {
  expect(existsSync(kernelFile)).toBe(true);
  const head = readFileSync(kernelFile).subarray(0, 32768);
  const places = Array.from({ length: head.length / 8 }, (_, index) => index * 8);
  expect(places.some((at) => head.readUInt32LE(at) === 0xe85250d6)).toBe(true);
});

test("no segment of the higher half is both writable and executable", () => {
  const loaded = segments(readFileSync(kernelFile)).filter((segment) => segment.type === 1);
  const high = loaded.filter((segment) => segment.address >= kernelBase);
  expect(high.length).toBeGreaterThanOrEqual(3);
  for (const { flags, address, physical } of high) {
    expect(flags & 3).not.toBe(3);
    expect(address - physical).toBe(kernelBase);
  }
});
