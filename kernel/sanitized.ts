/** The kernel that `tessera run --sanitize` boots: the same, with what its checked code calls. */

import "./platform/sanitizer/runtime.ts";
import "./main.ts";
