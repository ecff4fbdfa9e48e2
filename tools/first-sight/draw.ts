import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { groupBy } from '../../src/collections/index.ts';
import { type Finding, SEVERITIES } from '../../src/findings/index.ts';
import { compareText } from '../../src/text/index.ts';
import { Sources } from '../corpus/scan-folder.ts';
import { fileOf } from './finding-places.ts';
import type { Choice } from './kinds.ts';
import { knownRepositories, whySame } from './known-repositories.ts';
import { type OpenRepository, openRepository } from './open-repository.ts';
import { plainName } from './remote.ts';
import {
  type BySeverity,
  DRAWN_COLUMNS,
  type DrawnFinding,
  FOUND_COLUMNS,
  GUESSES_COLUMNS,
  GUESSES_FILE,
  REPOSITORY_COLUMNS,
  readRound,
  roundFolder,
} from './round.ts';
import { drawByRule, drawFifth, drawSample } from './sample.ts';
import { type ScanSettings, scanRepository } from './scan-repository.ts';
import { SeededRandom } from './seeded-random.ts';
import { emptyAnswers, formatSheet, hiddenLines, type Sheet } from './sheet.ts';
import { formatTable } from './table.ts';

export interface Drawing extends ScanSettings {
  /** The folder of the project, which keeps the record. */
  readonly project: string;
  readonly folders: readonly string[];
  readonly round: number;
  readonly seed: number;
  readonly size: number;
  /** By normalised remote; where it is given, a repository that is not in it is refused. */
  readonly choices: ReadonlyMap<string, Choice> | undefined;
  /** Rounds of the same repositories that this one is beside: what readers were given in them is not drawn again. */
  readonly beside: readonly number[];
  /** Where the sheets go. */
  readonly output: string;
  /** The commit of auditlint that draws. */
  readonly auditlint: string;
}

/** Scans, draws, and writes the record and the sheets. Throws an Error with one sentence before anything is written. */
export async function draw(drawing: Drawing, print: (text: string) => void): Promise<void> {
  const { project, round, output, seed, size } = drawing;
  const record = roundFolder(project, round);
  for (const folder of [record, output]) {
    if (existsSync(folder)) throw new Error(`round ${round} was drawn already: \`${folder}\` is there`);
  }
  const repositories = openAll(drawing);
  const given = new Set(drawing.beside.flatMap((number) => readRound(project, number).drawn.map(keyOf)));
  const scanned: ScannedRepository[] = [];
  for (const repository of repositories) {
    const { statistics, findings: all } = await scanRepository(repository, drawing);
    const findings = all.filter((finding) => !given.has(placeKey(repository.remote, finding)));
    print(`${repository.remote}: ${statistics.scanned} files, ${statistics.lines} lines, ${findings.length} findings`);
    scanned.push({ repository, findings, files: statistics.scanned, lines: statistics.lines });
  }
  const drawn = drawFindings(scanned, drawing);
  writeRecord(record, scanned, drawn, drawing);
  writeSheets(output, scanned, drawn);
  print(
    `round ${round}: ${drawn.length} findings drawn with seed ${seed}, ${size} wanted; the sheets are in ${output}`,
  );
}

const keyOf = ({ repository, path, line, rule }: Pick<DrawnFinding, 'repository' | 'path' | 'line' | 'rule'>): string =>
  [repository, path, line, rule].join('\t');

const placeKey = (repository: string, { location, rule }: Finding): string =>
  keyOf({ repository, path: fileOf(location), line: location.line, rule });

interface ScannedRepository {
  readonly repository: OpenRepository;
  readonly findings: readonly Finding[];
  readonly files: number;
  readonly lines: number;
}

interface Drawn {
  readonly id: string;
  readonly repository: string;
  readonly finding: Finding;
  readonly isReadTwice: boolean;
}

/**
 * In the order of their names, so that the order on the command line changes nothing. Throws an Error with a sentence for each
 * folder that cannot be drawn from, so that who names fifty learns of all of them at once.
 */
function openAll({ project, folders, choices, beside }: Drawing): OpenRepository[] {
  const findObjection = knownRepositories(project, beside);
  const opened: OpenRepository[] = [];
  const objections: string[] = [];
  for (const folder of folders) {
    const repository = openRepository(folder);
    const twin = opened.find((other) => whySame(repository, other) !== undefined);
    if (twin !== undefined) throw new Error(`\`${folder}\` and \`${twin.folder}\` are one repository, given twice`);
    const objection = findObjection(repository);
    if (objection !== undefined) objections.push(objection);
    else if (choices !== undefined && !choices.has(repository.remote))
      objections.push(`\`${repository.remote}\` is not among the kinds, which are written down before a scan`);
    else opened.push(repository);
  }
  if (objections.length > 0) throw new Error(objections.join('\n'));
  return opened.sort((a, b) => compareText(a.remote, b.remote));
}

/** No rule is read more often than so where guesses are: one that is right four times in five is known by then. */
const MOST_OF_RULE = 12;

