import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Where `.ci/run` wants the results as JSON, beside what is printed. */
const jsonFile = process.env.AUDITLINT_TEST_RESULTS;

export default defineConfig({
  resolve: { alias: { '#kit': fileURLToPath(new URL('./src/kit/index.ts', import.meta.url)) } },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    pool: 'threads',
    reporters: jsonFile === undefined ? ['default'] : ['default', ['json', { outputFile: jsonFile }]],
  },
});
