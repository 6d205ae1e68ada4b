import { PageFlags } from "../platform/paging.ts";
import { Protection } from "./protection.ts";

/** Page flags of a user page with the protection; `writable` false keeps a page that is to be copied on write read-only. */
export function pageFlags(protection: Protection, writable: boolean): PageFlags {
  let flags = PageFlags.User;
  if (writable && (protection & Protection.Write) !== 0) flags |= PageFlags.Write;
  if ((protection & Protection.Execute) === 0) flags |= PageFlags.NoExecute;
  return flags;
}
