import { join, resolve } from 'node:path';
import { readDate, readOptions, usageOf } from '../command-line.ts';
import { projectRoot } from '../project-root.ts';
import { SHOWN, type Shown } from './scan-repository.ts';
import { isOneOf } from './vocabulary.ts';

export type Arguments = (DrawArguments | CollectArguments | ScoreArguments | RecheckArguments) & {
  /** The folder whose `measurements/first-sight` keeps the rounds. */
  readonly project: string;
};

export interface DrawArguments {
  readonly command: 'draw';
  readonly folders: readonly string[];
  readonly round: number;
  readonly seed: number;
  readonly size: number;
  /** A table of kinds, by remote. */
  readonly kinds: string | undefined;
  /** Rounds of the same repositories, drawn the same day. */
  readonly beside: readonly number[];
  readonly output: string;
  readonly profile: Shown;
  readonly date: string;
}

export interface CollectArguments {
  readonly command: 'collect';
  readonly round: number;
  readonly folder: string;
}

export interface ScoreArguments {
  readonly command: 'score';
  /** None means all. */
  readonly rounds: readonly number[];
  readonly writes: boolean;
}

export interface RecheckArguments {
  readonly command: 'recheck';
  readonly round: number;
  readonly folders: readonly string[];
  readonly profile: Shown;
  readonly date: string;
}

const USAGE = `npm run measure -- precision draw <folder>… --seed N --round K [--kinds FILE] [--size 250] [-o FOLDER] [--profile ${SHOWN.join('|')}] [--beside K]…
npm run measure -- precision collect --round K <folder>
npm run measure -- precision score [--round K]… [--write]
npm run measure -- precision recheck --round K [--profile ${SHOWN.join('|')}] <folder>…
  --date YYYY-MM-DD  the day on which suppressions have expired or not
  --project FOLDER   another project that keeps rounds in measurements/first-sight`;
const usage = usageOf(USAGE);

const DEFAULT_SIZE = '250';

/** Throws an Error with a sentence and the usage for what cannot be read. */
export function parseArguments(args: readonly string[], today: string): Arguments {
  const { values, positionals } = readOptions(args, OPTIONS, usage);
  return { ...parseCommand(values, positionals, today), project: resolve(values.project ?? projectRoot) };
}

function parseCommand(
  values: ReturnType<typeof readOptions<typeof OPTIONS>>['values'],
  positionals: readonly string[],
  today: string,
): DrawArguments | CollectArguments | ScoreArguments | RecheckArguments {
  const [command, ...folders] = positionals;
  const rounds = values.round.map((text) => toNumber('--round', text));
  const profile = toShown(values.profile);
  const date = readDate(values.date ?? today, usage);
  switch (command) {
    case 'draw': {
      const round = onlyRound(rounds);
      const output = values.output ?? join(projectRoot, '.cache/first-sight', `round-${round}`);
      if (folders.length === 0) throw usage('`draw` needs a folder');
      if (values.seed === undefined) throw usage('`draw` needs --seed');
      const numbers = { seed: toNumber('--seed', values.seed), size: toNumber('--size', values.size) };
      const { kinds } = values;
      const beside = values.beside.map((text) => toNumber('--beside', text));
      return { command, folders, round, ...numbers, kinds, beside, output: resolve(output), profile, date };
    }
    case 'collect': {
      const [folder, more] = folders;
      if (folder === undefined || more !== undefined) throw usage('`collect` needs one folder of filled sheets');
      return { command, round: onlyRound(rounds), folder };
    }
    case 'score':
      if (folders.length > 0) throw usage('`score` takes no folder');
      if (values.write && rounds.length > 0) throw usage('--write needs every round');
      return { command, rounds, writes: values.write };
    case 'recheck':
      if (folders.length === 0) throw usage('`recheck` needs a folder');
      return { command, round: onlyRound(rounds), folders, profile, date };
    default:
      throw usage(command === undefined ? 'no command is given' : `there is no command \`${command}\``);
  }
}

const OPTIONS = {
  round: { type: 'string', multiple: true, default: [] as string[] },
  seed: { type: 'string' },
  size: { type: 'string', default: DEFAULT_SIZE },
  kinds: { type: 'string' },
  beside: { type: 'string', multiple: true, default: [] as string[] },
  output: { type: 'string', short: 'o' },
  profile: { type: 'string', default: 'default' },
  date: { type: 'string' },
  project: { type: 'string' },
  write: { type: 'boolean', default: false },
} as const;

function onlyRound([round, more]: readonly number[]): number {
  if (round === undefined || more !== undefined) throw usage('one --round is needed');
  return round;
}

function toNumber(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw usage(`${option} \`${text}\` is no number`);
}

function toShown(text: string): Shown {
  if (isOneOf(SHOWN, text)) return text;
  throw usage(`there is no profile \`${text}\``);
}
