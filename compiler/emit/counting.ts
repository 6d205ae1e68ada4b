/**
 * Counting in machine code: retain and release of values and of what lies in places.
 *
 * The helpers are emitted into each module that uses them, to be inlined: one atomic instruction where the class tells that
 * the object cannot be immortal, a test of the count before it where it can.
 */

import { layoutOf } from "../type-layout.ts";
import { isCounted, isInline, type StructType, type FixedType, type Type } from "../types.ts";
import type { Code } from "./code.ts";
import type { ModuleEmitter } from "./module.ts";
import { memberOffsets, membersOf } from "./types.ts";

/** Counts above this belong to immortal objects. */
const IMMORTAL_ABOVE = 1n << 61n;

type Action = "retain" | "release";

/** What is known of a pointer that is counted. */
interface Kind {
  readonly isNullable: boolean;
  /** String literals and functions are static objects, whose memory cannot be written. */
  readonly isMaybeStatic: boolean;
  /** Values below 4096 are no objects. */
  readonly isError: boolean;
}

function kindOf(type: Type, isNullable: boolean): Kind {
  switch (type.kind) {
    case "nullable":
      return kindOf(type.of, true);
    case "class":
      return {
        isNullable,
        isMaybeStatic: type.info.special === "string" || type.info.special === "closure",
        isError: false,
      };
    case "union":
      return {
        isNullable,
        isMaybeStatic: type.members.some((m) => kindOf(m, false).isMaybeStatic),
        isError: false,
      };
    case "error":
      return { isNullable: false, isMaybeStatic: false, isError: true };
    default:
      return { isNullable, isMaybeStatic: true, isError: false };
  }
}

/** Adds a count to every object that the value refers to. */
export const retain = (code: Code, type: Type, value: string): void =>
  count(code, type, value, "retain", false);

/** Gives up a count of every object that the value refers to. With `maybeNull`, a class type's value may be null all the same. */
export const release = (code: Code, type: Type, value: string, maybeNull = false): void =>
  count(code, type, value, "release", maybeNull);

function count(code: Code, type: Type, value: string, action: Action, maybeNull: boolean): void {
  if (!isCounted(type) || value === "null" || value === "zeroinitializer") return;
  if (type.kind === "interface" || (type.kind === "nullable" && type.of.kind === "interface")) {
    callHelper(code, action, kindOf(type, maybeNull), code.extract(type, value, 0));
    return;
  }
  const members = membersOf(type);
  if (!members) {
    callHelper(code, action, kindOf(type, maybeNull), value);
    return;
  }
  // The contents of an absent value are zero.
  members.forEach((member, i) => {
    if (isCounted(member))
      count(code, member, code.extract(type, value, i), action, maybeNull || type.kind === "nullable");
  });
}

function callHelper(code: Code, action: Action, kind: Kind, pointer: string): void {
  code.line(`call void ${helper(code.module, action, kind)}(ptr ${pointer})`);
}

/** The helper's name; defines it in the module at the first use. */
function helper(module: ModuleEmitter, action: Action, kind: Kind): string {
  const traits = `${kind.isNullable ? ".null" : ""}${kind.isMaybeStatic ? ".static" : ""}${kind.isError ? ".error" : ""}`;
  const name = `@metal.${action}${traits}`;
  module.defineOnce(name, () => {
    const lines = [`define internal void ${name}(ptr %object) #${module.attributes("alwaysinline")} {`];
    if (kind.isError)
      lines.push("  %address = ptrtoint ptr %object to i64", "  %none = icmp ult i64 %address, 4096");
    else if (kind.isNullable) lines.push("  %none = icmp eq ptr %object, null");
    if (kind.isError || kind.isNullable) lines.push("  br i1 %none, label %done, label %some", "some:");
    lines.push("  %count = getelementptr inbounds i8, ptr %object, i64 8");
    if (kind.isMaybeStatic) {
      lines.push(
        "  %old = load atomic i64, ptr %count monotonic, align 8",
        `  %static = icmp ugt i64 %old, ${IMMORTAL_ABOVE}`,
        "  br i1 %static, label %done, label %counted",
        "counted:",
      );
    }
    if (action === "retain") {
      lines.push("  %was = atomicrmw add ptr %count, i64 1 monotonic, align 8");
      lines.push(
        ...(kind.isError || kind.isNullable || kind.isMaybeStatic ? ["  br label %done", "done:"] : []),
      );
    } else {
      module.declareRuntime("metal_release_slow");
      lines.push(
        "  %was = atomicrmw sub ptr %count, i64 1 acq_rel, align 8",
        "  %last = icmp eq i64 %was, 1",
        `  br i1 %last, label %slow, label %done, !prof !${module.unlikely()}`,
        "slow:",
        "  call void @metal_release_slow(ptr %object)",
        "  br label %done",
        "done:",
      );
    }
    lines.push("  ret void", "}");
    return lines.join("\n");
  });
  return name;
}

