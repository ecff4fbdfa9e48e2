import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { configurableRules, prepareScan, TOOL } from '../../audit/index.ts';
import type { FailOn } from '../../config/index.ts';
import { type FileTree, systemErrorCode } from '../../discover/index.ts';
import { SEVERITIES } from '../../findings/index.ts';
import { GitError, GitRepository } from '../../git/index.ts';
import {
  AuditError,
  closingLine,
  describeReplay,
  GitHistory,
  type GitPast,
  loadReplayFormatter,
  MappingError,
  parseMapping,
  pastOf,
  REPLAY_FORMATS,
  type ReplayDocument,
  type ReplayedClaim,
  type ReplayFormat,
  type RuleMapping,
  readAudit,
  replayAudit,
  replayPretty,
  type WrittenAudit,
  withFindings,
  withRules,
} from '../../replay/index.ts';
import { oneOf, planFailOn } from '../check-plan.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { loadRules } from '../known-rules.ts';
import { findNamedConfiguration } from '../named-configuration.ts';
import { checkRuleName } from '../named-rule.ts';
import { checkWritable, writeOutputFile } from '../output/output-file.ts';
import { Writer } from '../output/writer.ts';
import { planPatience } from '../plan-patience.ts';
import { isComplete } from '../scan-completeness.ts';
import { namedRoot, showPath } from '../scan-root.ts';
import { UsageError } from '../usage-error.ts';
import { runScan } from './run-scan.ts';

export interface ReplayOptions {
  readonly root?: string;
  readonly at?: string;
  readonly scan?: true;
  readonly map?: string;
  readonly format: string;
  readonly output?: string;
  readonly failOn?: string;
  readonly unread?: true;
  readonly config?: string;
  readonly plugin?: readonly string[];
  readonly quiet?: true;
  /** Of earlier versions. */
  readonly history?: true;
}

/** `auditlint replay AUDIT.md`: what became of the code that the claims of a written audit give. */
export async function replay(document: string, options: ReplayOptions, io: Io): Promise<ExitCode> {
  if (options.history === true)
    throw new UsageError('`--history` was removed: every verdict names its commit; omit the option');
  if (options.map !== undefined && options.scan !== true)
    throw new UsageError('`--map` has no effect without a scan: add `--scan`');
  const format = oneOf('--format', options.format, REPLAY_FORMATS);
  const failOn = planFailOn(options) ?? 'P1';
  const output = options.output === undefined || options.output === '-' ? undefined : resolve(io.cwd, options.output);
  if (output !== undefined) checkWritable(output, options.output ?? '', [io.cwd]);
  const bytes = readInput(document, 'document', io);
  const audit = await withKnownRules(readDocument(bytes, document), options, io);
  const ground = openGround(bytes, audit, options, io);
  if (ground.past?.history.isShallow === true && options.quiet !== true)
    new Writer(io.stderr, io.env).line(
      'the clone is shallow, so changes before its first commit are unknown; run `git fetch --unshallow`',
    );
  const replayed = await replayAudit(audit, treeOf(ground), ground.past).catch((error: unknown) => {
    throw error instanceof GitError ? new UsageError(error.message) : error;
  });
  const scanned = options.scan === true ? await scanGround(ground, options, io) : undefined;
  if (options.scan === true && scanned === undefined) return EXIT.interrupted;
  const claims = scanned === undefined ? replayed : withFindings(replayed, scanned.findings);
  const replayReport = describeReplay({
    tool: TOOL,
    audit,
    claims,
    documentPath: showPath(resolve(io.cwd, document), io.cwd),
    root: showPath(ground.root, io.cwd),
    commit: ground.commit,
    audited: ground.past?.audited,
    scanned: options.scan === true,
  });
  await write(replayReport, format, output, options, io);
  if (isFailing(claims, failOn)) return EXIT.findings;
  return scanned?.isComplete === false ? EXIT.incomplete : EXIT.clean;
}

function readDocument(bytes: Buffer, document: string): WrittenAudit {
  try {
    return readAudit(bytes, document);
  } catch (error) {
    throw error instanceof AuditError ? new UsageError(error.message) : error;
  }
}

/** With the rules of a mapping file. Rules are loaded where the document or the file names some. */
async function withKnownRules(audit: WrittenAudit, options: ReplayOptions, io: Io): Promise<WrittenAudit> {
  const mapping = options.map === undefined ? undefined : readMapping(options.map, io);
  const claims = mapping === undefined ? audit.claims : audit.claims.map((claim) => withRules(claim, mapping));
  const named = [...claims.flatMap(({ rules }) => rules), ...[...(mapping?.values() ?? [])].flat()];
  const known = named.length === 0 ? [] : await loadRules(options, undefined, io);
  for (const rule of named) checkRuleName(rule, known);
  return { ...audit, claims };
}

