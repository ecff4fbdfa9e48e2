/** What a rule claims of itself, held against what readers said who did not know it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { precisionAtFirstSight } from '../../src/findings/index.ts';
import { firstSightByRule } from '../../tools/first-sight/leaving.ts';
import { measuredDocument, regressionIn } from '../../tools/first-sight/measured-document.ts';
import { readCollectedRounds } from '../../tools/first-sight/verdicts.ts';
import { importRule } from '../../tools/generate/load-rules.ts';
import { findRuleFiles } from '../../tools/generate/rule-files.ts';
import { projectRoot } from '../../tools/project-root.ts';

const rounds = readCollectedRounds(projectRoot);
const firstSight = firstSightByRule(rounds);

describe.each(findRuleFiles(projectRoot))('$name', (file) => {
  it('is called as precise as it was seen to be, where ten or more of its findings were read', async () => {
    const { docs } = await importRule(file);
    const seen = precisionAtFirstSight(firstSight.get(file.name));
    if (seen !== undefined) expect(docs.precision).toBe(seen);
  });
});

describe('what was read at first sight', () => {
  it('is of findings that were drawn, each once', () => {
    for (const { round, readings } of rounds) {
      const ids = round.drawn.map(({ id }) => id);
      expect(new Set(ids).size, `round ${round.number}`).toBe(ids.length);
      expect(readings.map(({ drawn }) => drawn.id)).toEqual(ids);
      const remotes = round.repositories.map(({ remote }) => remote);
      expect(round.drawn.filter(({ repository }) => !remotes.includes(repository))).toEqual([]);
    }
  });

  it('stands in measurements/measured.md; `npm run measure -- precision score --write` puts it there', () => {
    const page = readFileSync(join(projectRoot, 'measurements/measured.md'), 'utf8');
    expect(measuredDocument(rounds, regressionIn(page))).toBe(page);
  });
});
