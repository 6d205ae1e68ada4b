/** The values of `console.log(...list)`: their texts with a space between each two. */

/** One value's text. Throws ENOMEM. */
export function addText(texts: string[], text: string): void {
  texts.push(text);
}

/** Null items are shown, other than by `join`. */
export function addTexts<T>(texts: string[], items: readonly T[]): void {
  for (const item of items) texts.push(`${item}`);
}

/** All of them. Throws ENOMEM. */
export function joinTexts(texts: string[]): string {
  return texts.join(" ");
}
