/** Which functions a call may run, and which destructors a release may run: conservative, over the whole program. */

import { slotOffset } from "../interface-slots.ts";
import { slotKey, visitNode, visitStatic } from "../mir-walk.ts";
import type { Callee, Function, Operand, Program } from "../mir.ts";
import { allNodes } from "../ownership/prepare.ts";
import type { ClassInfo, FunctionType, InterfaceInfo, Type } from "../types.ts";

/** What may be released: a value of a type, or an object of a class. */
export type Released = Type | ClassInfo;

type Table<T> = Map<string, Set<T>>;

/** The functions by which a class serves as an interface, or as a part of one. */
interface ClassTable {
  readonly info: ClassInfo;
  readonly functions: readonly string[];
}

/** What a call may reach: by name, through a class's table, an interface, a closure, or machine code. */
export class CallTargets {
  readonly functions = new Map<string, Function>();
  /** Functions in each slot of a vtable, by `slotKey`. */
  private readonly slots: Table<string> = new Map();
  /** Code that closures of a function type may have, and the objects that hold their captures. */
  private readonly code: Table<string> = new Map();
  private readonly environments: Table<ClassInfo> = new Map();
  /** The tables of each interface, those of the interfaces that are converted to it included. */
  private readonly tables = new Map<string, Set<ClassTable>>();
  private readonly interfaceInfos = new Map<string, InterfaceInfo>();
  private readonly parts = new Map<ClassTable, Map<number, ClassTable>>();
  /** What machine code may call by an address. */
  private readonly addressed = new Set<string>();
  private readonly errors: readonly ClassInfo[];

  constructor(program: Program) {
    for (const { functions } of program.modules)
      for (const fn of functions) this.functions.set(fn.symbol, fn);
    this.errors = program.classes.filter((c) => c.module === "core/error.ts");
    for (const info of program.classes) {
      info.virtuals.forEach((symbol, slot) => {
        if (symbol) add(this.slots, slotKey(info, slot), symbol);
      });
    }
    for (const table of program.itables) this.tablesOf(table.interface).add(table);
    const conversions: [InterfaceInfo, InterfaceInfo][] = [];
    for (const fn of this.functions.values()) this.collect(fn, conversions);
    for (const { globals } of program.modules) {
      for (const { initial } of globals) {
        visitStatic(initial, (o) => {
          if (o.kind === "function") add(this.code, o.type.key, o.symbol);
        });
      }
    }
    this.convert(conversions);
  }

  private tablesOf(info: InterfaceInfo): Set<ClassTable> {
    const known = this.tables.get(info.symbol) ?? new Set();
    this.interfaceInfos.set(info.symbol, info);
    this.tables.set(info.symbol, known);
    return known;
  }

  private collect(fn: Function, conversions: [InterfaceInfo, InterfaceInfo][]): void {
    for (const node of allNodes(fn)) {
      const isAddress = node.op === "intrinsic" && node.name === "functionAddress";
      visitNode(node, (o) => {
        if (o.kind !== "function") return;
        if (isAddress) this.addressed.add(o.symbol);
        else add(this.code, o.type.key, o.symbol);
      });
      if ((node.op === "call" || node.op === "invoke") && node.callee.kind === "closure") {
        const type = plain(typeOfOperand(node.callee.closure));
        if (type.kind === "function" && !this.code.has(type.key)) this.code.set(type.key, new Set());
      }
      if (node.op === "toInterface" || node.op === "cast") {
        const from = plain(typeOfOperand(node.a));
        const to = plain(node.result.type);
        if (from.kind === "interface" && to.kind === "interface") conversions.push([from.info, to.info]);
      }
      if (node.op !== "allocate" && node.op !== "invokeAllocate") continue;
      const { allocation } = node;
      if (allocation.kind !== "closure") continue;
      const type = plain(node.result.type);
      const key = type.kind === "function" ? type.key : ANY;
      add(this.code, key, allocation.code);
      add(this.environments, key, allocation.info);
    }
  }

