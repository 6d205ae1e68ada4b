// A program whose main is passed on by 'export *'.
// @run
// @stdout: main of another module

export * from "./support/main-module.ts";
