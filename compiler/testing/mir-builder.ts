/** Builds MIR by hand, for the tests of the passes behind the front end. */

import type {
  Block,
  Function,
  FunctionAttributes,
  Instruction,
  Module,
  Operand,
  Place,
  Program,
  Terminator,
  Variable,
} from "../mir.ts";
import { layoutOf, roundUp } from "../type-layout.ts";
import { classType, type ClassInfo, type Field, type Type } from "../types.ts";

/** The location of everything that tests make. */
export const AT = { file: "test.ts", line: 1, column: 1 };

/** Attributes of a function that has none. */
export const ATTRIBUTES: FunctionAttributes = {
  exported: false,
  naked: false,
  inline: null,
  section: null,
  cold: false,
  noBuiltin: false,
  recursion: null,
  entries: [],
  noSanitize: false,
  noReturn: false,
};

type Without<T> = T extends unknown ? Omit<T, "location"> : never;

/** Operands and places in short: a variable, a number, where a variable lies. */
export const use = (variable: Variable): Operand => ({ kind: "var", variable });
export const int = (type: Type, value: number | bigint): Operand => ({
  kind: "int",
  type,
  value: BigInt(value),
});
export const local = (variable: Variable): Place => ({
  root: { kind: "var", variable },
  steps: [],
  type: variable.type,
});
/** A field of an object. */
export function fieldOf(object: Operand, info: ClassInfo, name: string): Place {
  const index = info.fields.findIndex((f) => f.name === name);
  return {
    root: { kind: "object", object, info },
    steps: [{ kind: "field", info, index }],
    type: info.fields[index]!.type,
  };
}

/** A function being made by hand, instruction by instruction. */
export class FunctionBuilder {
  readonly fn: Function;
  private current: Block;

  constructor(
    symbol: string,
    parameters: readonly [string, Type][],
    result: Type,
    changes: Partial<Function> = {},
  ) {
    const params = parameters.map(([name, type], id): Variable => ({
      id,
      type,
      kind: "param",
      name,
      location: AT,
    }));
    this.fn = {
      symbol,
      name: symbol,
      module: "test.ts",
      location: AT,
      parameters: params,
      result,
      returnPlace: null,
      attributes: ATTRIBUTES,
      variables: [],
      blocks: [],
      throws: true,
      ...changes,
    };
    this.current = this.block();
  }

  /** The value of a parameter. */
  parameter(index: number): Operand {
    return use(this.fn.parameters[index]!);
  }

  /** Adds a variable. */
  variable(type: Type, kind: "temp" | "local", name: string | null = null): Variable {
    const id = this.fn.parameters.length + this.fn.variables.length + 100;
    const variable: Variable = { id, type, kind, name, location: AT };
    this.fn.variables.push(variable);
    return variable;
  }

  /** Adds a block, empty at first. */
  block(): Block {
    const block: Block = {
      id: this.fn.blocks.length,
      instructions: [],
      terminator: { op: "unreachable", location: AT },
    };
    this.fn.blocks.push(block);
    return block;
  }

  /** Goes on in a block. */
  begin(block: Block): void {
    this.current = block;
  }

  /** Adds an instruction to the block. */
  emit(instruction: Without<Instruction>): void {
    this.current.instructions.push({ ...instruction, location: AT } as Instruction);
  }

  /** Ends the block. */
  end(terminator: Without<Terminator>): void {
    this.current.terminator = { ...terminator, location: AT } as Terminator;
  }

  /** Reads a place into a new variable. */
  load(place: Place): Operand {
    const result = this.variable(place.type, "temp");
    this.emit({ op: "load", result, place });
    return use(result);
  }

  /** An operation of two operands, into a new variable. */
  binary(
    operator: Extract<Instruction, { op: "binary" }>["operator"],
    a: Operand,
    b: Operand,
    type: Type,
  ): Operand {
    const result = this.variable(type, "temp");
    this.emit({ op: "binary", result, operator, a, b });
    return use(result);
  }

  /** A call whose errors leave the function; goes on in a new block. */
  call(symbol: string, args: readonly Operand[], returnType: Type): Operand | null {
    const result = returnType.kind === "void" ? null : this.variable(returnType, "temp");
    const parameterTypes = args.map((a) => (a.kind === "var" ? a.variable.type : a.type));
    const normal = this.block();
    this.end({
      op: "invoke", callee: { kind: "direct", symbol }, args, parameterTypes, returnType, dest: null, result, normal, error: this.raising(),
    }); // prettier-ignore
    this.begin(normal);
    return result && use(result);
  }

  /** A new object of a class, in a new variable. */
  allocate(info: ClassInfo): Operand {
    const result = this.variable(classType(info), "temp");
    const normal = this.block();
    this.end({
      op: "invokeAllocate",
      allocation: { kind: "new", info },
      result,
      normal,
      error: this.raising(),
    });
    this.begin(normal);
    return use(result);
  }

  /** A block that raises the error that leads to it. */
  raising(): Block {
    const saved = this.current;
    const block = this.block();
    this.begin(block);
    const error = this.variable({ kind: "error", key: "unknown" }, "temp");
    this.emit({ op: "landing", result: error });
    this.end({ op: "raise", error: use(error) });
    this.begin(saved);
    return block;
  }
}

/** A class with these fields behind its header. */
export function makeClass(
  name: string,
  fields: readonly [string, Type, "readonly" | "mutable"][],
  changes: Partial<ClassInfo> = {},
): ClassInfo {
  let offset = 16;
  const laidOut = fields.map(([fieldName, type, kind]): Field => {
    const { size, align } = layoutOf(type);
    const at = roundUp(offset, align);
    offset = at + size;
    return { name: fieldName, type, isReadonly: kind === "readonly", offset: at };
  });
  return {
    name,
    symbol: name,
    module: "test.ts",
    line: 1,
    isStruct: false,
    packed: false,
    base: null,
    subclasses: [],
    fields: laidOut,
    size: roundUp(offset, 8),
    align: 8,
    weak: false,
    virtuals: [],
    destructor: null,
    special: null,
    element: null,
    firstId: 1,
    lastId: 1,
    ...changes,
  };
}

/** A module of these functions. */
export function makeModule(functions: readonly Function[], changes: Partial<Module> = {}): Module {
  return {
    path: "test.ts",
    functions: [...functions],
    globals: [],
    assembly: [],
    initializer: null,
    imports: [],
    lines: 1,
    unsafeLines: 0,
    ...changes,
  };
}

/** A program of these modules. */
export function makeProgram(modules: readonly Module[], changes: Partial<Program> = {}): Program {
  return {
    target: "linux",
    modules: [...modules],
    classes: [],
    itables: [],
    externs: [],
    order: modules.map((m) => m.path),
    main: null,
    ...changes,
  };
}
