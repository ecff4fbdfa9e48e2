/** Survival, counted: in all, by transformation and by rule. What is exempt is counted apart. */
import { type Exemption, findExemption } from './exempt.ts';
import type { Trial } from './run-all.ts';

export interface Count {
  readonly kept: number;
  readonly of: number;
}

export interface Figures {
  readonly strict: Count;
  readonly default: Count;
  readonly clean: Count;
  readonly exempt: number;
}

/** What did not survive, or fires where nothing should. */
export interface Loss {
  readonly kind: 'lost' | 'held back' | 'fires' | 'no program';
  readonly rule: string;
  readonly transformation: string;
  readonly fixture: string;
  readonly place: string;
  readonly reported: string;
  readonly exemption: Exemption | undefined;
}

export interface Outcome {
  readonly all: Figures;
  readonly byTransformation: ReadonlyMap<string, Figures>;
  readonly byRule: ReadonlyMap<string, Figures>;
  readonly losses: readonly Loss[];
  readonly idle: readonly Exemption[];
}

/** The shares of the issue, in percent. */
export const THRESHOLDS = { strict: 95, default: 85, clean: 100 } as const;

export function shareOf({ kept, of }: Count): number {
  return of === 0 ? 100 : (100 * kept) / of;
}

export function countOutcome(trials: readonly Trial[], exemptions: readonly Exemption[]): Outcome {
  const all = new Tally();
  const byTransformation = new Map<string, Tally>();
  const byRule = new Map<string, Tally>();
  const losses: Loss[] = [];
  for (const trial of trials) {
    const tallies = [all, tallyOf(byTransformation, trial.transformation.name), tallyOf(byRule, trial.rule)];
    losses.push(...judge(trial, tallies, exemptions));
  }
  return {
    all: all.figures,
    byTransformation: figuresOf(byTransformation),
    byRule: figuresOf(byRule),
    losses,
    idle: exemptions.flatMap((exemption) => idleParts(exemption, losses)),
  };
}

/** An exemption for each transformation that it names for nothing. */
function idleParts(exemption: Exemption, losses: readonly Loss[]): Exemption[] {
  const own = losses.filter((loss) => loss.exemption === exemption);
  return exemption.transformation
    .split(',')
    .filter((name) => (name === '*' ? own.length === 0 : !own.some(({ transformation }) => transformation === name)))
    .map((transformation) => ({ ...exemption, transformation }));
}

function judge(trial: Trial, tallies: readonly Tally[], exemptions: readonly Exemption[]): Loss[] {
  const { rule, fixture, survival, isClean, profile } = trial;
  const transformation = trial.transformation.name;
  const exemption = findExemption(exemptions, { rule, transformation, fixture });
  const losses: Loss[] = [];
  const lose = (kind: Loss['kind'], place: string, reported: string) => {
    losses.push({ kind, rule, transformation, fixture, place, reported, exemption });
  };
  const count = (which: 'strict' | 'default' | 'clean', isKept: boolean) => {
    for (const tally of tallies) {
      if (!isKept && exemption !== undefined) tally.exempt += 1;
      else tally.add(which, isKept);
    }
  };
  if (trial.fault !== '') {
    lose('no program', '', trial.fault);
    return losses;
  }
  for (const { finding, strict, default: inDefault } of survival.fates) {
    const { path, line } = finding.location;
    count('strict', strict === 'survives');
    if (strict === 'lost') lose('lost', `${path}:${line}`, finding.message);
    if (inDefault === 'aside' || trial.transformation.isGuess === true) continue;
    count('default', inDefault === 'survives');
    if (strict === 'survives' && inDefault === 'lost') lose('held back', `${path}:${line}`, finding.message);
  }
  if (!isClean) return losses;
  const fires = survival.extra.filter((finding) => profile === 'strict' || finding.profile === 'default');
  count('clean', fires.length === 0);
  for (const { location, message } of fires) lose('fires', `${location.path}:${location.line}`, message);
  return losses;
}

class Tally {
  readonly #kept = { strict: 0, default: 0, clean: 0 };
  readonly #of = { strict: 0, default: 0, clean: 0 };
  exempt = 0;

  add(which: 'strict' | 'default' | 'clean', isKept: boolean): void {
    this.#of[which] += 1;
    if (isKept) this.#kept[which] += 1;
  }

  get figures(): Figures {
    const count = (which: 'strict' | 'default' | 'clean') => ({ kept: this.#kept[which], of: this.#of[which] });
    return { strict: count('strict'), default: count('default'), clean: count('clean'), exempt: this.exempt };
  }
}

function tallyOf(tallies: Map<string, Tally>, name: string): Tally {
  const tally = tallies.get(name) ?? new Tally();
  tallies.set(name, tally);
  return tally;
}

function figuresOf(tallies: ReadonlyMap<string, Tally>): ReadonlyMap<string, Figures> {
  return new Map([...tallies].map(([name, tally]) => [name, tally.figures]));
}
