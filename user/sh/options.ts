/** The options of the shell: `set -e` or `set -o errexit`, and off again by `+`. */

export enum Option {
  /** Every variable that is set is exported. */
  exportsAll,
  /** `>` does not write over files. */
  keepsFiles,
  /** The first failure ends the script. */
  exitsOnError,
  noGlob,
  /** Commands are only read. */
  onlyReads,
  /** The status of a pipeline is that of its last command that failed. */
  pipelinesFail,
  unsetIsError,
  /** Prints the script as it is read. */
  printsInput,
  /** Prints commands before they run. */
  traces,
}

/** Letters, in the order of the enumeration; one without has a blank. */
const LETTERS = "aCefn uvx";
const NAMES = "allexport noclobber errexit noglob noexec pipefail nounset verbose xtrace";

/** The options of a shell that are on: those of `set -o` and of its own command line. */
export class ShellOptions {
  /** A bit for each option. */
  private bits: u32 = 0;

  has(option: Option): boolean {
    return ((this.bits >> option) & 1) !== 0;
  }

  set(option: Option, on: boolean): void {
    if (on) this.bits |= u32(1) << option;
    else this.bits &= ~(u32(1) << option);
  }

  /** Letters of the options that are on, as in `$-`. */
  letters(): string {
    let result = "";
    for (let i: usize = 0; i < LETTERS.length; i++) {
      if (LETTERS.byteAt(i) !== 32 && this.has(u32(i) as Option)) result += LETTERS.slice(i, i + 1);
    }
    return result;
  }

  /** Each option with its state: for people, or as commands that set it. */
  describe(asCommands: boolean): string {
    const lines: string[] = [];
    for (const [i, name] of NAMES.split(" ").entries()) {
      const isOn = this.has(u32(i) as Option);
      lines.push(
        asCommands ? `set ${isOn ? "-" : "+"}o ${name}\n` : `${name.padEnd(16)}${isOn ? "on" : "off"}\n`,
      );
    }
    return lines.join("");
  }
}

/** The option with this letter, or null. */
export function optionByLetter(letter: string): Option | null {
  const index = letter === " " ? -1 : LETTERS.indexOf(letter);
  return index < 0 ? null : (u32(index) as Option);
}

/** The option with this long name, or null. */
export function optionByName(name: string): Option | null {
  const index = NAMES.split(" ").indexOf(name);
  return index < 0 ? null : (u32(index) as Option);
}
