import { expect, test } from "vitest";
import { freeMemory } from "./prompt-memory.ts";

test("the free memory is read when its line is whole", () => {
  const asked =
    "tessera:~# while read name value unit; do echo $name $value; done < /proc/meminfo\r\nMemTotal: 261628\r\n";
  expect(freeMemory(asked)).toBeUndefined();
  expect(freeMemory(`${asked}MemFree: 2588`)).toBeUndefined();
  expect(freeMemory(`${asked}MemFree: 258892\r\n`)).toBe(258892 * 1024);
});
