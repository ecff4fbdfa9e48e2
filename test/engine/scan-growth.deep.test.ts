import { expect, it } from 'vitest';
import { makeRepository } from '../discover/repository.ts';
import { growthOf, HALFWAY_TO_SQUARE } from '../growth.ts';
import { printCall } from './rules.ts';
import { scanRepository } from './scan-repository.ts';

type Many = (piece: string) => string;
const IGNORED = 'auditlint: ignore[print-call] told';

it.each([
  ['functions with findings', (many: Many) => many('def speak():print(1)\n'), 1],
  ['suppressions above one statement', (many: Many) => `${many(`# ${IGNORED}\n`)}print(1)\n`, 0],
  ['suppressed lines', (many: Many) => many(`print(1)  # ${IGNORED}\n`), 0],
  ['suppressions in one statement', (many: Many) => `x = [\n${many(`print(1),  # ${IGNORED}\n`)}]\n`, 0],
  ['decorators', (many: Many) => `${many('@f\n'.repeat(8))}def g():\n  print(1)  # ${IGNORED}\n`, 0],
])('%s', async (_, contentOf, findingsEach) => {
  const growth = await growthOf(
    (size) => ({ size, root: makeRepository({ 'a.py': contentOf((piece) => piece.repeat(size)) }) }),
    async ({ size, root }) => {
      const { findings, notices } = await scanRepository(root, [printCall()]);
      expect(notices).toEqual([]);
      expect(findings).toHaveLength(findingsEach * size);
    },
    2_500,
  );
  expect(growth).toBeLessThan(HALFWAY_TO_SQUARE);
});
