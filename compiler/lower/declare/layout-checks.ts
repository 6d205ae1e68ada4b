/** `@size`, `@offset` and `@align`: what the hardware or a format demands of a struct, compared with what it is. */

import ts from "typescript";
import type { ClassInfo } from "../../types.ts";
import { DeclaredClass } from "./declared-class.ts";
import { decorator, decoratorArgument } from "./decorators.ts";
import { memberName } from "./names.ts";
import type { Parts } from "./parts.ts";

/** Checks `@size`, `@align`, `@offset` and `@packed` of a class against the layout that it got, and reports what is wrong. */
export function checkLayout(parts: Parts, info: ClassInfo): void {
  if (!(info instanceof DeclaredClass)) return;
  const { declaration } = info;
  if (!info.isStruct) {
    for (const name of ["packed", "size", "align"]) {
      const found = decorator(declaration, name);
      if (found) parts.errors.add(found, 1352, `'@${name}' is for structs.`, "Add '@struct' to the class.");
    }
    return;
  }
  const size = decoratorArgument(parts, declaration, "size");
  if (size !== null && size !== info.size) {
    const at = decorator(declaration, "size") ?? declaration;
    parts.errors.add(
      at,
      1353,
      `The struct '${info.name}' has ${info.size} bytes, not ${size}: ${describe(info)}.`,
    );
  }
  checkAlign(parts, info);
  for (const member of declaration.members) {
    if (!ts.isPropertyDeclaration(member)) continue;
    const wanted = decoratorArgument(parts, member, "offset");
    const name = memberName(member);
    const field = info.fields.find((f) => f.name === name);
    if (wanted === null || !field || field.offset === wanted) continue;
    const at = decorator(member, "offset") ?? member;
    parts.errors.add(
      at,
      1354,
      `The field '${field.name}' lies at offset ${field.offset}, not ${wanted}: ${describe(info)}.`,
    );
  }
}

function checkAlign(parts: Parts, info: DeclaredClass): void {
  const align = decoratorArgument(parts, info.declaration, "align");
  if (align === null || (align > 0 && (align & (align - 1)) === 0 && align <= 4096)) return;
  parts.errors.add(
    decorator(info.declaration, "align") ?? info.declaration,
    1355,
    "An alignment is a power of two up to 4096.",
  );
}

/** `a at 0, b at 4`: so that the reader sees where the padding is. */
function describe(info: ClassInfo): string {
  const shown = info.fields.slice(0, 12).map((f) => `${f.name} at ${f.offset}`);
  return shown.join(", ") + (info.fields.length > shown.length ? ", …" : "");
}
