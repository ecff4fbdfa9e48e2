import { expect, it } from 'vitest';
import type { FileOptions } from '../../src/engine/index.ts';
import { runProjectRules } from '../../src/engine/run-project-rules.ts';
import { allSteps } from '../../src/engine/steps.ts';
import type { RegisteredRule } from '../../src/kit/index.ts';
import type { ProjectModel } from '../../src/project/index.ts';
import { sampleRules } from '../config/sample-rules.ts';

const [sample] = sampleRules;
const PLACES = ['app.py', 'old/app.py', 'off/app.py'];

/** A rule that reports each place with the limit that it was given. */
const limited = {
  name: 'limited',
  category: 'errors',
  rule: {
    type: 'project',
    docs: sample?.docs,
    check: (_: unknown, ctx: { options: { limit: number }; report: (problem: unknown) => void }) => {
      for (const path of PLACES) {
        const at = { path, line: 1, column: 1, endLine: 1, endColumn: 2 };
        ctx.report({ at, message: `more than ${ctx.options.limit}`, key: path });
      }
    },
  },
  // It has what is asked of it here.
} as unknown as RegisteredRule;

const withLimit = (limit: number): FileOptions => ({
  rules: new Map([['limited', { profile: 'strict', options: { limit } }]]),
});

it('a rule about the project goes by the options of the place of each finding', () => {
  const [top, old, off] = [withLimit(1), withLimit(5), { rules: new Map() }];
  const at = (path: string) => (path.startsWith('old/') ? old : path.startsWith('off/') ? off : top);
  const { findings } = allSteps(
    runProjectRules([limited], {
      options: { all: [top, old, off], at, milliseconds: 60_000 },
      project: { model: {} as ProjectModel, renew: () => undefined },
      reports: [],
      mask: (said) => said,
    }),
  );
  expect(findings.map(({ location, message }) => `${location.path}: ${message}`)).toEqual([
    'app.py: more than 1',
    'old/app.py: more than 5',
  ]);
});
