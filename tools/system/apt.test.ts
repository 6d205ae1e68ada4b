import { expect, test } from "vitest";
import { isComplete } from "./apt.ts";

test("lists that were not all fetched, although apt-get ended well", () => {
  expect(isComplete({ status: 0, output: "  Hit:1 http://deb.debian.org/debian bookworm InRelease" })).toBe(
    true,
  );
  expect(isComplete({ status: 100, output: "" })).toBe(false);
  const offline = [
    "  Err:1 http://deb.debian.org/debian bookworm InRelease",
    "  W: Some index files failed to download. They have been ignored, or old ones used instead.",
  ];
  for (const line of offline) expect(isComplete({ status: 0, output: line })).toBe(false);
});
