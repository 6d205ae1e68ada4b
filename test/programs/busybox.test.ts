import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../tools/paths.ts";
import { folderForTest } from "../support/folder.ts";
import { runInGuest } from "../support/guest.ts";
import { runOnHost } from "../support/host.ts";

const BUSYBOX = "/bin/busybox";

/** The command lines of busybox.txt; one may go on in the next lines, up to a line that does not end its quotes. */
function commandLines(): string[] {
  const text = readFileSync(join(root, "test", "programs", "busybox.txt"), "utf8");
  const lines: string[] = [];
  let open = "";
  for (const line of text.split("\n")) {
    if (open === "" && (line === "" || line.startsWith("#"))) continue;
    open += open === "" ? line : `\n${line}`;
    if ((open.match(/'/g) ?? []).length % 2 === 1) continue;
    lines.push(open);
    open = "";
  }
  return lines;
}

/** Runs each line in an empty folder, and says what it printed and how it ended. */
function scriptOf(lines: string[]): string {
  const parts = lines.map((line, index) => {
    const name = `line${index}`;
    return [
      `$B mkdir ${name}; cd ${name}`,
      `($B sh <<'END_OF_LINE'\n${line}\nEND_OF_LINE\n) > ../out 2>&1 < /dev/null`,
      `echo "status $?" >> ../out; cd ..; echo "#### ${index}"; $B cat out`,
    ].join("\n");
  });
  return `export B=${BUSYBOX} LC_ALL=C TZ=UTC\ncd "$1"\n${parts.join("\n")}\n`;
}

/** What each line printed. */
function sectionsOf(output: Buffer, lines: string[]): Record<string, string> {
  const sections: Record<string, string> = {};
  for (const part of output
    .toString("latin1")
    .split(/^#### /m)
    .slice(1)) {
    const end = part.indexOf("\n");
    sections[lines[Number(part.slice(0, end))] ?? "?"] = part.slice(end + 1);
  }
  return sections;
}

test("busybox's applets print what they print on the host", { timeout: 200_000 }, async () => {
  const lines = commandLines();
  const folder = folderForTest();
  const script = join(folder, "script");
  writeFileSync(script, scriptOf(lines));
  const environment = { PATH: "/bin:/sbin:/usr/bin:/usr/sbin", HOME: "/root" };
  const [guest, host] = await Promise.all([
    runInGuest([BUSYBOX, "sh", "/script", "/tmp"], { add: [`${script}:/script`], timeLimit: 120 }),
    runOnHost([BUSYBOX, "sh", script, folder], { input: "", env: environment }),
  ]);
  expect(guest.end).toEqual({ kind: "exit", status: 0 });
  expect(sectionsOf(guest.stdout, lines)).toEqual(sectionsOf(host.stdout, lines));
  expect(Object.keys(sectionsOf(host.stdout, lines))).toHaveLength(lines.length);
});
