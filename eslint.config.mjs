import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["build/", "node_modules/", "test/compiler/**/*.ts", "!test/compiler/*.test.ts"] },
  ...tseslint.configs.strict,
  ...tseslint.configs.stylistic,
  {
    rules: {
      // A type says a shape either way; which reads better is the author's choice.
      "@typescript-eslint/consistent-type-definitions": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/restrict-template-expressions": "off",
      // Where an index was computed a line before, `!` says what a check would only repeat.
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
  {
    files: ["tools/**/*.ts", "compiler/**/*.ts", "bench/*.ts", "test/support/**/*.ts", "test/**/*.test.ts"],
    languageOptions: { parserOptions: { project: "./tsconfig.json" } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/await-thenable": "error",
    },
  },
  {
    // Metal TypeScript: annotations on integers are types of their own, and loops over indices are how
    // kernels are written.
    files: ["core/**/*.ts", "kernel/**/*.ts", "user/**/*.ts", "bench/twins/**/*.ts"],
    rules: {
      "@typescript-eslint/no-inferrable-types": "off",
      // `!` is checked at run time in this language: it panics on null.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/prefer-for-of": "off",
      "@typescript-eslint/no-extraneous-class": "off",
      "@typescript-eslint/no-empty-function": "off",
      // `let` copies a struct, `const` names its place (docs/language.md).
      "prefer-const": "off",
      // asm`…` stands alone.
      "@typescript-eslint/no-unused-expressions": ["error", { allowTaggedTemplates: true }],
      // Values of enums are numbers of an interface, written as the specification has them.
      "@typescript-eslint/prefer-literal-enum-member": "off",
      "@typescript-eslint/no-duplicate-enum-values": "off",
      "@typescript-eslint/consistent-generic-constructors": "off",
      // A getter that a subclass overrides takes no room in the object.
      "@typescript-eslint/class-literal-property-style": "off",
    },
  },
  {
    files: ["**/*.d.ts", "core/**/*.ts"],
    rules: {
      // The prelude declares the language's own built-in types.
      "@typescript-eslint/no-empty-object-type": "off",
      "@typescript-eslint/no-unsafe-function-type": "off",
      "@typescript-eslint/no-unused-vars": "off",
      "@typescript-eslint/no-wrapper-object-types": "off",
    },
  },
);
