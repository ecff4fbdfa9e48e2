/**
 * What is read as a claim, by examples as short as they can be: `fixtures/audits/shapes.txt`, documents behind a line `===== what it shows`, each
 * begun by the claims that are expected and a line `-----`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Claim } from '../../../src/replay/claim.ts';
import { readAudit } from '../../../src/replay/reading/index.ts';
import { projectRoot } from '../../../tools/project-root.ts';

/** `5: SEC-1 P1 fixed app.py:3 | The title`. An id that is made of words is left out. */
function reported({ id, lines, severity, status, places: [place], title }: Claim): string {
  const made = /-[0-9a-f]{6}(?:~\d+)?$/.test(id);
  const range = place?.ranges[0];
  const where = place === undefined ? [] : [`${place.path}${range === undefined ? '' : `:${range.first}`}`];
  const state = status === 'open' ? [] : [status];
  return `${[`${lines.first}:`, ...(made ? [] : [id]), ...(severity === undefined ? [] : [severity]), ...state, ...where].join(' ')} | ${title}`;
}

const examples = readFileSync(join(projectRoot, 'fixtures/audits/shapes.txt'), 'utf8')
  .split(/^===== /m)
  .slice(1)
  .map((part) => {
    const [head = '', document = ''] = part.split(/^-----\n/m);
    const [name = '', ...claims] = head.trimEnd().split('\n');
    return { name, claims, document };
  });

it.each(examples)('$name', ({ claims, document }) => {
  const read = (): readonly string[] => readAudit(new TextEncoder().encode(document), 'AUDIT.md').claims.map(reported);
  if (claims.length === 0) expect(read).toThrow('no claim');
  else expect(read()).toEqual(claims);
});
