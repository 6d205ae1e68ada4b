/** Commands made of commands: groups, conditions, loops and choices (POSIX.1-2017, 2.9.4). */

import { matches } from "../support/wildcard.ts";
import { Case, type Command, For, Group, If, Loop } from "./ast.ts";
import { run, runCondition } from "./execute.ts";
import { expandPattern, expandText, expandWords } from "./expand.ts";
import { waitForJob } from "./foreground.ts";
import { launch } from "./launch.ts";
import { Jump, type Shell } from "./shell.ts";

/** Runs the command, whose redirections are in force already. */
export function runCompound(shell: Shell, command: Command): i32 {
  if (command instanceof Group) return runGroup(shell, command);
  if (command instanceof If) return runIf(shell, command);
  if (command instanceof Loop) return runLoop(shell, command);
  if (command instanceof For) return runFor(shell, command);
  if (command instanceof Case) return runCase(shell, command);
  throw new Error("this kind of command cannot be run");
}

function runGroup(shell: Shell, group: Group): i32 {
  if (!group.isSubshell) return run(shell, group.body);
  const job = launch(shell, [group], group.text, false);
  return waitForJob(shell, job);
}

function runIf(shell: Shell, command: If): i32 {
  for (let i = 0; i < command.conditions.length; i++) {
    const status = runCondition(shell, command.conditions[i]);
    if (shell.jump !== Jump.none) return status;
    if (status === 0) return run(shell, command.bodies[i]);
  }
  return command.otherwise === null ? 0 : run(shell, command.otherwise);
}

/** After a loop's body: whether the loop goes on. */
function goesOn(shell: Shell): boolean {
  if (shell.jump !== Jump.breakLoop && shell.jump !== Jump.continueLoop) return shell.jump === Jump.none;
  if (shell.jumpDepth > 1) {
    shell.jumpDepth -= 1;
    return false;
  }
  const continues = shell.jump === Jump.continueLoop;
  shell.jump = Jump.none;
  return continues;
}

function runLoop(shell: Shell, loop: Loop): i32 {
  let status: i32 = 0;
  shell.loopDepth += 1;
  while (true) {
    const holds = (runCondition(shell, loop.condition) === 0) !== loop.isUntil;
    if (shell.jump === Jump.none && !holds) break;
    if (shell.jump === Jump.none) status = run(shell, loop.body);
    if (!goesOn(shell)) break;
  }
  shell.loopDepth -= 1;
  return status;
}

function runFor(shell: Shell, loop: For): i32 {
  let status: i32 = 0;
  const words = loop.words === null ? shell.args.slice() : expandWords(shell, loop.words);
  shell.loopDepth += 1;
  for (const word of words) {
    shell.set(loop.name, word);
    status = run(shell, loop.body);
    if (!goesOn(shell)) break;
  }
  shell.loopDepth -= 1;
  return status;
}

function runCase(shell: Shell, command: Case): i32 {
  const text = expandText(shell, command.word);
  for (const branch of command.branches) {
    for (const raw of branch.patterns) {
      const pattern = expandPattern(shell, raw);
      if (!matches(pattern.bytes(), text.bytes())) continue;
      return branch.body === null ? 0 : run(shell, branch.body);
    }
  }
  return 0;
}
