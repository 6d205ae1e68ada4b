/** The parts of `Declarations`, which know each other through this. */

import type ts from "typescript";
import type { LoadedProgram } from "../../load.ts";
import type { ErrorList } from "../../report-error.ts";
import type { Statements } from "../context.ts";
import type { ProgramDeclarations } from "../declarations.ts";
import type { ClassTable } from "../classes.ts";
import type { Constants } from "../constants.ts";
import type { CoreLibrary } from "./core.ts";
import type { Enums } from "./enums.ts";
import type { GlobalTable } from "../globals.ts";
import type { InterfaceTable } from "../interfaces.ts";
import type { Instances } from "../instances.ts";
import type { MadeClasses } from "../made-classes.ts";
import type { TypeResolver } from "../resolve.ts";
import type { Brands } from "./brands.ts";
import type { Hierarchy } from "./hierarchy.ts";
import type { LocalClasses } from "./local-classes.ts";

/** The parts that make up declarations, through which each finds the others. */
export interface Parts {
  readonly loaded: LoadedProgram;
  readonly checker: ts.TypeChecker;
  readonly errors: ErrorList;
  readonly statements: Statements;
  /** What the parts make up together. */
  readonly all: ProgramDeclarations;
  readonly hierarchy: Hierarchy;
  readonly brands: Brands;
  readonly enums: Enums;
  readonly types: TypeResolver;
  readonly classes: ClassTable;
  readonly made: MadeClasses;
  readonly localClasses: LocalClasses;
  readonly interfaces: InterfaceTable;
  readonly instances: Instances;
  readonly constants: Constants;
  readonly globals: GlobalTable;
  readonly core: CoreLibrary;
}
