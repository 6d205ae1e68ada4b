import { createHash } from "node:crypto";

/** One hash for several texts. Their lengths count, so that no two lists run into one. */
export function hashTexts(texts: readonly string[]): string {
  const whole = texts.map((text) => `${text.length} ${text}`).join("");
  return createHash("sha256").update(whole).digest("base64");
}
