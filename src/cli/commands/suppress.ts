import { join } from 'node:path';
import { configurableRules, lineAmongComments, type SuppressionOutcome, suppressFinding } from '../../audit/index.ts';
import { DiskTree } from '../../discover/index.ts';
import { ENGINE_RULES } from '../../engine/index.ts';
import type { RegisteredRule } from '../../kit/index.ts';
import { shellWord } from '../../reporters/index.ts';
import { readReason, readUntil } from '../acceptance.ts';
import type { CheckOptions } from '../check-options.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { loadRules } from '../known-rules.ts';
import { readPlace } from '../named-place.ts';
import { checkRuleName } from '../named-rule.ts';
import { Writer } from '../output/writer.ts';
import { UsageError } from '../usage-error.ts';
import { writeComment } from '../write-comment.ts';
import { prepareCheck } from './prepare-check.ts';
import { runScan } from './run-scan.ts';

export interface SuppressOptions {
  readonly reason?: string;
  readonly until?: string;
  readonly config?: string;
  readonly fromNoqa?: true;
  readonly plugin?: readonly string[];
}

/** `auditlint suppress RULE PATH:LINE`: writes the comment that accepts a finding. */
export async function suppress(words: readonly string[], options: SuppressOptions, io: Io): Promise<ExitCode> {
  // `why` takes the place first.
  const [rule, place] = isPlace(words[0]) && !isPlace(words[1]) ? [words[1], words[0]] : words;
  if (rule === undefined || place === undefined)
    throw new UsageError(
      `\`suppress\` needs ${rule === undefined ? 'a rule and ' : ''}a location such as \`src/app.py:12\``,
    );
  if (words.length > 2) throw new UsageError('`suppress` got too many arguments');
  return suppressAt(rule, place, options, io);
}

const isPlace = (word: string | undefined): boolean => word !== undefined && /:\d+$/.test(word);

async function suppressAt(rule: string, place: string, options: SuppressOptions, io: Io): Promise<ExitCode> {
  const rules = await loadRules(options, undefined, io);
  checkRule(rule, rules);
  const { file, line: requested } = readPlace(place);
  const reason = readReason('suppress', options.reason);
  const until = readUntil(options.until, io);
  const stdout = new Writer(io.stdout, io.env);
  let line = requested;
  for (let attempt = 1; ; attempt++) {
    const { request } = await prepareCheck([file], allRules(options, rules), io);
    const path = pathInRoot(request, file);
    const outcome = await suppressFinding(request, { path, line, rule, reason, until }, (one) =>
      runScan({ request: one }, {}, io),
    );
    switch (outcome.kind) {
      case 'interrupted':
        return EXIT.interrupted;
      case 'already': {
        const others =
          outcome.lines.length === 0 ? '' : `; in this file it is also reported on ${linesText(outcome.lines)}`;
        stdout.line(`${shellWord(file)}:${outcome.line}: \`${rule}\` is already suppressed${others}`);
        return EXIT.clean;
      }
      case 'edit': {
        const target = join(request.root, path);
        const written = await writeComment(target, file, outcome, [io.cwd, request.root], io);
        if (written === 'written') {
          stdout.line(`${shellWord(file)}:${outcome.line}: suppressed \`${rule}\``);
          return EXIT.clean;
        }
        if (attempt === MAX_ATTEMPTS)
          throw new UsageError(`\`${file}\` was not changed: it changed during the scan; run the command again`);
        line = lineAmongComments(outcome.before, written, line);
        break;
      }
      default:
        throw refusal(outcome, rule, place, file);
    }
  }
}

/** Of as many that write comments into one file at once, each has its turn. */
const MAX_ATTEMPTS = 8;

/** The comment may be something that another rule looks at, so all of them run, whatever the configuration says. */
export function allRules({ config, plugin }: SuppressOptions, rules: readonly RegisteredRule[]): CheckOptions {
  const select = configurableRules(rules).map(({ name }) => name);
  return { select, ...(config !== undefined && { config }), ...(plugin !== undefined && { plugin }) };
}

function checkRule(name: string, rules: readonly RegisteredRule[]): void {
  checkRuleName(name, rules);
  if (ENGINE_RULES.some((rule) => rule.name === name)) {
    throw new UsageError(
      `\`${name}\` is about comments and cannot be suppressed by one; ignore it in the configuration`,
    );
  }
}

function pathInRoot(request: Parameters<typeof suppressFinding>[0], file: string): string {
  const resolved = new DiskTree(request.root).resolve(request.paths[0] ?? file);
  if (resolved.kind === 'file') return resolved.path;
  throw new UsageError(`\`${file}\` is not a file that can contain a suppression comment`);
}

type Refused = Extract<SuppressionOutcome, { kind: 'no-finding' | 'impossible' }>;

function refusal(outcome: Refused, rule: string, place: string, file: string): UsageError {
  if (outcome.kind === 'impossible') return new UsageError(`\`${file}\` was not changed: ${outcome.reason}`);
  const where =
    outcome.lines.length === 0
      ? 'this file has no such finding'
      : `in this file it is reported on ${linesText(outcome.lines)}`;
  return new UsageError(`no finding of \`${rule}\` at \`${place}\`; ${where}`);
}

function linesText(given: readonly number[]): string {
  const lines = [...new Set(given)];
  return `line ${lines.slice(0, MAX_LINES).join(', ')}${lines.length > MAX_LINES ? ', …' : ''}`;
}

const MAX_LINES = 10;
