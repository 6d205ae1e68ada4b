import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generateCode, setUp } from "./backend.ts";
import type { Program } from "./mir.ts";
import {
  ATTRIBUTES,
  fieldOf,
  FunctionBuilder,
  int,
  local,
  makeClass,
  makeModule,
  makeProgram,
  use,
} from "./testing/mir-builder.ts";
import { BOOL, classType, I32, nullableType, U32, U64, VOID } from "./types.ts";
import { folderForTests } from "../test/support/folder.ts";

const folder = folderForTests();

const START = `
.globl _start
_start:
  xorl %ebp, %ebp
  andq $-16, %rsp
  call metal_initialize_modules
  xorl %edi, %edi
  call metal_user_main
  movl %eax, %edi
  movl $60, %eax
  syscall
.globl metal_panic
metal_panic:
  movl $134, %edi
  movl $60, %eax
  syscall
.globl metal_bounds_panic
metal_bounds_panic:
  jmp metal_panic
.globl metal_free
metal_free:
  decq live_objects(%rip)
  ret
.globl metal_allocate
metal_allocate:
  incq live_objects(%rip)
  movq heap_next(%rip), %rax
  addq $15, %rdi
  andq $-16, %rdi
  addq %rdi, heap_next(%rip)
  ret
.section .bss.heap,"aw",@nobits
.balign 16
heap: .skip 1048576
.section .data.heap,"aw",@progbits
.globl live_objects
live_objects: .quad 0
heap_next: .quad heap
`;

async function runProgram(program: Program, optimize: 0 | 2): Promise<number | null> {
  const out = join(folder, `program${optimize}`);
  const problems = await generateCode(program, await setUp("linux", { optimize }), {
    root: folder,
    out,
    optimize,
    cacheDir: join(folder, "cache"),
  });
  expect(problems).toEqual([]);
  const result = spawnSync(out, { timeout: 10_000 });
  expect(result.error).toBeUndefined();
  return result.status;
}

const main = { symbol: "main", takesArguments: false, result: I32 };

test.each([0, 2] as const)("a loop over a local at -O%i", async (optimize) => {
  const f = new FunctionBuilder("main", [], I32);
  const [i, sum] = [f.variable(U32, "local", "i"), f.variable(U32, "local", "sum")];
  f.emit({ op: "store", place: local(i), value: int(U32, 0), init: true });
  f.emit({ op: "store", place: local(sum), value: int(U32, 0), init: true });
  const [head, body, done] = [f.block(), f.block(), f.block()];
  f.end({ op: "goto", target: head });
  f.begin(head);
  f.end({
    op: "branch",
    condition: f.binary("lt", f.load(local(i)), int(U32, 10), BOOL),
    then: body,
    otherwise: done,
  });
  f.begin(body);
  f.emit({
    op: "store",
    place: local(sum),
    value: f.binary("add", f.load(local(sum)), f.load(local(i)), U32),
    init: false,
  });
  f.emit({
    op: "store",
    place: local(i),
    value: f.binary("add", f.load(local(i)), int(U32, 1), U32),
    init: false,
  });
  f.end({ op: "goto", target: head });
  f.begin(done);
  const result = f.variable(I32, "temp");
  f.emit({ op: "convert", result, a: f.load(local(sum)) });
  f.end({ op: "return", value: use(result) });
  expect(await runProgram(makeProgram([makeModule([f.fn], { assembly: [START] })], { main }), optimize)).toBe(
    45,
  );
});

