/** What a rule claims of itself, held against what readers said who did not know it. */
import { describe, expect, it } from 'vitest';
import { firstSightByRule } from '../../src/dev/first-sight/figures.ts';
import { readRounds } from '../../src/dev/first-sight/round.ts';
import { readVerdicts } from '../../src/dev/first-sight/verdicts.ts';
import { importRule } from '../../src/dev/generate/load-rules.ts';
import { findRuleFiles } from '../../src/dev/generate/rule-files.ts';
import { projectRoot } from '../../src/dev/project-root.ts';
import { precisionAtFirstSight } from '../../src/findings/index.ts';

const rounds = readRounds(projectRoot).map(readVerdicts);
const firstSight = firstSightByRule(rounds);

describe.each(findRuleFiles(projectRoot))('$name', (file) => {
  it('is not shown to everybody while nobody read it at first sight and its labels say that it is often wrong', async () => {
    const { docs } = await importRule(file);
    if (docs.precision !== 'low' || precisionAtFirstSight(firstSight.get(file.name)) !== undefined) return;
    expect(docs.profile).toBe('strict');
  });
});
