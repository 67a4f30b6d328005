// Lint: typescript-eslint's strict type-checked rules, and this project's own rules about size, exports and HTML.
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const HTML_MESSAGE = 'Strings from a model are hostile: build DOM nodes, never HTML.';

const everywhere = [
  { selector: 'TSAsExpression > TSAsExpression', message: 'No double assertion: decode the value at its boundary.' },
  { selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|srcdoc)$/]', message: HTML_MESSAGE },
  { selector: 'JSXAttribute[name.name=/^(dangerouslySetInnerHTML|srcdoc)$/]', message: HTML_MESSAGE },
];

const inProduct = [
  ...everywhere,
  { selector: 'ExportDefaultDeclaration', message: 'No default exports: a name says the same thing everywhere.' },
  { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that declares the name.' },
  { selector: 'ExportNamedDeclaration[source]', message: 'No barrels: import from the file that declares the name.' },
  {
    selector: 'TSNonNullExpression > :not(MemberExpression[computed=true]).expression',
    message: '"!" is for indexed access in typed-array code only: check the value or decode it.',
  },
  { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' },
];

export default defineConfig(
  { ignores: ['node_modules', 'dist', 'out', 'tmp', '**/generated/**', 'media', 'tools/workbench'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-syntax': ['error', ...everywhere],
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // `void` is the answer type of a request without one: `defineRequest<Parameters, void>()`.
      '@typescript-eslint/no-invalid-void-type': 'off',
      // The rule of this project is narrower and stands in no-restricted-syntax: "!" after an indexed access only.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { allowDefaultCaseForExhaustiveSwitch: true, considerDefaultExhaustiveForUnions: false, requireDefaultForNonUnion: true },
      ],
    },
  },
  {
    files: ['src/**', 'webview/**'],
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 80 }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...inProduct],
    },
  },
  { files: ['src/shared/ops/**', '**/*Table.ts'], rules: { 'max-lines': 'off' } },
  { files: ['src/cli/**'], rules: { 'no-console': 'off' } },
  {
    // Plain JavaScript has its types in comments; build scripts are CommonJS.
    files: ['**/*.{js,mjs}'],
    rules: {
      '@typescript-eslint/no-require-imports': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
