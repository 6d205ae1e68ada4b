/** The same kernel under the sanitizer: test/boot/sanitizer.test.ts builds and boots it. */

import "../sanitizer/runtime.ts";
import "./self-test.ts";