// ---------------------------------------------------------------- places

/** Adds counts for, or gives up those of, everything counted in memory. */
export function countPlace(code: Code, type: Type, pointer: string, action: Action): void {
  if (!isCounted(type)) return;
  if (isInline(type)) {
    code.line(`call void ${placeHelper(code.module, type, action)}(ptr ${pointer})`);
    return;
  }
  count(code, type, code.load(type, pointer), action, true);
}

/** A function that counts the contents of a struct or fixed array. */
function placeHelper(module: ModuleEmitter, type: StructType | FixedType, action: Action): string {
  const name = `@"metal.${action}.${type.key.replaceAll('"', "'").replaceAll("\\", "/")}"`;
  module.defineOnce(name, () =>
    module.helperFunction(`define internal void ${name}(ptr %place) #${module.attributes("")}`, (code) => {
      forEachCounted(code, type, "%place", (part, pointer) => countPlace(code, part, pointer, action));
      code.line("ret void");
    }),
  );
  return name;
}

/** Visits the counted parts of an inline value; the elements of long arrays in a loop. */
export function forEachCounted(
  code: Code,
  type: StructType | FixedType,
  pointer: string,
  visit: (part: Type, pointer: string) => void,
): void {
  if (type.kind === "struct") {
    for (const field of type.info.fields) {
      if (isCounted(field.type)) visit(field.type, code.offset(pointer, field.offset));
    }
    return;
  }
  const { size } = layoutOf(type.element);
  loop(code, `${type.count}`, (index) => {
    const element = code.value(`getelementptr [${size} x i8], ptr ${pointer}, i64 ${index}`);
    visit(type.element, element);
  });
}

/** Runs the body for indices from 0 up to a count. */
export function loop(code: Code, limit: string, body: (index: string) => void): void {
  const counter = code.alloca("i64", 8);
  const [head, inside, done] = [code.label(), code.label(), code.label()];
  code.line(`store i64 0, ptr ${counter}, align 8`);
  code.line(`br label %${head}`);
  code.begin(head);
  const index = code.value(`load i64, ptr ${counter}, align 8`);
  const more = code.value(`icmp ult i64 ${index}, ${limit}`);
  code.line(`br i1 ${more}, label %${inside}, label %${done}`);
  code.begin(inside);
  body(index);
  const next = code.value(`add i64 ${index}, 1`);
  code.line(`store i64 ${next}, ptr ${counter}, align 8`);
  code.line(`br label %${head}`);
  code.begin(done);
}

/** The counted pointers of a value in memory, for functions that destroy objects. */
export function forEachPointer(
  code: Code,
  type: Type,
  pointer: string,
  visit: (object: string) => void,
): void {
  if (!isCounted(type)) return;
  if (isInline(type)) {
    forEachCounted(code, type, pointer, (part, at) => forEachPointer(code, part, at, visit));
    return;
  }
  const members = membersOf(type);
  if (!members || type.kind === "interface" || (type.kind === "nullable" && type.of.kind === "interface")) {
    visit(code.value(`load ptr, ptr ${pointer}, align 8`));
    return;
  }
  const offsets = memberOffsets(members);
  members.forEach((member, i) => forEachPointer(code, member, code.offset(pointer, offsets[i]!), visit));
}
