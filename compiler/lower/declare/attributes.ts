/** JSDoc tags that say how a function or a global is compiled and linked. */

import ts from "typescript";
import type { FunctionAttributes, StackEntry } from "../../mir.ts";
import type { Parts } from "./parts.ts";

interface DeclaredAttributes extends FunctionAttributes {
  /** The name given by `@export` or `@extern`. */
  readonly linkName: string | null;
  readonly isExtern: boolean;
}

/** Our tags: whether they take a name. */
const TAGS: ReadonlyMap<string, boolean> = new Map([
  ["export", true],
  ["extern", true],
  ["naked", false],
  ["inline", false],
  ["noinline", false],
  ["cold", false],
  ["section", true],
  ["nobuiltin", false],
  ["recursive", true],
  ["entry", true],
  ["nosanitize", false],
]);

/** What the prelude declares as decorators: in a comment they would silently mean nothing. */
const DECORATORS: ReadonlySet<string> = new Set(["struct", "packed", "size", "align", "offset"]);

/** The attributes that the doc comment of a declaration gives. Which of them it may have is not checked here. */
export function attributesOf(node: ts.Node): DeclaredAttributes {
  const tags = new Map<string, string>();
  for (const tag of ts.getJSDocTags(node)) tags.set(tag.tagName.text, tagText(tag));
  return {
    exported: tags.has("export"),
    isExtern: tags.has("extern"),
    linkName: tags.get("export") ?? tags.get("extern") ?? null,
    naked: tags.has("naked"),
    inline: tags.has("inline") ? "always" : tags.has("noinline") ? "never" : null,
    section: tags.get("section") ?? null,
    cold: tags.has("cold"),
    noBuiltin: tags.has("nobuiltin"),
    recursion: tags.has("recursive") ? Number(tags.get("recursive")) : null,
    entries: entriesOf(node),
    noSanitize: tags.has("nosanitize") || isUnchecked(node.getSourceFile()),
    noReturn: isNeverReturning(node),
  };
}

const uncheckedFiles = new WeakMap<ts.SourceFile, boolean>();

/** Whether the comment at the head of a file has `@nosanitize`, which is then meant for all its functions. */
function isUnchecked(file: ts.SourceFile): boolean {
  let known = uncheckedFiles.get(file);
  if (known === undefined) {
    const [head] = ts.getLeadingCommentRanges(file.text, 0) ?? [];
    known = head !== undefined && /^ \* @nosanitize$/m.test(file.text.slice(head.pos, head.end));
    uncheckedFiles.set(file, known);
  }
  return known;
}

function tagWords(tag: ts.JSDocTag): string[] {
  const text = typeof tag.comment === "string" ? tag.comment : (ts.getTextOfJSDocComment(tag.comment) ?? "");
  return text.trim().split(/\s+/);
}

const tagText = (tag: ts.JSDocTag): string => tagWords(tag)[0] ?? "";

/** A function may be at the bottom of more than one stack. */
function entriesOf(node: ts.Node): StackEntry[] {
  return ts.getJSDocTags(node).flatMap((tag) => {
    if (tag.tagName.text !== "entry") return [];
    const [stack, bytes] = tagWords(tag);
    return [{ stack: stack ?? "", bytes: Number(bytes) }];
  });
}

/** What is wrong with the words behind a tag that wants numbers. */
function numberProblem(tag: ts.JSDocTag): string | null {
  const words = tagWords(tag);
  const isCount = (word: string | undefined, least: number, most: number): boolean =>
    word !== undefined && /^\d+$/.test(word) && Number(word) >= least && Number(word) <= most;
  if (tag.tagName.text === "recursive" && !isCount(words[0], 1, 255))
    return "'@recursive' needs how often the function may be active at once, 1 to 255.";
  if (tag.tagName.text === "entry" && !isCount(words[1], 0, 65536))
    return "'@entry' needs a stack's name and how many of its bytes are in use.";
  return null;
}

function isNeverReturning(node: ts.Node): boolean {
  if (!ts.isFunctionLike(node)) return false;
  if (node.type) return node.type.kind === ts.SyntaxKind.NeverKeyword;
  return false;
}

/** Reports tags that are misspelt, lack their name, or stand where they mean nothing. */
export function checkTags(parts: Parts, node: ts.Node): void {
  for (const tag of ts.getJSDocTags(node)) {
    const name = tag.tagName.text;
    if (DECORATORS.has(name)) {
      parts.errors.add(
        tag.tagName,
        1402,
        `'@${name}' is a decorator and means nothing in a comment.`,
        `Write '@${name}' on a line of its own behind the comment.`,
      );
      continue;
    }
    const takesName = TAGS.get(name);
    if (takesName === undefined) {
      const meant = [...TAGS.keys()].find((known) => isLike(name, known));
      if (meant) parts.errors.add(tag.tagName, 1400, `Unknown tag '@${name}'.`, `Did you mean '@${meant}'?`);
    } else if (takesName && tagText(tag) === "") {
      parts.errors.add(tag.tagName, 1401, `'@${name}' needs a name.`, `Write '@${name} NAME'.`);
    } else {
      const problem = numberProblem(tag);
      if (problem !== null) parts.errors.add(tag.tagName, 1403, problem);
    }
  }
}

/** The same but for case, a plural, or one or two letters. */
function isLike(written: string, known: string): boolean {
  const word = written.toLowerCase();
  return (
    word !== "exports" &&
    Math.abs(word.length - known.length) <= 2 &&
    distance(word, known) <= (known.length > 5 ? 2 : 1)
  );
}

/** How many letters to insert, remove or change. */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
