/** `tessera soak`: a slice of each, and what it says of bad arguments. */

import { expect, test } from "vitest";
import { ExitStatus } from "../../tools/failure.ts";
import { soaks } from "../../tools/soak/soaks.ts";
import { tessera } from "../support/command.ts";

test.each(Object.keys(soaks))(
  "a slice of %s",
  async (name) => {
    const { status, stdout, stderr } = await tessera(["soak", name, "--slice", "--seed", "1"], {
      limit: 280,
    });
    expect(stderr.toString() + stdout.toString()).toContain(`${name}: seed 1 passed in`);
    expect(status).toBe(0);
  },
  300_000,
);

test.each([
  [["nothing"], "Allowed choices are calls"],
  [[], "missing required argument 'name'"],
  [["calls", "--seed", "0"], "a seed is a whole number from 1"],
  [["calls", "--seed", "1.5"], "a seed is a whole number from 1"],
  [["calls", "--minutes", "-3"], "it is a positive number of minutes"],
  [["calls", "--minutes", "soon"], "it is a positive number of minutes"],
])("refuses %j", async (args, message) => {
  const { status, stderr } = await tessera(["soak", ...args]);
  expect(stderr.toString()).toContain(message);
  expect(status).toBe(ExitStatus.usage);
});
