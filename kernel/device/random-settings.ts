/** What /proc/sys/kernel/random tells (random(4)). */

import { SpinLock } from "../platform/lock.ts";
import { randomBytes } from "../platform/random.ts";
import { declareText } from "../setting/setting.ts";

/** Made when it is first asked for, as little can be told from random when modules are initialised. */
class BootId {
  text: string = "";
}
const bootId = new SpinLock(new BootId());

declareText("kernel/random/boot_id", () => {
  const made = newUuid();
  using id = bootId.lock();
  if (id.value.text === "") id.value.text = made;
  return id.value.text;
});
declareText("kernel/random/uuid", () => newUuid());

/** A random UUID (RFC 9562, version 4). */
function newUuid(): string {
  const bytes = new FixedArray<u8, 16>();
  randomBytes(bytes.span());
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  let text = "";
  for (let i: u64 = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) text += "-";
    text += bytes[i].toString(16).padStart(2, "0");
  }
  return text;
}
