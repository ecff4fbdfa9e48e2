/** What a reader is given: places, code and messages, and no word of how a rule works or what it is called. */
import type { Finding, Location } from '../../src/findings/index.ts';
import type { Sources } from '../corpus/scan-folder.ts';
import { fileOf, placesOf } from './finding-places.ts';
import { formatTable } from './table.ts';

/** A finding of a sheet. */
export interface SheetEntry {
  readonly id: string;
  readonly finding: Finding;
}

export interface Sheet {
  /** The repository, as the sheet is headed. */
  readonly title: string;
  readonly commit: string;
  readonly entries: readonly SheetEntry[];
  readonly sources: Sources;
  /** `path:line` of code that must not be copied, of drawn findings and others. */
  readonly hidden: ReadonlySet<string>;
}

export const SHEET_COLUMNS = ['id', 'path', 'line', 'verdict', 'severity_due', 'use', 'cause', 'why'] as const;

/** The Markdown that is read. */
export function formatSheet(sheet: Sheet): string {
  const head = `# ${sheet.title}\n\nCommit \`${sheet.commit}\`, ${sheet.entries.length} findings.\n\n${INSTRUCTIONS}`;
  return `${[head, ...sheet.entries.map((entry) => formatEntry(entry, sheet))].join('\n\n')}\n`;
}

/** The table beside it that is filled. */
export function emptyAnswers({ entries }: Sheet): string {
  const blank = { verdict: '', severity_due: '', use: '', cause: '', why: '' };
  const rows = entries.map(({ id, finding: { location } }) => ({
    id,
    path: fileOf(location),
    line: location.line,
    ...blank,
  }));
  return formatTable(SHEET_COLUMNS, rows);
}

/** Lines that code of a hidden finding is on. */
export function hiddenLines(findings: readonly Finding[]): ReadonlySet<string> {
  const places = findings.filter(({ hidesCode }) => hidesCode === true).flatMap(placesOf);
  return new Set(
    places.flatMap((place) =>
      Array.from({ length: place.endLine - place.line + 1 }, (_, index) => keyOf(place, place.line + index)),
    ),
  );
}

const INSTRUCTIONS = `Read each finding with the repository beside you, not with the tool: what a rule is called, how it works, its labels
and its tests are not for you. Fill the table beside this sheet, one line for each finding, columns by tabs:

- \`verdict\`: \`right\` (the engineer who owns this code would agree that it should change), \`wrong\`, \`debatable\`.
- \`severity_due\`: what you would give it, whatever the tool says. \`P0\`: somebody is called for at night: the code is reached,
  and data is lost, a secret is out, a stranger is in, or the call certainly fails. \`P1\`: fix this week. \`P2\`: fix when
  there. \`P3\`: nice to know. \`-\` for wrong ones.
- \`use\`: \`glad\` (you would be glad to be told), \`trivia\`, \`repeat\` (another finding told it), \`noise\`.
- \`cause\`: the id of the finding of this sheet that tells the same cause; empty where none does.
- \`why\`: one sentence.`;

function formatEntry({ id, finding }: SheetEntry, sheet: Sheet): string {
  const { location, message } = finding;
  const others = [...finding.related, ...finding.flow].map((place) => `- \`${show(place)}\`: ${place.message}`);
  const joined = (finding.places ?? []).map(
    (place) => `- \`${show(place.location)}\`${place.message === message ? '' : `: ${place.message}`}`,
  );
  const also = [...joined, ...others];
  const code =
    finding.hidesCode === true
      ? 'The code holds a secret and is not shown; open the file.'
      : codeAround(location, sheet);
  const evidence = also.length === 0 ? [] : [`Belongs to it:\n\n${also.join('\n')}`];
  return [`## ${id}`, `\`${show(location)}\``, `> ${message}`, ...evidence, code].join('\n\n');
}

const CONTEXT = 12;
/** Minified code, and data. */
const LONGEST_LINE = 240;

function codeAround(place: Location, { sources, hidden }: Sheet): string {
  const text = sources.text(place.path, place.cell);
  if (text === undefined) return 'The file is not text that can be shown; open it.';
  const first = Math.max(1, place.line - CONTEXT);
  const last = Math.min(text.lineCount, Math.max(place.line, Math.min(place.endLine, place.line + CONTEXT)) + CONTEXT);
  const lines = Array.from({ length: last - first + 1 }, (_, index) => first + index).map((line) => {
    const code = hidden.has(keyOf(place, line)) ? '… (hidden: it holds a secret)' : text.lineText(line);
    return `${line === place.line ? '>' : ' '} ${String(line).padStart(5)}  ${code.slice(0, LONGEST_LINE)}`.trimEnd();
  });
  return fenced(lines.join('\n'));
}

/** A fence that no line of the code ends. */
function fenced(code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${code}\n${fence}`;
}

const show = (place: Location): string => `${fileOf(place)}:${place.line}`;
const keyOf = (place: Location, line: number): string => `${fileOf(place)}:${line}`;
