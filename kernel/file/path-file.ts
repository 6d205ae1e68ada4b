import type { PollTable } from "../task/poll-table.ts";
import { File } from "./file.ts";
import { PollEvents } from "./poll-events.ts";

/** What O_PATH opens: it names a place. System calls that want more do not get it (`DescriptorTable.get`), but poll(2) looks at any. */
export class PathFile extends File {
  override poll(_table: PollTable | null): PollEvents {
    return PollEvents.Invalid;
  }
}
