import { STDERR, writeText } from "../../core/linux/file.ts";
import { environment, exit, processId } from "../../core/linux/process.ts";
import { Signal, takeSignal } from "../../core/linux/signal.ts";
import { complain } from "../support/command.ts";
import type { Command } from "./ast.ts";
import { ScriptError } from "./errors.ts";
import { Separators } from "./fields.ts";
import { JobTable } from "./jobs.ts";
import { Option, ShellOptions } from "./options.ts";
import { Traps } from "./traps.ts";

/** A variable of the shell with its attributes. */
export class Variable {
  /** Null when it only has attributes. */
  value: string | null;
  isExported: boolean;
  isReadonly: boolean = false;

  constructor(value: string | null, isExported: boolean) {
    this.value = value;
    this.isExported = isExported;
  }
}

/** A command that the shell itself carries out. */
export class Builtin {
  readonly name: string;
  /** How it is called, and what it does, for `help`. */
  readonly usage: string;
  readonly summary: string;
  readonly run: (shell: Shell, args: readonly string[]) => i32;

  constructor(
    name: string,
    usage: string,
    summary: string,
    run: (shell: Shell, args: readonly string[]) => i32,
  ) {
    this.name = name;
    this.usage = usage;
    this.summary = summary;
    this.run = run;
  }
}

/** A variable as it was before something hid it: `local`, or an assignment in front of a command. */
export class HiddenVariable {
  readonly name: string;
  private readonly variable: Variable | null;

  constructor(name: string, variable: Variable | null) {
    this.name = name;
    this.variable = variable;
  }

  restore(shell: Shell): void {
    if (this.variable === null) shell.variables.delete(this.name);
    else shell.variables.set(this.name, this.variable);
  }
}

/** What `break` and its like make the commands around them do. */
export enum Jump {
  none,
  breakLoop,
  continueLoop,
  returnFunction,
  /** Ctrl+C: everything up to the prompt. */
  interrupt,
}

/** `$?` of what Ctrl+C ended. */
export const INTERRUPTED_STATUS: i32 = 128 + i32(Signal.SIGINT);

/** The state of the shell: all that its commands can change. */
export class Shell {
  readonly variables: Map<string, Variable> = new Map<string, Variable>();
  readonly functions: Map<string, Command> = new Map<string, Command>();
  readonly aliases: Map<string, string> = new Map<string, string>();
  readonly builtins: Map<string, Builtin> = new Map<string, Builtin>();
  readonly jobs: JobTable = new JobTable();
  readonly history: string[] = [];
  /** What the line editor cut last. */
  cutText: string = "";
  /** `$0` */
  name: string = "sh";
  /** `$1` and so on. */
  args: string[] = [];
  /** `$$`, that of the first shell in its subshells too. */
  readonly processId: i32 = processId();
  /** `$?` */
  lastStatus: i32 = 0;
  /** `$!`, 0 when there was none. */
  lastBackground: i32 = 0;
  /** There is a prompt. */
  isInteractive: boolean = false;
  /** Jobs have process groups of their own, and the terminal goes to that in the foreground. */
  hasJobControl: boolean = false;
  readonly options: ShellOptions = new ShellOptions();
  readonly traps: Traps = new Traps();
  /** The line of the script that runs, from 1; 0 where lines mean nothing. */
  line: usize = 0;
  /** The status of the last `$(…)` in the command that runs; -1 when it has none. */
  substitutionStatus: i32 = -1;
  /** For each running function the variables that `local` hid. */
  readonly scopes: HiddenVariable[][] = [];
  jump: Jump = Jump.none;
  /** How many loops `break` and `continue` still concern. */
  jumpDepth: usize = 0;
  /** Loops and functions around the running command. */
  loopDepth: usize = 0;
  functionDepth: usize = 0;
  /** In the condition of `if` and the like: failures do not end the shell. */
  conditionDepth: usize = 0;
  /** Runs a script in a subshell and gives what it prints. Set by the executor, which the expansion must not import. */
  substitute: (shell: Shell, source: string) => string = noSubstitution;
  /** Runs a script in this shell. Set by the executor too. */
  evaluate: (shell: Shell, source: string) => i32 = noEvaluation;

