/** What `npm run measure` can be asked for. */
import { USAGE } from './arguments.ts';
import type { GroundTruthPart } from './measure-all.ts';

interface Measurement {
  /** As a noun phrase. */
  readonly about: string;
  readonly run: (args: readonly string[], print: (text: string) => void) => Promise<void>;
}

/** Loaded when they are asked for: most need every rule, and some are not installed everywhere. */
const MEASUREMENTS: ReadonlyMap<string, Measurement> = new Map([
  ['recall', { about: 'how much is found of what others wrote down', run: groundTruth('recall') }],
  ['severity', { about: 'how far severities are from those that others gave', run: groundTruth('severity') }],
  ['planted', { about: 'how much is found of what was planted in small projects', run: groundTruth('planted') }],
  [
    'precision',
    {
      about: 'how often findings are right to readers at first sight: draw, collect, score, recheck',
      run: async (args) => (await import('../first-sight/precision.ts')).measurePrecision(args),
    },
  ],
  [
    'corpus',
    {
      about: 'whether labelled findings in real code stay; `corpus stability` whether fingerprints do',
      run: async (args) =>
        args[0] === 'stability'
          ? (await import('../stability/stability.ts')).measureStability(args.slice(1))
          : (await import('../corpus/corpus.ts')).measureCorpus(args),
    },
  ],
  [
    'rules',
    {
      about: 'what each rule brings and costs, side by side',
      run: async (args, print) => (await import('./rule-table.ts')).measureRules(args, print),
    },
  ],
  [
    'libraries',
    {
      about: 'which libraries repositories import, and what is known of each',
      run: async (args, print) => (await import('./libraries.ts')).measureLibraries(args, print),
    },
  ],
  [
    'compare',
    {
      about: 'what other tools say of the same repositories',
      run: async (args) => (await import('../compare/compare.ts')).compareTools(args),
    },
  ],
]);

/**
 * Measures what the first word says; without one, all of the ground truth. Throws an Error with one sentence for a word that it does not
 * know.
 */
export async function measure(args: readonly string[], print: (text: string) => void): Promise<void> {
  const [first, ...rest] = args;
  if (first === '--help' || first === '-h') print(helpText());
  else if (first === undefined || first.startsWith('-')) await groundTruth('all')(args, print);
  else await known(first).run(rest, print);
}

function known(name: string): Measurement {
  const measurement = MEASUREMENTS.get(name);
  if (measurement !== undefined) return measurement;
  throw new Error(`there is no measurement \`${name}\`: it is one of ${[...MEASUREMENTS.keys()].join(', ')}`);
}

function helpText(): string {
  const names = [...MEASUREMENTS].map(([name, { about }]) => `  ${name.padEnd(18)}  ${about}`);
  return [`npm run measure -- [${[...MEASUREMENTS.keys()].join('|')}] [options]`, ...names, '', USAGE].join('\n');
}

function groundTruth(part: GroundTruthPart): Measurement['run'] {
  return async (args) => (await import('./ground-truth.ts')).measureGroundTruth(part, args);
}
