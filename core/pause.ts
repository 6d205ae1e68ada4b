import { asm } from "unsafe";

/**
 * Tells the CPU that it is in a waiting loop.
 * @inline
 */
export function pause(): void {
  asm`pause`;
}
