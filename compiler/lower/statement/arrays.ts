/** The parts of the core library's array object that loops read. */

import type { Operand } from "../../mir.ts";
import { pointerType } from "../../types.ts";
import type { FunctionState } from "./function-state.ts";

/** Offsets in the object, as docs/language.md lays it out. */
const offsets = { length: 16, data: 32 } as const;

/** `length` as u64, or `data` as a pointer to the elements. */
export function arrayPart(f: FunctionState, array: Operand, part: keyof typeof offsets): Operand {
  const type = array.kind === "var" ? array.variable.type : array.kind === "int" ? array.type : null;
  if (type?.kind !== "class") throw new Error("not an array");
  const { info } = type;
  const index = info.fields.findIndex((field) => field.offset === offsets[part]);
  const field = info.fields[index];
  if (!field) throw new Error(`${info.name} has no ${part}`);
  const { builder } = f;
  const value = builder.load({
    root: { kind: "object", object: array, info },
    steps: [{ kind: "field", info, index }],
    type: field.type,
  });
  if (part === "length" || field.type.kind === "pointer") return value;
  const result = builder.temp(pointerType(info.element!));
  builder.emit({
    op: "intrinsic",
    result,
    name: "pointer",
    types: [info.element!],
    args: [value],
    places: [],
  });
  return { kind: "var", variable: result };
}
