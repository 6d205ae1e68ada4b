/**
 * Emits the blocks of one function.
 *
 * The builder knows where control leaves from the point it is at: a stack of scopes holds the loops, the handlers and the
 * cleanups (`finally`, `using`) around it. A call's error edge leads to the innermost handler or cleanup; one landing block
 * serves all calls of a region. Cleanups are lowered again on every way out, so there is no dispatch behind them.
 */

import ts from "typescript";
import type {
  Block,
  Function as MirFunction,
  Instruction,
  Location,
  Operand,
  Place,
  Terminator,
  Variable,
} from "../mir.ts";
import { successors } from "../mir-blocks.ts";
import { ERROR, NEVER, VOID, isInline, isPointerLike, refType, type Type } from "../types.ts";
import type { Builder, Declarations, DistributiveOmit, FunctionInstance } from "./context.ts";

/** A construct around the current point that jumps or errors stop at or pass through. */
export type Scope =
  /** Target of break and continue. `continueTo` is null for switches and labelled blocks. */
  | {
      readonly kind: "jump";
      readonly labels: readonly string[];
      /** Whether `break` without a label stops here. */
      readonly anonymous: boolean;
      readonly breakTo: Block;
      readonly continueTo: Block | null;
    }
  /** A catch clause: the error is stored in `slot`. */
  | { readonly kind: "catch"; readonly slot: Variable; readonly handler: Block; landing: Block | null }
  /** Code that runs on every way out. */
  | { readonly kind: "cleanup"; readonly run: () => void; landing: Block | null };

/** Builds one function's blocks. Instructions go to the current block; scopes say what has to happen when control leaves them. */
export class FunctionBuilder implements Builder {
  private blocks: Block[] = [];
  private readonly variables: Variable[] = [];
  /** Where in the source the next instruction comes from. Most expressions emit nothing themselves, so a place is computed when it is asked for. */
  private at: ts.Node;
  private readonly locations = new Map<ts.Node, Location>();
  private open = true;
  private functionLanding: Block | null = null;
  private isSpeculating = false;
  current: Block;
  /** Innermost last. */
  scopes: readonly Scope[] = [];
  /** Where an inline result goes; made by the first return. */
  returnPlace: Variable | null = null;
  private readonly declarations: Declarations;

  constructor(declarations: Declarations, at: ts.Node) {
    this.declarations = declarations;
    this.at = at;
    this.current = this.newBlock();
  }

  get reachable(): boolean {
    return this.open;
  }

  setLocation(node: ts.Node): void {
    this.at = node;
  }

  private get location(): Location {
    let known = this.locations.get(this.at);
    if (!known) this.locations.set(this.at, (known = this.declarations.location(this.at)));
    return known;
  }

  emit(instruction: DistributiveOmit<Instruction, "location">): void {
    if (!this.open) this.begin(this.newBlock());
    this.current.instructions.push({ location: this.location, ...instruction } as Instruction);
  }

  terminate(terminator: DistributiveOmit<Terminator, "location">): void {
    if (!this.open) return;
    this.current.terminator = { location: this.location, ...terminator } as Terminator;
    this.open = false;
  }

  newBlock(): Block {
    const block: Block = {
      id: this.blocks.length,
      instructions: [],
      terminator: { op: "unreachable", location: this.location },
    };
    this.blocks.push(block);
    return block;
  }

  begin(block: Block): void {
    if (this.open) this.terminate({ op: "goto", target: block });
    this.current = block;
    this.open = true;
  }

  temp(type: Type): Variable {
    return this.variable(type, "temp", null);
  }

  local(type: Type, name: string | null): Variable {
    return this.variable(type, "local", name);
  }

  parameter(type: Type, name: string | null): Variable {
    return this.variable(type, "param", name);
  }

  private variable(type: Type, kind: Variable["kind"], name: string | null): Variable {
    const variable: Variable = { id: this.variables.length, type, kind, name, location: this.location };
    this.variables.push(variable);
    return variable;
  }

  /** Gives a temporary the name of the `const` it became, for the debugger. */
  nameTemporary(operand: Operand, name: string, madeAfter: number): void {
    if (operand.kind !== "var" || operand.variable.kind !== "temp") return;
    if (operand.variable.name !== null || operand.variable.id < madeAfter) return;
    (operand.variable as { name: string | null }).name = name;
  }

  /** How many variables there are: those made later have ids from here. */
  get variableCount(): number {
    return this.variables.length;
  }

  // ------------------------------------------------------------ calls and errors

  call(
    call: Omit<Extract<Terminator, { op: "invoke" }>, "op" | "location" | "normal" | "error" | "result">,
  ): Operand | null {
    const type = call.returnType;
    const hasValue = type.kind !== "void" && type.kind !== "never" && !isInline(type);
    const result = hasValue ? this.temp(type) : null;
    const normal = this.newBlock();
    this.terminateOpen({ op: "invoke", ...call, result, normal, error: this.errorBlock() });
    this.begin(normal);
    if (type.kind === "never") this.terminate({ op: "unreachable" });
    return result ? { kind: "var", variable: result } : null;
  }

  allocate(allocation: Extract<Instruction, { op: "allocate" }>["allocation"], type: Type): Operand {
    const result = this.temp(type);
    const normal = this.newBlock();
    this.terminateOpen({ op: "invokeAllocate", allocation, result, normal, error: this.errorBlock() });
    this.begin(normal);
    return { kind: "var", variable: result };
  }

