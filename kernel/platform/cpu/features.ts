/**
 * What this CPU can do. Everything beyond the x86-64 baseline is optional: the kernel runs on all of QEMU's 64-bit models from
 * qemu64 up, and uses what it finds.
 */

import { CpuidResult } from "./registers.ts";

/** The findings of CPUID and what follows from them. Written by the booting CPU before there are threads. */
@struct
export class CpuFeatures {
  /** Highest CPUID leaf of each range. */
  maxLeaf: u32 = 0;
  maxExtendedLeaf: u32 = 0;
  family: u32 = 0;
  model: u32 = 0;
  stepping: u32 = 0;

  tsc: boolean = false;
  /** Machine-check exceptions. */
  machineCheck: boolean = false;
  apic: boolean = false;
  x2apic: boolean = false;
  tscDeadline: boolean = false;
  /** The time-stamp counter runs at one rate in all power states. */
  invariantTsc: boolean = false;
  /** Pages that may not be executed. */
  noExecute: boolean = false;
  /** Translations that survive a switch of page tables. */
  globalPages: boolean = false;
  gigabytePages: boolean = false;
  /** Memory types by page. */
  pat: boolean = false;
  /** The kernel cannot execute, or cannot touch, programs' pages. */
  smep: boolean = false;
  smap: boolean = false;
  /** Programs cannot read the descriptor tables' addresses. */
  umip: boolean = false;
  fsgsbase: boolean = false;
  pcid: boolean = false;
  xsave: boolean = false;
  xsaveopt: boolean = false;
  avx: boolean = false;
  rdrand: boolean = false;
  rdseed: boolean = false;
  /** `rep movsb` and `rep stosb` are fast. */
  fastStrings: boolean = false;
  rdtscp: boolean = false;
  hypervisor: boolean = false;
  /** CPUID leaf 1, EDX: what Linux gives programs as AT_HWCAP. */
  hwcap: u32 = 0;
  /** Width of physical addresses in bits. */
  physicalBits: u32 = 36;
  /** The vendor ("GenuineIntel"), 12 bytes, and the model's name, 48 bytes padded with zeros. */
  vendor = new FixedArray<u8, 12>();
  brand = new FixedArray<u8, 48>();

  /** Fills the fields for the CPU that this runs on. */
  detect(): void {
    const leaf = new CpuidResult();
    leaf.read(0);
    this.maxLeaf = leaf.eax;
    putWord(this.vendor.span(), 0, leaf.ebx);
    putWord(this.vendor.span(), 4, leaf.edx);
    putWord(this.vendor.span(), 8, leaf.ecx);

    leaf.read(1);
    this.readVersion(leaf.eax);
    this.hwcap = leaf.edx;
    this.tsc = bit(leaf.edx, 4);
    this.machineCheck = bit(leaf.edx, 7);
    this.apic = bit(leaf.edx, 9);
    this.globalPages = bit(leaf.edx, 13);
    this.pat = bit(leaf.edx, 16);
    this.pcid = bit(leaf.ecx, 17);
    this.x2apic = bit(leaf.ecx, 21);
    this.tscDeadline = bit(leaf.ecx, 24);
    this.xsave = bit(leaf.ecx, 26);
    this.avx = this.xsave && bit(leaf.ecx, 28);
    this.rdrand = bit(leaf.ecx, 30);
    this.hypervisor = bit(leaf.ecx, 31);

    if (this.maxLeaf >= 7) {
      leaf.read(7);
      this.fsgsbase = bit(leaf.ebx, 0);
      this.smep = bit(leaf.ebx, 7);
      this.fastStrings = bit(leaf.ebx, 9);
      this.rdseed = bit(leaf.ebx, 18);
      this.smap = bit(leaf.ebx, 20);
      this.umip = bit(leaf.ecx, 2);
    }
    if (this.xsave && this.maxLeaf >= 0xd) {
      leaf.read(0xd, 1);
      this.xsaveopt = bit(leaf.eax, 0);
    }
    this.detectExtended();
  }

  private readVersion(version: u32): void {
    this.stepping = version & 0xf;
    this.model = (version >> 4) & 0xf;
    this.family = (version >> 8) & 0xf;
    if (this.family === 0xf || this.family === 6) this.model |= (version >> 12) & 0xf0;
    if (this.family === 0xf) this.family += (version >> 20) & 0xff;
  }

  private detectExtended(): void {
    const leaf = new CpuidResult();
    leaf.read(0x8000_0000);
    this.maxExtendedLeaf = leaf.eax;
    leaf.read(0x8000_0001);
    this.noExecute = bit(leaf.edx, 20);
    this.gigabytePages = bit(leaf.edx, 26);
    this.rdtscp = bit(leaf.edx, 27);
    if (this.maxExtendedLeaf >= 0x8000_0004) {
      for (let i: u32 = 0; i < 3; i++) {
        leaf.read(0x8000_0002 + i);
        const at = usize(i) * 16;
        putWord(this.brand.span(), at, leaf.eax);
        putWord(this.brand.span(), at + 4, leaf.ebx);
        putWord(this.brand.span(), at + 8, leaf.ecx);
        putWord(this.brand.span(), at + 12, leaf.edx);
      }
    }
    if (this.maxExtendedLeaf >= 0x8000_0007) {
      leaf.read(0x8000_0007);
      this.invariantTsc = bit(leaf.edx, 8);
    }
    if (this.maxExtendedLeaf >= 0x8000_0008) {
      leaf.read(0x8000_0008);
      this.physicalBits = leaf.eax & 0xff;
    }
  }

  /** The model's name as text. Throws ENOMEM. */
  brandName(): string {
    const bytes = this.brand.span();
    const end = bytes.indexOf(0);
    return String.fromBytes(bytes.subspan(0, end < 0 ? bytes.length : usize(end))).trim();
  }
}

function bit(value: u32, index: u32): boolean {
  return ((value >> index) & 1) !== 0;
}

function putWord(bytes: Span<u8>, at: usize, word: u32): void {
  for (let i: usize = 0; i < 4; i++) bytes[at + i] = u8(word >> (i * 8));
}

/** Those of the CPU that booted; the others are assumed to have them too. Filled at the very beginning of the boot. */
export const features = new CpuFeatures();
