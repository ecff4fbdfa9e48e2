import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { configurableRules, prepareScan, TOOL } from '../../audit/index.ts';
import type { FailOn } from '../../config/index.ts';
import { systemErrorCode } from '../../discover/index.ts';
import type { ScanRequest } from '../../engine/index.ts';
import { SEVERITIES } from '../../findings/index.ts';
import { GitError, GitRepository } from '../../git/index.ts';
import type { RegisteredRule } from '../../kit/index.ts';
import type { WrittenAudit } from '../../replay/claim.ts';
import {
  closingLine,
  describeReplay,
  everyRule,
  GitHistory,
  type GitPast,
  loadReplayFormatter,
  MappingError,
  parseMapping,
  pastOf,
  REPLAY_FORMATS,
  type Replay,
  type ReplayDocument,
  type ReplayFormat,
  type RuleMapping,
  replayAudit,
  replayPretty,
  withRules,
} from '../../replay/index.ts';
import { AuditError, readAudit } from '../../replay/reading/index.ts';
import { oneOf, planFailOn } from '../check-plan.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { loadRules } from '../known-rules.ts';
import { findNamedConfiguration } from '../named-configuration.ts';
import { checkRuleName } from '../named-rule.ts';
import { checkWritable, writeOutputFile } from '../output/output-file.ts';
import { Writer } from '../output/writer.ts';
import { planPatience } from '../plan-patience.ts';
import { namedRoot, showPath } from '../scan-root.ts';
import { UsageError } from '../usage-error.ts';
import { runScan } from './run-scan.ts';

export interface ReplayOptions {
  readonly root?: string;
  readonly at?: string;
  readonly history?: true;
  readonly map?: string;
  readonly format: string;
  readonly output?: string;
  readonly failOn?: string;
  readonly unread?: true;
  readonly config?: string;
  readonly plugin?: readonly string[];
  readonly quiet?: true;
}

/** `auditlint replay AUDIT.md`: where the claims of a written audit stand now, and whether they are so. */
export async function replay(document: string, options: ReplayOptions, io: Io): Promise<ExitCode> {
  const format = oneOf('--format', options.format, REPLAY_FORMATS);
  const failOn = planFailOn(options) ?? 'P1';
  const output = options.output === undefined || options.output === '-' ? undefined : resolve(io.cwd, options.output);
  if (output !== undefined) checkWritable(output, options.output ?? '', [io.cwd]);
  const known = await loadRules(options, undefined, io);
  const bytes = readInput(document, 'document', io);
  const audit = readDocument(
    bytes,
    document,
    options.map === undefined ? undefined : readMapping(options.map, known, io),
    known,
  );
  const ground = openGround(bytes, audit, options, io);
  const scan = await prepareReplay(ground, options, io);
  const done = await replayAudit({
    audit,
    ...scan,
    past: ground.past,
    tellsHistory: options.history === true,
    run: (request) => runScan({ request }, options, io),
  }).catch((error: unknown) => {
    throw error instanceof GitError ? new UsageError(error.message) : error;
  });
  if (done === undefined) return EXIT.interrupted;
  const told = describeReplay({
    tool: TOOL,
    audit,
    replay: done,
    documentPath: showPath(resolve(io.cwd, document), io.cwd),
    root: showPath(ground.root, io.cwd),
    commit: ground.commit,
  });
  await write(told, format, output, options, io);
  return exitCodeOf(done, failOn);
}

function readDocument(
  bytes: Buffer,
  document: string,
  mapping: RuleMapping | undefined,
  known: readonly RegisteredRule[],
): WrittenAudit {
  try {
    const audit = readAudit(bytes, document);
    if (audit.claims.length === 0)
      throw new UsageError(`\`${document}\` holds no claim: nothing in it names a defect and a place`);
    for (const rule of audit.claims.flatMap(({ rules }) => rules)) checkRuleName(rule, known);
    return mapping === undefined ? audit : { ...audit, claims: audit.claims.map((claim) => withRules(claim, mapping)) };
  } catch (error) {
    throw error instanceof AuditError ? new UsageError(error.message) : error;
  }
}

function readMapping(file: string, known: readonly RegisteredRule[], io: Io): RuleMapping {
  try {
    const mapping = parseMapping(readInput(file, '--map', io).toString('utf8'), file);
    for (const rule of [...mapping.values()].flat()) checkRuleName(rule, known);
    return mapping;
  } catch (error) {
    throw error instanceof MappingError ? new UsageError(`--map: \`${file}\` ${error.message}`) : error;
  }
}