  private convert(conversions: readonly [InterfaceInfo, InterfaceInfo][]): void {
    for (let changed = true; changed;) {
      changed = false;
      for (const [from, to] of conversions) {
        const offset = slotOffset(from, to) ?? 0;
        const target = this.tablesOf(to);
        const before = target.size;
        for (const table of this.tablesOf(from)) target.add(this.tableBehind(table, offset));
        changed ||= target.size > before;
      }
    }
  }

  /** The part of a table from a slot on: the same object for the same part, so that sets of them come to an end. */
  private tableBehind(table: ClassTable, offset: number): ClassTable {
    if (offset === 0) return table;
    const parts = this.parts.get(table) ?? new Map<number, ClassTable>();
    this.parts.set(table, parts);
    const part = parts.get(offset) ?? { info: table.info, functions: table.functions.slice(offset) };
    parts.set(offset, part);
    return part;
  }

  /** A function as a reader writes it: `Point[].push`. */
  nameOf(symbol: string): string {
    const name = this.functions.get(symbol)?.name ?? symbol;
    return name.replace(/[\w./-]+:/g, "").replace(/^ArrayObject<(.*)>\.(?=\w+$)/, "$1[].");
  }

  /** The symbols of the functions that a call may run. Parameters are those of the call, at the same positions. */
  of(callee: Callee): Iterable<string> {
    switch (callee.kind) {
      case "direct":
        return [callee.symbol];
      case "virtual":
        return this.slots.get(slotKey(callee.info, callee.slot)) ?? [];
      case "interface":
        return [...this.tablesOf(callee.info)].flatMap((t) => t.functions[callee.slot] ?? []);
      case "closure": {
        const type = plain(typeOfOperand(callee.closure)) as FunctionType;
        return this.closuresOf(type.key);
      }
    }
  }

  /** The methods that objects of the class have in a slot, those of its subclasses included. */
  *inSlot(info: ClassInfo, slot: number): Generator<string> {
    const own = info.virtuals[slot];
    if (own) yield own;
    for (const each of info.subclasses) yield* this.inSlot(each, slot);
  }

  /** The code that closures of a function type may have. */
  closuresOf(key: string): string[] {
    return [...(this.code.get(key) ?? []), ...(this.code.get(ANY) ?? [])];
  }

  /** The keys of all function types that closures are made of, or called by. */
  get functionTypes(): Iterable<string> {
    return this.code.keys();
  }

  /** All interfaces that something serves as. */
  get interfaces(): Iterable<InterfaceInfo> {
    return this.interfaceInfos.values();
  }

  /** What runs when machine code calls back. */
  get addressTaken(): Iterable<string> {
    return this.addressed;
  }

  /** The destructors that may run when a value of the type is released. */
  *releasing(type: Type): Generator<string> {
    const reached = new Set<Released>([type]);
    // A set that grows while it is walked.
    for (const each of reached) {
      if (!("kind" in each) && each.destructor) yield each.destructor;
      for (const part of this.releasedWith(each)) reached.add(part);
    }
  }

  /** What may be released together with a value: what it may be, and what that holds. */
  releasedWith(value: Released): readonly Released[] {
    if ("kind" in value) return this.within(value);
    const held = value.fields.map((field) => field.type);
    return [...value.subclasses, ...held, ...(value.element ? [value.element] : [])];
  }

  private within(type: Type): readonly Released[] {
    switch (type.kind) {
      case "class":
      case "struct":
        return [type.info];
      case "nullable":
        return [type.of];
      case "fixed":
        return [type.element];
      case "union":
        return [...type.members];
      case "tuple":
        return [...type.elements];
      case "interface":
        return [...this.tablesOf(type.info)].map((t) => t.info);
      case "error":
        return [...this.errors];
      case "function":
        return [...(this.environments.get(type.key) ?? []), ...(this.environments.get(ANY) ?? [])];
      default:
        return [];
    }
  }
}

/** The key of closures whose function type is not known where they are made. */
const ANY = "";

const typeOfOperand = (operand: Operand): Type =>
  operand.kind === "var" ? operand.variable.type : operand.type;

const plain = (type: Type): Type => (type.kind === "nullable" ? plain(type.of) : type);

function add<T>(table: Table<T>, key: string, value: T): void {
  const set = table.get(key);
  if (set) set.add(value);
  else table.set(key, new Set([value]));
}
