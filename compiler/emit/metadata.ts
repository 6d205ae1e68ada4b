/** The numbered metadata nodes of one module. */
export class Metadata {
  private readonly lines: string[] = [];
  private readonly known = new Map<string, number>();

  /** A node by its text, shared by all who ask for the same. */
  node(text: string): number {
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const id = this.add(text);
    this.known.set(text, id);
    return id;
  }

  /** A node of its own. */
  add(text: string): number {
    this.lines.push(text);
    return this.lines.length - 1;
  }

  /** A number for a node whose text comes later, by `define`. */
  reserve(): number {
    return this.add("!{}");
  }

  /** Gives a reserved node its text. */
  define(id: number, text: string): void {
    this.lines[id] = text;
  }

  /** All nodes, each on its line. */
  text(): string {
    return this.lines.map((text, id) => `!${id} = ${text}`).join("\n");
  }
}
