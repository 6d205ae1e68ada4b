/** A module with a main of its own. */
export function main(): void {
  console.log("main of another module");
}
