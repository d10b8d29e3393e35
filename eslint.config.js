import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const clock = 'Only src/clock.ts reads the time; everything else is handed a `now` or a Clock.';
const readingTheClock = [
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: clock },
  { selector: "MemberExpression[object.name='Temporal'][property.name='Now']", message: clock },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: clock },
  { selector: "CallExpression[callee.name='Date']", message: clock },
];
const readingTheEnvironment = [
  { selector: "MemberExpression[object.name='process'][property.name='env']", message: 'Only src/config.ts reads the environment.' },
];
const drawing = [
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Only src/chance.ts draws lots, so that a seed can stand in.',
  },
];
const sleeping = [
  {
    selector: "NewExpression[callee.name='Promise'] CallExpression[callee.name='setTimeout']",
    message: 'Tests never sleep: move the fake clock, or wait for the event itself.',
  },
];
const notSleepingEither = {
  name: 'node:timers/promises',
  message: 'Tests never sleep: move the fake clock, or wait for the event itself.',
};

export default defineConfig(
  { ignores: ['dist/', 'coverage/', '.cache/', 'data/', 'src/http/web/assets/', 'test/golden/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      // Past 250 a file says why, past 300 test/architecture.spec.ts fails.
      'max-lines': ['warn', 250],
      'object-shorthand': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      // Leaves files with decorators alone: there an import is what Nest injects by.
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      // The ones that need types: promises nobody waits for lose errors, and writes.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['src/**'],
    rules: { 'no-restricted-syntax': ['error', ...readingTheClock, ...readingTheEnvironment, ...drawing], 'no-console': 'error' },
  },
  { files: ['src/clock.ts'], rules: { 'no-restricted-syntax': ['error', ...readingTheEnvironment, ...drawing] } },
  { files: ['src/config.ts'], rules: { 'no-restricted-syntax': ['error', ...readingTheClock, ...drawing] } },
  { files: ['src/chance.ts'], rules: { 'no-restricted-syntax': ['error', ...readingTheClock, ...readingTheEnvironment] } },
  {
    files: ['src/services/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: '@nestjs/common',
              allowImportNames: ['Injectable', 'Inject', 'Logger'],
              message: 'Services are plain classes; Nest only hands them out.',
            },
          ],
          patterns: [{ regex: '^@nestjs/(?!common$)', message: 'Services are plain classes; Nest only hands them out.' }],
        },
      ],
    },
  },
  {
    files: ['test/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': ['error', ...sleeping],
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { paths: [notSleepingEither, { ...notSleepingEither, name: 'timers/promises' }] },
      ],
    },
  },
  {
    // Benchmarks pace their load; the leak check waits for closing sockets.
    files: ['test/bench/**', 'test/support/leak-checking-environment.ts'],
    rules: { 'no-restricted-syntax': 'off', '@typescript-eslint/no-restricted-imports': 'off' },
  },
  {
    files: ['*.{js,mjs}', '.*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly' } },
  },
);
