import { expect, it } from 'vitest';
import type { CheckOptions } from '../../src/cli/check-options.ts';
import { findInputs } from '../../src/cli/scan-inputs.ts';
import { ioOf, makeProject } from './run-cli.ts';

const CHOICES: readonly CheckOptions[] = [
  {},
  { profile: 'strict' },
  { minSeverity: 'P1' },
  { select: ['P0'] },
  { ignore: ['P3'] },
  { exclude: ['old'] },
  { noIgnore: true },
];

it('an answer that an earlier run kept is none to a command line that asks for other findings', () => {
  const { io } = ioOf({ cwd: makeProject({ 'a.py': '' }) });
  const digests = CHOICES.map((options) => findInputs(['.'], options, [], io).digest);
  expect(new Set(digests).size).toBe(CHOICES.length);
});