function drawFindings(scanned: readonly ScannedRepository[], { round, seed, size, profile }: Drawing): Drawn[] {
  const random = new SeededRandom(seed);
  const candidates = scanned.flatMap(({ repository: { remote }, findings }) =>
    findings.map((finding) => ({ repository: remote, rule: finding.rule, severity: finding.severity, finding })),
  );
  const sample =
    profile === 'guesses'
      ? drawByRule(candidates, { size, most: MOST_OF_RULE }, random)
      : drawSample(candidates, size, random);
  // Beside each other only by place: neighbours that one rule made would show what the rule looks for.
  sample.sort((a, b) => compareText(a.repository, b.repository) || comparePlaces(a.finding, b.finding));
  const twice = new Set(
    [...groupBy(sample, ({ repository }) => repository).values()].flatMap((own) => [...drawFifth(own, random)]),
  );
  const width = Math.max(3, String(sample.length).length);
  return sample.map((one, index) => ({
    id: `r${round}-${String(index + 1).padStart(width, '0')}`,
    repository: one.repository,
    finding: one.finding,
    isReadTwice: twice.has(one),
  }));
}

function comparePlaces({ location: a, rule }: Finding, { location: b, rule: otherRule }: Finding): number {
  return compareText(fileOf(a), fileOf(b)) || a.line - b.line || a.column - b.column || compareText(rule, otherRule);
}

function writeRecord(
  folder: string,
  scanned: readonly ScannedRepository[],
  drawn: readonly Drawn[],
  drawing: Drawing,
): void {
  const { seed, size, profile, today, auditlint } = drawing;
  const findings = drawn.map(({ id, repository, finding, isReadTwice }) => ({
    id,
    repository,
    path: fileOf(finding.location),
    line: finding.location.line,
    rule: finding.rule,
    severity: finding.severity,
    reach: finding.grading.reach,
    places: 1 + (finding.places?.length ?? 0),
    readers: isReadTwice ? 2 : 1,
  }));
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'draw.tsv'),
    formatTable(['auditlint', 'seed', 'size', 'profile', 'date'], [{ auditlint, seed, size, profile, date: today }]),
  );
  const repositories = scanned.map((one) => repositoryRow(one, drawn, drawing));
  writeFileSync(join(folder, 'repositories.tsv'), formatTable(REPOSITORY_COLUMNS, repositories));
  writeFileSync(join(folder, 'drawn.tsv'), formatTable(DRAWN_COLUMNS, findings));
  writeFileSync(join(folder, 'found.tsv'), formatTable(FOUND_COLUMNS, foundByRule(scanned)));
  const guesses = drawn.map(({ id, finding }) => ({ id, guess: (finding.doubts ?? []).join(' ') }));
  if (profile === 'guesses') writeFileSync(join(folder, GUESSES_FILE), formatTable(GUESSES_COLUMNS, guesses));
}

function foundByRule(
  scanned: readonly ScannedRepository[],
): readonly { readonly rule: string; readonly found: number }[] {
  const groups = groupBy(
    scanned.flatMap(({ findings }) => findings),
    ({ rule }) => rule,
  );
  return [...groups]
    .map(([rule, { length: found }]) => ({ rule, found }))
    .sort((a, b) => b.found - a.found || compareText(a.rule, b.rule));
}

function repositoryRow(
  { repository, findings, files, lines }: ScannedRepository,
  drawn: readonly Drawn[],
  { choices }: Drawing,
): Readonly<Record<(typeof REPOSITORY_COLUMNS)[number], string | number>> {
  const { remote, commit, firstCommits, content } = repository;
  const { kind, why } = choices?.get(remote) ?? { kind: 'unknown', why: '' };
  const own = drawn.filter((one) => one.repository === remote).map(({ finding }) => finding);
  const [found, taken] = [countBySeverity(findings), countBySeverity(own)];
  return {
    ...{ remote, commit, first_commits: firstCommits.join(' '), content: content.join(' '), kind, why, files, lines },
    ...{ found_P0: found.P0, found_P1: found.P1, found_P2: found.P2, found_P3: found.P3 },
    ...{ drawn_P0: taken.P0, drawn_P1: taken.P1, drawn_P2: taken.P2, drawn_P3: taken.P3 },
  };
}

function countBySeverity(findings: readonly Finding[]): BySeverity {
  const [P0 = 0, P1 = 0, P2 = 0, P3 = 0] = SEVERITIES.map(
    (severity) => findings.filter((finding) => finding.severity === severity).length,
  );
  return { P0, P1, P2, P3 };
}

const MOST_BYTES = 1 << 27;

function writeSheets(folder: string, scanned: readonly ScannedRepository[], drawn: readonly Drawn[]): void {
  mkdirSync(folder, { recursive: true });
  for (const { repository, findings } of scanned) {
    const { remote, commit, tree } = repository;
    const entries = drawn.filter((one) => one.repository === remote);
    if (entries.length === 0) continue;
    const sources = new Sources(repository.folder, (path) => {
      const content = tree.read(path, MOST_BYTES);
      if (content.kind === 'content') return content.bytes;
      throw new Error(`${remote}: ${content.skipped.message}`);
    });
    const sheet: Sheet = { title: remote, commit, entries, sources, hidden: hiddenLines(findings) };
    const second: Sheet = { ...sheet, entries: entries.filter(({ isReadTwice }) => isReadTwice) };
    const name = plainName(remote);
    for (const [suffix, part] of [
      ['', sheet],
      ['.second', second],
    ] as const) {
      writeFileSync(join(folder, `${name}${suffix}.md`), formatSheet(part));
      writeFileSync(join(folder, `${name}${suffix}.tsv`), emptyAnswers(part));
    }
  }
}
