import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Where `.ci/run` and `npm run test:deep` want the results as JSON, beside what is printed. */
const jsonFile = process.env.AUDITLINT_TEST_RESULTS;

/** They look at how the parser is chosen, or bring a binding of their own, which is done once in a process. */
const APART = ['test/syntax/readers.test.ts', 'test/tools/build/lean-binding.test.ts'];

/** About the code, not about what it does: part of `npm run check`. */
const HOUSE = ['test/house/**/*.test.ts'];

/** They start the built program, which is built for them once. */
const PROCESS = ['test/**/*.process.test.ts'];

/** Takes minutes, or needs programs that are not installed everywhere: `npm run test:deep`, by its parts in `tools/deep/parts.ts`. */
const DEEP = ['test/**/*.deep.test.ts'];

/** Is run for a project that has a file to run, and for no other. */
const PROGRAM = 'test/program/build.ts';

export default defineConfig({
  test: {
    testTimeout: 180_000,
    // Some build what they test.
    hookTimeout: 180_000,
    pool: 'threads',
    // Vitest leaves one core to itself, and waits most of the time. What is measured runs on one (`tools/deep/run-part.ts`).
    maxWorkers: Number(process.env.AUDITLINT_TEST_WORKERS ?? availableParallelism()),
    setupFiles: ['test/surroundings.ts'],
    // Loading the rules and the model anew for each of four hundred files would take longer than the tests.
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: [...APART, ...HOUSE, ...PROCESS, ...DEEP],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'apart', include: APART } },
      { extends: true, test: { name: 'process', include: PROCESS, globalSetup: PROGRAM, isolate: false } },
      { extends: true, test: { name: 'house', include: HOUSE, exclude: DEEP, isolate: false } },
      { extends: true, test: { name: 'deep', include: DEEP, globalSetup: PROGRAM, isolate: false } },
    ],
    reporters: jsonFile === undefined ? ['default'] : ['default', ['json', { outputFile: jsonFile }]],
  },
});