function readInput(file: string, what: string, { cwd }: Io): Buffer {
  try {
    const path = resolve(cwd, file);
    if (!statSync(path).isFile()) throw new UsageError(`${what}: \`${file}\` is no file`);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (systemErrorCode(error) === 'ENOENT') throw new UsageError(`${what}: no such file: \`${file}\``);
    throw new UsageError(`${what}: \`${file}\` cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

/** What is looked at: the files on the disk, or those of a commit. */
interface Ground {
  readonly root: string;
  readonly repository: GitRepository | undefined;
  readonly past: GitPast | undefined;
  /** As `--at` means it. */
  readonly commit: string | undefined;
}

function openGround(
  document: Buffer,
  audit: WrittenAudit,
  { root: named = '.', at, history }: ReplayOptions,
  io: Io,
): Ground {
  try {
    const root = namedRoot(named, io.cwd);
    const repository = openRepository(root, named, at !== undefined || history === true, io);
    const commit = repository?.findCommit(at ?? 'HEAD');
    if (at !== undefined && commit === undefined) throw new UsageError(unknownCommit(at, repository));
    if (history === true && commit === undefined)
      throw new UsageError('`--history` needs commits, and this repository has none yet');
    if (repository === undefined || commit === undefined)
      return { root, repository, past: undefined, commit: undefined };
    const past = pastOf(document, audit, new GitHistory(repository), commit);
    if (history === true) past.checkHistory();
    return { root, repository, past, commit: at === undefined ? undefined : commit };
  } catch (error) {
    throw error instanceof GitError ? new UsageError(error.message) : error;
  }
}

function openRepository(root: string, named: string, isNeeded: boolean, { env }: Io): GitRepository | undefined {
  const isGitDirectory = ['HEAD', 'objects', 'refs'].every((name) => existsSync(join(root, name)));
  try {
    return isGitDirectory ? GitRepository.ofGitDirectory(root, root, env) : GitRepository.open(root, env, named);
  } catch (error) {
    if (isNeeded || !(error instanceof GitError)) throw error;
    return undefined;
  }
}

function unknownCommit(at: string, repository: GitRepository | undefined): string {
  const hint = repository?.isShallow === true ? ', and the clone is shallow; try `git fetch --unshallow`' : '';
  return `git knows no commit \`${at}\` here${hint || '; name a branch, a tag or a commit that was fetched'}`;
}

async function prepareReplay({ root, repository, commit }: Ground, options: ReplayOptions, io: Io) {
  const { config } = options;
  const rules = await loadRules(options, root, io);
  const known = configurableRules(rules);
  const { request } = prepareScan({
    root,
    paths: [],
    rules,
    commandLine: everyRule(known),
    configurationFile: config === undefined ? undefined : findNamedConfiguration(config, io),
    exclude: [],
    respectsGitIgnore: true,
    patience: planPatience(io),
    today: io.today,
    showPath: (file) => showPath(file, io.cwd),
  });
  const scan: ScanRequest = commit === undefined ? request : { ...request, tree: treeOf(repository, commit) };
  return { scan, rules: known };
}

function treeOf(repository: GitRepository | undefined, commit: string) {
  if (repository === undefined) throw new UsageError(`git knows no commit \`${commit}\` here`);
  return repository.treeOf(commit);
}

async function write(
  told: ReplayDocument,
  format: ReplayFormat,
  file: string | undefined,
  { output = '', unread, quiet }: ReplayOptions,
  io: Io,
): Promise<void> {
  const stdout = new Writer(io.stdout, io.env);
  const isPretty = format === 'pretty';
  if (isPretty && file === undefined) {
    await stdout.lines(replayPretty(told, unread === true));
    return;
  }
  const text = isPretty ? await prettyText(told, unread === true) : (await loadReplayFormatter(format))(told);
  if (file === undefined) stdout.document(text);
  else writeOutputFile(file, output, text, [io.cwd]);
  if (quiet !== true) new Writer(io.stderr, io.env).line(closingLine(told));
}

async function prettyText(told: ReplayDocument, showsUnread: boolean): Promise<string> {
  let text = '';
  const stream = { write: (chunk: string) => (text += chunk) };
  await new Writer(stream, {}).lines(replayPretty(told, showsUnread));
  return text;
}

/** By the severity of what is still there: our own where a finding stands behind it, else the document's. */
function exitCodeOf({ claims, isComplete }: Replay, failOn: FailOn): ExitCode {
  const failing = failOn === 'never' ? [] : SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  const isFailing = claims.some(({ claim, verdict: { kind, severity } }) => {
    const worst = severity ?? claim.severity;
    return (kind === 'present' || kind === 'fixed-in-name-only') && worst !== undefined && failing.includes(worst);
  });
  if (isFailing) return EXIT.findings;
  return isComplete ? EXIT.clean : EXIT.incomplete;
}
