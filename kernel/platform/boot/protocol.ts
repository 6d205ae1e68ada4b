/** How the kernel was started: boot/entry.ts gives it in EDI. Multiboot2 is 2. */
export const PVH = 1;
