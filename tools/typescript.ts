/**
 * The official checker, for the bundle in place of `import ts from "typescript"`: an import would first look through its 9 MB for
 * the names that it exports, which takes longer than all the rest of loading it.
 */

import { createRequire } from "node:module";

export default createRequire(import.meta.url)("typescript") as typeof import("typescript");
