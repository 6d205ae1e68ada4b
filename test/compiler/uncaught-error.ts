// An error that leaves main is printed; status 1.
// @run
// @stdout: before
// @exit: 1

export function main(): i32 {
  console.log("before");
  throw new Error("nobody catches this");
}
