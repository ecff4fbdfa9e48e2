import { defineConfig } from 'vitest/config';

/** Where `.ci/run` wants the results as JSON, beside what is printed. */
const jsonFile = process.env.AUDITLINT_TEST_RESULTS;

/** They look at how the parser is chosen, or bring a binding of their own, which is done once in a process. */
const APART = ['test/syntax/readers.test.ts', 'test/dev/build/lean-binding.test.ts'];

/** Scans every fixture some twenty times, in a process of its own. */
const METAMORPHOSIS = ['test/metamorphosis/**/*.test.ts'];

/** About the code, not about what it does: part of `npm run check`. */
const HOUSE = ['test/house/**/*.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 180_000,
    // Some build what they test.
    hookTimeout: 180_000,
    pool: 'threads',
    setupFiles: ['test/surroundings.ts'],
    // Loading the rules and the model anew for each of two hundred files would take longer than the tests.
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: [...APART, ...HOUSE, ...METAMORPHOSIS],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'house', include: HOUSE, isolate: false } },
      { extends: true, test: { name: 'apart', include: APART } },
      { extends: true, test: { name: 'metamorphosis', include: METAMORPHOSIS } },
    ],
    reporters: jsonFile === undefined ? ['default'] : ['default', ['json', { outputFile: jsonFile }]],
  },
});