test.each([0, 2] as const)("a long list is freed without recursion at -O%i", async (optimize) => {
  const node = makeClass("Node", [["next", U64, "mutable"]]);
  const type = classType(node);
  const nullable = nullableType(type);
  node.fields = [{ name: "next", type: nullable, isReadonly: false, offset: 16 }];
  // build(): head = null; for (i = 0; i < 10000; i++) { n = new Node(); n.next = head; head = n; }
  const build = new FunctionBuilder("build", [], VOID);
  const [i, head] = [build.variable(U32, "local", "i"), build.variable(nullable, "local", "head")];
  build.emit({ op: "store", place: local(i), value: int(U32, 0), init: true });
  build.emit({ op: "store", place: local(head), value: int(nullable, 0), init: true });
  const [test_, body, done] = [build.block(), build.block(), build.block()];
  build.end({ op: "goto", target: test_ });
  build.begin(test_);
  build.end({
    op: "branch",
    condition: build.binary("lt", build.load(local(i)), int(U32, 10_000), BOOL),
    then: body,
    otherwise: done,
  });
  build.begin(body);
  const made = build.allocate(node);
  build.emit({ op: "store", place: fieldOf(made, node, "next"), value: build.load(local(head)), init: true });
  const wrapped = build.variable(nullable, "temp");
  build.emit({ op: "wrap", result: wrapped, a: made });
  build.emit({ op: "store", place: local(head), value: use(wrapped), init: false });
  build.emit({
    op: "store",
    place: local(i),
    value: build.binary("add", build.load(local(i)), int(U32, 1), U32),
    init: false,
  });
  build.end({ op: "goto", target: test_ });
  build.begin(done);
  // while (head !== null) { head = head.next; length++; }, then panic unless length is 10000.
  const [at, length] = [build.variable(nullable, "local", "at"), build.variable(U32, "local", "length")];
  build.emit({ op: "store", place: local(at), value: build.load(local(head)), init: true });
  build.emit({ op: "store", place: local(length), value: int(U32, 0), init: true });
  const [walk, step, end] = [build.block(), build.block(), build.block()];
  build.end({ op: "goto", target: walk });
  build.begin(walk);
  const last = build.variable(BOOL, "temp");
  build.emit({ op: "isNull", result: last, a: build.load(local(at)) });
  build.end({ op: "branch", condition: use(last), then: end, otherwise: step });
  build.begin(step);
  const some = build.variable(type, "temp");
  build.emit({ op: "unwrap", result: some, a: build.load(local(at)) });
  build.emit({
    op: "store",
    place: local(at),
    value: build.load(fieldOf(use(some), node, "next")),
    init: false,
  });
  const longer = build.binary("add", build.load(local(length)), int(U32, 1), U32);
  build.emit({ op: "store", place: local(length), value: longer, init: false });
  build.end({ op: "goto", target: walk });
  build.begin(end);
  const isWrong = build.binary("ne", build.load(local(length)), int(U32, 10_000), BOOL);
  build.emit({ op: "panicIf", condition: isWrong, message: "items were lost" });
  const isEmpty = build.variable(BOOL, "temp");
  build.emit({ op: "isNull", result: isEmpty, a: build.load(local(head)) });
  build.emit({ op: "panicIf", condition: use(isEmpty), message: "the list ended too early" });
  build.end({ op: "return", value: null });

  const f = new FunctionBuilder("main", [], I32);
  f.call("build", [], VOID);
  const live = f.variable(U64, "temp");
  const address = f.variable(U64, "temp");
  f.emit({
    op: "intrinsic",
    result: address,
    name: "symbolAddress",
    types: [],
    args: [{ kind: "string", type: U64, value: "live_objects" }],
    places: [],
  });
  const pointer = f.variable({ kind: "pointer", key: "Ptr<u64>", element: U64 }, "temp");
  f.emit({
    op: "intrinsic",
    result: pointer,
    name: "pointer",
    types: [U64],
    args: [use(address)],
    places: [],
  });
  f.emit({
    op: "load",
    result: live,
    place: { root: { kind: "pointer", pointer: use(pointer), element: U64 }, steps: [], type: U64 },
  });
  const status = f.variable(I32, "temp");
  f.emit({ op: "convert", result: status, a: use(live) });
  f.end({ op: "return", value: use(status) });
  const program = makeProgram([makeModule([f.fn, build.fn], { assembly: [START] })], {
    main,
    classes: [node],
  });
  expect(await runProgram(program, optimize)).toBe(0);
});

test("an exported function that can throw is refused", async () => {
  const f = new FunctionBuilder("entry", [], VOID, { attributes: { ...ATTRIBUTES, exported: true } });
  f.end({ op: "raise", error: int({ kind: "error", key: "unknown" }, 22) });
  const setup = await setUp("linux", { optimize: 0 });
  const problems = await generateCode(makeProgram([makeModule([f.fn])]), setup, {
    root: folder,
    out: join(folder, "refused"),
    optimize: 0,
    cacheDir: join(folder, "cache"),
  });
  expect(problems.map((p) => p.code)).toEqual(["MTS1901"]);
});
