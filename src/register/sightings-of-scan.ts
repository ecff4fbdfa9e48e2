/** What a scan found, as an update of the register needs it. */
import { join } from 'node:path';
import type { ScanReport } from '../engine/index.ts';
import { type Finding, joinCauses, type Location, type RuleDescription, worstFirst } from '../findings/index.ts';
import type { SourceReader } from '../reporters/index.ts';
import { sentence } from '../reporters/sentence.ts';
import { SourceLines } from '../reporters/source-lines.ts';
import { relativePath } from '../text/index.ts';
import type { Markdown, RegisteredPlace } from './entry.ts';
import { prefixOf } from './issue-ids.ts';
import { whereText } from './place-text.ts';
import { fencedCode, plainMarkdown } from './plain-markdown.ts';
import type { Sighting } from './sighting.ts';

/** A scan, and where the register stands that it is held against. */
export interface ScannedRepository {
  readonly report: ScanReport;
  /** Absolute path. */
  readonly root: string;
  readonly rules: readonly RuleDescription[];
  readonly readSource: SourceReader;
  /** Absolute path of the register's folder. */
  readonly folder: string;
}

export function sightingsOfScan(scanned: ScannedRepository): Sighting[] {
  const { report } = scanned;
  const suppressed = report.suppressed.map(({ finding }) => finding);
  const sightings = new SightingBuilder(scanned, [
    ...report.findings,
    ...suppressed,
    ...report.unshown,
    ...report.unselected,
  ]);
  return [
    ...worstFirst(joinCauses(report.findings)).map((finding) => sightings.sighting(finding, { kind: 'fires' })),
    ...[...suppressed, ...report.unshown, ...report.unselected].map((finding) =>
      sightings.sighting(finding, { kind: 'hidden' }),
    ),
  ];
}

class SightingBuilder {
  readonly #sources: SourceLines;
  readonly #rules: ReadonlyMap<string, RuleDescription>;

  constructor(
    readonly scanned: ScannedRepository,
    findings: readonly Finding[],
  ) {
    this.#sources = new SourceLines(scanned.readSource, { secrets: scanned.report.secrets, findings });
    this.#rules = new Map(scanned.rules.map((rule) => [rule.name, rule]));
  }

  sighting(finding: Finding, standing: Sighting['standing']): Sighting {
    const { rule, category, severity, location, fingerprint, message, places = [], remedy } = finding;
    const docs = this.#rules.get(rule)?.docs;
    return {
      standing,
      prefix: prefixOf(category, 'AUDIT'),
      title: plainMarkdown(sentence(docs?.summary ?? rule).replace(/\.$/, '')),
      severity,
      rule,
      claim: undefined,
      places: [{ location, fingerprint }, ...places].map((each) => this.#place(each.location, each.fingerprint)),
      symptom: paragraphs([message, docs?.why]),
      cause: () => this.#cause(finding),
      fix: paragraphs([remedy]),
    };
  }

  #place({ path, line, cell }: Location, fingerprint?: string): RegisteredPlace {
    const { root, folder } = this.scanned;
    return { path: relativePath(folder, join(root, path)), line, cell, fingerprint };
  }

  #cause({ location, related, flow, grading }: Finding): Markdown {
    const evidence = [...flow, ...related].slice(0, MAX_RELATED).map((each) => {
      return `- ${whereText(this.#place(each))}: ${plainMarkdown(each.message)}`;
    });
    const because = grading.because === '' ? [] : [`Why here: ${plainMarkdown(grading.because)}`];
    const parts = [`${whereText(this.#place(location))}:`, this.#code(location), evidence.join('\n'), ...because];
    return parts.filter((part) => part !== '').join('\n\n');
  }

  /** The lines of a place, secrets covered. */
  #code(location: Location): Markdown {
    const source = this.#sources.find(location);
    if (source === undefined || location.line > source.lineCount) return '';
    const last = Math.min(location.endLine, source.lineCount, location.line + MAX_LINES - 1);
    const lines: string[] = [];
    for (let line = location.line; line <= last; line++) lines.push(source.lineText(line));
    if (last < location.endLine) lines.push('…');
    return fencedCode(lines.join('\n'), languageOf(location));
  }
}

/** Of a longer construct the first ones. */
const MAX_LINES = 12;
const MAX_RELATED = 5;

function paragraphs(facts: readonly (string | undefined)[]): Markdown {
  return facts
    .filter((fact) => fact !== undefined && fact.trim() !== '')
    .map((fact) => plainMarkdown(sentence(fact ?? '')))
    .join('\n\n');
}

/** The word behind a fence, by which code is coloured. */
function languageOf({ path, cell }: Location): string {
  if (cell !== undefined) return 'python';
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/^(?:Docker|Container)file/.test(name)) return 'dockerfile';
  return LANGUAGES.get(name.slice(name.lastIndexOf('.') + 1)) ?? '';
}

const LANGUAGES: ReadonlyMap<string, string> = new Map([
  ['py', 'python'],
  ['pyi', 'python'],
  ['pyw', 'python'],
  ['yaml', 'yaml'],
  ['yml', 'yaml'],
  ['toml', 'toml'],
  ['sh', 'sh'],
  ['md', 'markdown'],
  ['json', 'json'],
  ['cfg', 'ini'],
  ['ini', 'ini'],
]);
