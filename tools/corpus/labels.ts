/** Findings in real code that a person has read and judged: `measurements/corpus/labels/<rule>.tsv`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** One finding as it was read. `right`: the engineer who owns that code would agree that it should change. */
export interface Label {
  readonly package: string;
  readonly version: string;
  /** Relative to the folder of the package. */
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly verdict: 'right' | 'wrong';
  readonly why: string;
  /** The trimmed line of source: it survives what moves it. */
  readonly code: string;
  readonly profile: LabelProfile;
}

/** Where the finding shows today; `silent`: the rule, fixed or narrowed since, no longer reports it. */
export type LabelProfile = 'default' | 'strict' | 'silent';

export interface LabelFile {
  readonly path: string;
  /** The rule ththe file is named after. */
  readonly rule: string;
  readonly labels: readonly Label[];
  /** Rows that could not be read, one sentence each. */
  readonly problems: readonly string[];
}

export interface Judgement {
  readonly read: number;
  readonly right: number;
}

const COLUMNS = ['package', 'version', 'path', 'line', 'rule', 'verdict', 'why', 'code'] as const;
/** Absent in files that nobody has measured since they were written; rows without it are of the default profile. */
const LAST_COLUMN = 'profile';

/** The label files below a project, sorted by name. */
export function readLabelFiles(root: string): LabelFile[] {
  const folder = join(root, 'measurements/corpus/labels');
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.tsv'));
  return names.sort().map((name) => parseLabelFile(join(folder, name), readFileSync(join(folder, name), 'utf8')));
}

export function parseLabelFile(path: string, text: string): LabelFile {
  const rule = basename(path, '.tsv');
  const [header = '', ...rows] = text.split(/\r?\n/).filter((line) => line !== '');
  const isKnown = header === COLUMNS.join('\t') || header === [...COLUMNS, LAST_COLUMN].join('\t');
  const problems = isKnown ? [] : [`line 1: the header is not ${[...COLUMNS, LAST_COLUMN].join(', ')}`];
  const labels: Label[] = [];
  for (const [index, row] of rows.entries()) {
    const label = parseRow(row, rule);
    if (typeof label === 'string') problems.push(`line ${index + 2}: ${label}`);
    else labels.push(label);
  }
  return { path, rule, labels, problems };
}

export function formatLabelFile(labels: readonly Label[]): string {
  const rows = labels.map((label) => [...COLUMNS.map((column) => String(label[column])), label.profile].join('\t'));
  return `${[[...COLUMNS, LAST_COLUMN].join('\t'), ...rows].join('\n')}\n`;
}

/** What `docs.measured` counts: the findings of the default profile, or those of the strict one where a rule has none there. */
export function judge(labels: readonly Label[]): Judgement {
  const byDefault = labels.filter(({ profile }) => profile === 'default');
  return count(byDefault.length > 0 ? byDefault : labels.filter(({ profile }) => profile === 'strict'));
}

/** What was read of findings of one profile; `strict` is what it adds to the default one. */
export function judgeIn(shownIn: LabelProfile, labels: readonly Label[]): Judgement {
  return count(labels.filter(({ profile }) => profile === shownIn));
}

function count(labels: readonly Label[]): Judgement {
  return { read: labels.length, right: labels.filter(({ verdict }) => verdict === 'right').length };
}

function parseRow(row: string, fileRule: string): Label | string {
  const cells = row.split('\t');
  const [name = '', version = '', path = '', lineText = '', rule = '', verdict = '', why = '', code = ''] = cells;
  const profile = cells[COLUMNS.length] ?? 'default';
  const line = Number(lineText);
  if (cells.length < COLUMNS.length || cells.length > COLUMNS.length + 1) return `${cells.length} columns`;
  if (name === '' || version === '' || path === '') return 'package, version or path is empty';
  if (!Number.isInteger(line) || line < 1) return `\`${lineText}\` is no line`;
  if (rule !== fileRule) return `it is of \`${rule}\`, the file of \`${fileRule}\``;
  if (verdict !== 'right' && verdict !== 'wrong') return `the verdict \`${verdict}\` is neither right nor wrong`;
  if (why.trim() === '') return 'it does not say why';
  if (code !== code.trim()) return 'the code is not trimmed';
  if (profile !== 'default' && profile !== 'strict' && profile !== 'silent')
    return `there is no profile \`${profile}\``;
  return { package: name, version, path, line, rule, verdict, why, code, profile };
}