  /** Makes a builtin known. */
  addBuiltin(
    name: string,
    usage: string,
    summary: string,
    run: (shell: Shell, args: readonly string[]) => i32,
  ): void {
    this.builtins.set(name, new Builtin(name, usage, summary, run));
  }

  constructor() {
    for (const entry of environment()) {
      const at = entry.indexOf("=");
      if (at <= 0) continue;
      this.variables.set(entry.slice(0, u64(at)), new Variable(entry.slice(u64(at) + 1), true));
    }
  }

  /** The value of a variable, or null when it is not set. */
  get(name: string): string | null {
    return this.variables.get(name)?.value ?? null;
  }

  /** Sets a variable. Throws a ScriptError when it is read-only. */
  set(name: string, value: string): void {
    const isExported = this.options.has(Option.exportsAll);
    const known = this.variables.get(name);
    if (known === undefined) {
      this.variables.set(name, new Variable(value, isExported));
      return;
    }
    if (known.isReadonly) throw new ScriptError(`${name}: is read only`);
    known.value = value;
    if (isExported) known.isExported = true;
  }

  /** Makes a variable part of the environment of programs, set or not. */
  export(name: string): void {
    const known = this.variables.get(name);
    if (known === undefined) this.variables.set(name, new Variable(null, true));
    else known.isExported = true;
  }

  /** Removes a variable. Throws a ScriptError when it is read-only. */
  unset(name: string): void {
    const known = this.variables.get(name);
    if (known !== undefined && known.isReadonly) throw new ScriptError(`${name}: is read only`);
    this.variables.delete(name);
  }

  /** The environment of programs, as `NAME=value`. */
  exported(): string[] {
    const result: string[] = [];
    for (const [name, variable] of this.variables) {
      if (variable.isExported && variable.value !== null) result.push(`${name}=${variable.value}`);
    }
    return result;
  }

  /** The bytes that separate fields. */
  get separators(): Separators {
    return new Separators(this.get("IFS"));
  }

  /** A message on standard error; of a script with the line. */
  complain(message: string): void {
    complain(this.isInteractive || this.line === 0 ? this.name : `${this.name}: ${this.line}`, message);
  }

  /** Runs the actions of the signals that came meanwhile; they do not change `$?`. */
  runTraps(): void {
    for (let signal = this.traps.take(); signal !== 0; signal = this.traps.take()) {
      const status = this.lastStatus;
      this.evaluate(this, this.traps.action(signal));
      this.lastStatus = status;
    }
  }

  /** Ctrl+C at the terminal of the prompt, if it came and has no trap: all that runs ends, up to the prompt. Tells whether it did. */
  takeInterrupt(): boolean {
    if (!this.isInteractive || this.traps.has(i32(Signal.SIGINT)) || !takeSignal(Signal.SIGINT)) return false;
    writeText(STDERR, "\n");
    this.interrupt(INTERRUPTED_STATUS);
    return true;
  }

  /** Ends all that runs, up to the prompt, with this status. */
  interrupt(status: i32): void {
    this.jump = Jump.interrupt;
    this.lastStatus = status;
  }

  /** Ends the shell, after the trap for that. */
  leave(status: i32): never {
    const action = this.traps.takeExit();
    if (action !== "") {
      this.lastStatus = status;
      this.jump = Jump.none;
      this.evaluate(this, action);
    }
    exit(status);
  }
}

function noEvaluation(_shell: Shell, _source: string): i32 {
  panic("the executor has not been set");
}

function noSubstitution(_shell: Shell, _source: string): string {
  panic("the executor has not been set");
}