function readMapping(file: string, io: Io): RuleMapping {
  try {
    return parseMapping(readInput(file, '--map', io).toString('utf8'), file);
  } catch (error) {
    throw error instanceof MappingError ? new UsageError(`--map: \`${file}\` ${error.message}`) : error;
  }
}

function readInput(file: string, what: string, { cwd }: Io): Buffer {
  try {
    const path = resolve(cwd, file);
    if (!statSync(path).isFile()) throw new UsageError(`${what}: \`${file}\` is not a file`);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (systemErrorCode(error) === 'ENOENT') throw new UsageError(`${what}: no such file: \`${file}\``);
    throw new UsageError(`${what}: \`${file}\` cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

/** What is looked at: the files on the disk, or those of a commit. */
interface ReplayGround {
  readonly root: string;
  /** Undefined: the files on the disk. */
  readonly tree: FileTree | undefined;
  readonly past: GitPast | undefined;
  /** As `--at` means it. */
  readonly commit: string | undefined;
}

function openGround(
  document: Buffer,
  audit: WrittenAudit,
  { root: named = '.', at }: ReplayOptions,
  io: Io,
): ReplayGround {
  try {
    const root = namedRoot(named, io.cwd);
    const repository = openRepository(root, named, at !== undefined, io);
    const commit = repository?.findCommit(at ?? 'HEAD');
    if (at !== undefined && commit === undefined) throw new UsageError(unknownCommit(at, repository));
    if (repository === undefined || commit === undefined)
      return { root, tree: undefined, past: undefined, commit: undefined };
    const past = pastOf(document, audit, new GitHistory(repository), commit);
    return at === undefined
      ? { root, tree: undefined, past, commit: undefined }
      : { root, tree: repository.treeOf(commit), past, commit };
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
  return `git finds no commit \`${at}\`${hint || '; name a fetched branch, tag or commit'}`;
}

const treeOf = ({ root, tree }: ReplayGround) => (tree === undefined ? { root } : { root, tree });

/** What all rules find, in the strict profile: a claim may be about any of it. Undefined when it was interrupted. */
async function scanGround(ground: ReplayGround, options: ReplayOptions, io: Io) {
  const { config } = options;
  const rules = await loadRules(options, ground.root, io);
  const { request } = prepareScan({
    root: ground.root,
    paths: [],
    rules,
    // All rules, whatever the configuration leaves out.
    commandLine: {
      profile: 'strict',
      select: configurableRules(rules).map(({ name }) => ({ kind: 'rule', name })),
      ignore: [],
    },
    configurationFile: config === undefined ? undefined : findNamedConfiguration(config, io),
    exclude: [],
    respectsGitIgnore: true,
    patience: planPatience(io),
    today: io.today,
    showPath: (file) => showPath(file, io.cwd),
  });
  const report = await runScan({ request: { ...request, ...treeOf(ground) } }, options, io);
  return report === undefined ? undefined : { findings: report.findings, isComplete: isComplete(report) };
}

async function write(
  replayReport: ReplayDocument,
  format: ReplayFormat,
  file: string | undefined,
  { output = '', unread, quiet }: ReplayOptions,
  io: Io,
): Promise<void> {
  const stdout = new Writer(io.stdout, io.env);
  const isPretty = format === 'pretty';
  if (isPretty && file === undefined) {
    await stdout.lines(replayPretty(replayReport, unread === true));
    return;
  }
  const text = isPretty
    ? await prettyText(replayReport, unread === true)
    : (await loadReplayFormatter(format))(replayReport);
  if (file === undefined) stdout.document(text);
  else writeOutputFile(file, output, text, [io.cwd]);
  if (quiet !== true) new Writer(io.stderr, io.env).line(closingLine(replayReport));
}

async function prettyText(replayReport: ReplayDocument, showsUnread: boolean): Promise<string> {
  let text = '';
  const stream = { write: (chunk: string) => (text += chunk) };
  await new Writer(stream, {}).lines(replayPretty(replayReport, showsUnread));
  return text;
}

/** By the severity that the document gives to what still stands. */
function isFailing(claims: readonly ReplayedClaim[], failOn: FailOn): boolean {
  const failing = failOn === 'never' ? [] : SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  return claims.some(
    ({ claim: { severity }, verdict: { kind } }) =>
      (kind === 'stands-as-quoted' || kind === 'moved') && severity !== undefined && failing.includes(severity),
  );
}
