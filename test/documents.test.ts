/** What the pages for people say of this project's files and commands is there. */

import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { commandLine } from "../tools/command-line.ts";
import { root } from "../tools/paths.ts";

const pages = [
  ...["README.md", "CONTRIBUTING.md", "test/README.md", "bench/README.md"],
  ...readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`),
]; // prettier-ignore

const textOf = (page: string): string => readFileSync(join(root, page), "utf8");

/** As GitHub names the places of headings. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, "")
    .replaceAll(" ", "-");

const anchorsOf = (page: string): string[] =>
  [...textOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading!));

test("links of the pages lead somewhere", () => {
  const broken = pages.flatMap((page) =>
    [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, link]) => link!)
      .filter((link) => !/^https?:/.test(link))
      .filter((link) => {
        const [path, anchor] = link.split("#");
        const target = path === "" ? page : join(dirname(page), path!);
        if (!existsSync(join(root, target))) return true;
        return anchor !== undefined && !anchorsOf(target).includes(anchor);
      })
      .map((link) => `${page}: ${link}`),
  );
  expect(broken).toEqual([]);
});

test("files and folders that the pages name are there", () => {
  const folders = readdirSync(root).filter((name) => statSync(join(root, name)).isDirectory());
  const isPath = (word: string): boolean =>
    folders.includes(word.split("/")[0]!) && word.includes("/") && /^[\w./-]+$/.test(word);
  // What a build or a measurement makes need not be there; a line's number is not a part of the name.
  const missing = pages.flatMap((page) =>
    [...textOf(page).matchAll(/`([^`\n]+)`/g)]
      .flatMap(([, code]) => code!.split(" "))
      .map((word) => word.replace(/:\d+$/, ""))
      .filter((word) => isPath(word) && !word.startsWith("build/"))
      .filter((word) => !existsSync(join(root, word)) && !existsSync(join(root, dirname(page), word)))
      .map((word) => `${page}: ${word}`),
  );
  expect(missing).toEqual([]);
});

test("commands that the pages show exist, with their options", () => {
  const program = commandLine(() => undefined);
  const wrong = pages.flatMap((page) =>
    [...textOf(page).matchAll(/\.\/tessera ([a-z]+)([^\n`]*)/g)].flatMap(([shown, name, rest]) => {
      const command = program.commands.find((each) => each.name() === name);
      if (command === undefined) return [`${page}: ${shown}`];
      const options = rest!.split(/ (?:--|&&|#) /)[0]!.match(/(?<= )--?[a-zA-Z][\w-]*/g) ?? [];
      return options
        .filter((option) => !command.options.some((each) => each.long === option || each.short === option))
        .map((option) => `${page}: tessera ${name} ${option}`);
    }),
  );
  expect(wrong).toEqual([]);
});