  /** After a jump the code is dead but is lowered all the same: its errors are reported, its blocks dropped at the end. */
  private terminateOpen(terminator: DistributiveOmit<Terminator, "location">): void {
    if (!this.open) this.begin(this.newBlock());
    this.terminate(terminator);
  }

  raise(error: Operand): void {
    const saved = this.scopes;
    for (let i = saved.length - 1; i >= 0; i--) {
      const scope = saved[i]!;
      if (scope.kind === "catch") {
        this.storeLocal(scope.slot, error);
        this.terminate({ op: "goto", target: scope.handler });
        this.scopes = saved;
        return;
      }
      if (scope.kind === "cleanup") {
        this.scopes = saved.slice(0, i);
        scope.run();
        if (!this.open) break;
      }
    }
    this.scopes = saved;
    this.terminate({ op: "raise", error });
  }

  /** Runs the cleanups of the scopes above a depth, innermost first: on the way out by break, continue and return. */
  leaveTo(depth: number): void {
    const saved = this.scopes;
    for (let i = saved.length - 1; i >= depth && this.open; i--) {
      const scope = saved[i]!;
      if (scope.kind !== "cleanup") continue;
      this.scopes = saved.slice(0, i);
      scope.run();
    }
    this.scopes = saved;
  }

  /** Lowers something with one more scope around it, then the landing block if an error edge asked for one. */
  within(scope: Scope, lower: () => void): void {
    const outer = this.scopes;
    this.scopes = [...outer, scope];
    lower();
    this.scopes = outer;
  }

  /** Fills the landing block of a scope that was left; the current block is the landing block's end afterwards. */
  beginLanding(landing: Block): Operand {
    this.current = landing;
    this.open = true;
    const error = this.temp(ERROR);
    this.emit({ op: "landing", result: error });
    return { kind: "var", variable: error };
  }

  private errorBlock(): Block {
    for (let i = this.scopes.length - 1; i >= 0; i--) {
      const scope = this.scopes[i]!;
      if (scope.kind !== "jump") return (scope.landing ??= this.newBlock());
    }
    return (this.functionLanding ??= this.newBlock());
  }

  // ------------------------------------------------------------ small helpers

  storeLocal(variable: Variable, value: Operand, init = true): void {
    this.emit({ op: "store", place: placeOf(variable), value, init });
  }

  load(place: Place): Operand {
    const result = this.temp(place.type);
    this.emit({ op: "load", result, place });
    return { kind: "var", variable: result };
  }

  /** Lowers something and throws the code away; for asking what type it would have. */
  speculate<T>(lower: () => T): T {
    const { blocks, current, open, scopes, functionLanding, isSpeculating, at } = this;
    const count = this.variables.length;
    const known = scopes.map((s) => (s.kind === "jump" ? null : s.landing));
    this.isSpeculating = true;
    this.blocks = [...blocks];
    this.current = this.newBlock();
    this.open = true;
    try {
      return lower();
    } finally {
      Object.assign(this, { blocks, current, open, scopes, functionLanding, isSpeculating, at });
      scopes.forEach((s, i) => {
        if (s.kind !== "jump") s.landing = known[i] ?? null;
      });
      this.variables.length = count;
    }
  }

  get speculating(): boolean {
    return this.isSpeculating;
  }

  /** The finished function: landing block filled, blocks that nothing reaches dropped. */
  finish(
    instance: Pick<FunctionInstance, "symbol" | "attributes">,
    name: string,
    at: ts.Node,
    parameters: readonly Variable[],
    result: Type,
  ): MirFunction {
    if (this.functionLanding) {
      this.setLocation(at);
      const error = this.beginLanding(this.functionLanding);
      this.terminate({ op: "raise", error });
    }
    const location = this.declarations.location(at);
    if (isInline(result)) this.returnPlace ??= this.temp(refType(result));
    return {
      symbol: instance.symbol,
      name,
      module: location.file,
      location,
      parameters,
      result,
      returnPlace: this.returnPlace,
      attributes: instance.attributes,
      variables: this.variables,
      blocks: reachableBlocks(this.blocks),
      throws: true,
    };
  }
}

/** Where a variable lies. */
export const placeOf = (variable: Variable): Place => ({
  root: { kind: "var", variable },
  steps: [],
  type: variable.type,
});

/** `null` of a nullable type. */
export function nullOperand(type: Type): Operand {
  const isScalar = type.kind === "nullable" && isPointerLike(type.of);
  return isScalar ? { kind: "int", type, value: 0n } : { kind: "zero", type };
}

/** Whether a result type has no value at all. */
export const isValueless = (type: Type): boolean => type === VOID || type === NEVER;

/** In the order of their making, which follows the source. */
function reachableBlocks(blocks: readonly Block[]): Block[] {
  const reached = new Set<Block>([blocks[0]!]);
  const work = [blocks[0]!];
  for (let block = work.pop(); block; block = work.pop()) {
    for (const next of successors(block.terminator)) {
      if (reached.has(next)) continue;
      reached.add(next);
      work.push(next);
    }
  }
  return blocks.filter((block) => reached.has(block));
}
