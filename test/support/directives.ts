/** The lines `// @name value` at the head of a test program: see test/README.md. */
export class Directives {
  readonly #list: { name: string; value: string }[] = [];

  constructor(source: string) {
    for (const line of source.split(/\r?\n/)) {
      if (line.trim() === "") continue;
      if (!line.startsWith("//")) break;
      const match = /^\/\/ @([a-z-]+):? ?(.*)$/.exec(line);
      if (match) this.#list.push({ name: match[1] ?? "", value: match[2] ?? "" });
    }
  }

  has(name: string): boolean {
    return this.#list.some((each) => each.name === name);
  }

  /** Every value of `name`, in order. */
  all(name: string): string[] {
    return this.#list.filter((each) => each.name === name).map((each) => each.value);
  }

  /** The value of the only `name`, or undefined. */
  one(name: string): string | undefined {
    return this.all(name)[0];
  }

  /** Throws when a directive is misspelled or of another kind of test. */
  allow(names: string[]): void {
    for (const { name } of this.#list) {
      if (!names.includes(name))
        throw new Error(`unknown directive @${name}; there are @${names.join(" @")}`);
    }
  }
}
