/**
 * The operations that an `intrinsic` instruction can name: what the front end writes and the back end emits.
 *
 * An intrinsic is named as in the source: the function of the unsafe module (`volatileLoad`), `bits.popCount`, `Math.sqrt`,
 * `Ptr.add`, `Atomic.fetchAdd`. `types` are the type arguments of the call (for `bits.*` and `Atomic.*` the operand's
 * type), `args` the arguments in order (a receiver first), `places` the places that it works on:
 *
 * - `addressOf`: places[0]. `Atomic.*`: places[0] is the atomic's value (type T), the rest in `args`.
 * - `takeAt` of a struct or fixed array: places[0] is where it goes (uninitialised before), and there is no result.
 *   `initializeAt` of one: args[1] is the `ref` of the source, which is copied.
 * - `functionAddress`, `sym`: args[0] is a `function` operand. `symbolAddress`: args[0] is a `string` operand.
 * - `offsetOf`: args[0] is a `string` operand; types[0] the class or struct.
 */

export interface IntrinsicInfo {
  /** Indices of the arguments whose ownership it takes. All others are borrowed. */
  readonly consumes: readonly number[];
  /** A counted result carries a count of its own ("owned") or lives as long as its arguments ("borrowed"). */
  readonly result: "owned" | "borrowed";
  /** Neither writes memory nor lets others do so: values loaded from fields stay valid across it. */
  readonly quiet: boolean;
}

const QUIET: IntrinsicInfo = { consumes: [], result: "borrowed", quiet: true };
const LOUD: IntrinsicInfo = { consumes: [], result: "borrowed", quiet: false };
const OWNED: IntrinsicInfo = { consumes: [], result: "owned", quiet: false };

const ATOMICS = [
  "load",
  "store",
  "exchange",
  "compareExchange",
  "fetchAdd",
  "fetchSubtract",
  "fetchAnd",
  "fetchOr",
  "fetchXor",
];
const BITS = [
  "popCount", "leadingZeros", "trailingZeros", "rotateLeft", "rotateRight", "swapBytes", "min", "max", "multiplyHigh",
  "multiplyDivide", "addOverflows", "subtractOverflows", "multiplyOverflows", "fromF64", "toF64",
]; // prettier-ignore

/** What passes need to know of each intrinsic, by name. */
export const intrinsics: ReadonlyMap<string, IntrinsicInfo> = new Map<string, IntrinsicInfo>([
  ["pointer", QUIET],
  ["addressOf", QUIET],
  ["dataOf", QUIET],
  ["Ptr.add", QUIET],
  ["Ptr.cast", QUIET],
  ["Ptr.address", QUIET],
  ["Ptr.span", QUIET],
  ["arrayData", QUIET],
  ["objectAddress", QUIET],
  ["objectAt", OWNED],
  ["leakReference", { consumes: [0], result: "borrowed", quiet: true }],
  ["adoptReference", { consumes: [], result: "owned", quiet: true }],
  ["volatileLoad", QUIET],
  ["volatileStore", LOUD],
  ["atomicLoad", QUIET],
  ["atomicStore", LOUD],
  ["atomicExchange", LOUD],
  ["atomicCompareExchange", LOUD],
  ["atomicAdd", LOUD],
  ["fence", QUIET],
  ["compilerBarrier", QUIET],
  ["copyBytes", LOUD],
  ["moveBytes", LOUD],
  ["fillBytes", LOUD],
  ["compareBytes", QUIET],
  ["gsLoad", QUIET],
  ["gsStore", LOUD],
  ["sizeOf", QUIET],
  ["alignOf", QUIET],
  ["offsetOf", QUIET],
  /** The bits of an integer or boolean (args[0]) as a u64, extended by the sign its type has. */
  ["integerBits", QUIET],
  /** Makes the object args[0] one of the class types[0], which is laid out as its own is. */
  ["setVtable", LOUD],
  /** The address of the method table of a class (types[0]), u64. */
  ["vtableOf", QUIET],
  ["isCounted", QUIET],
  ["isInteger", QUIET],
  ["isFloat", QUIET],
  ["isString", QUIET],
  ["integerBits", QUIET],
  /** The address of the vtable of the class types[0]. */
  ["vtableOf", QUIET],
  ["takeAt", OWNED],
  ["initializeAt", { consumes: [1], result: "borrowed", quiet: false }],
  ["dropAt", LOUD],
  ["bitCast", QUIET],
  ["zero", QUIET],
  ["assume", QUIET],
  ["unreachable", QUIET],
  ["functionAddress", QUIET],
  ["symbolAddress", QUIET],
  ["callAddress", LOUD],
  ["framePointer", QUIET],
  ["initializeModules", LOUD],
  /** The Errno in a caught value (args[0]), 0 when it is an Error object. */
  ["errnoOf", QUIET],
  /** The name of the class of the object args[0], a string. */
  ["className", QUIET],
  ["Math.sqrt", QUIET],
  ["Math.abs", QUIET],
  ["Math.floor", QUIET],
  ["Math.ceil", QUIET],
  ["Math.trunc", QUIET],
  ...BITS.map((name): [string, IntrinsicInfo] => [`bits.${name}`, QUIET]),
  ...ATOMICS.map((name): [string, IntrinsicInfo] => [`Atomic.${name}`, name === "load" ? QUIET : LOUD]),
]);
