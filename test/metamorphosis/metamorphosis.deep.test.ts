/** Nothing that survived a change of spelling may be lost again; `npm run metamorphosis` shows what is lost, and where. */
import { beforeAll, describe, expect, it } from 'vitest';
import { readExemptions } from './exempt.ts';
import { countOutcome, type Outcome } from './figures.ts';
import { rulesBelowFloor, transformationsBelowFloor } from './floor.ts';
import { runAll } from './run-all.ts';

/** Some minutes where both processors are free, and twenty where others have them: only a test that hangs is ended. */
const MILLISECONDS_OF_A_HANG = 5_400_000;

describe('metamorphoses of all fixtures', () => {
  let outcome: Outcome;

  beforeAll(async () => {
    outcome = countOutcome(await runAll({ rules: [], transformations: [], isChecked: true }), readExemptions());
  }, MILLISECONDS_OF_A_HANG);

  it('are programs, and the same ones in kind', () => {
    expect(outcome.losses.filter(({ kind }) => kind === 'no program')).toEqual([]);
  });

  it('keep what they kept', () => {
    expect([...transformationsBelowFloor(outcome.byTransformation), ...rulesBelowFloor(outcome.byRule)]).toEqual([]);
  });

  it('are exempt for something', () => {
    expect(outcome.idle).toEqual([]);
  });
});
