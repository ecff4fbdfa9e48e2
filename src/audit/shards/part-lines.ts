import { createHash } from 'node:crypto';
import type { DiscoveredFile } from '../../discover/index.ts';
import type { FileReport } from '../../engine/index.ts';
import type { Notice } from '../../findings/index.ts';
import { type FactsLine, type FoundInFile, formatLine, type KeptReport, type PartHead } from './part-format.ts';

/** What one job mapped. */
export interface MappedPart {
  readonly files: readonly DiscoveredFile[];
  readonly reports: readonly FileReport[];
  readonly skipped: readonly Notice[];
}

/** The lines of a part, each with its line end. */
export function* partLines(head: PartHead, part: MappedPart): Generator<string> {
  const hash = createHash('sha256');
  let lines = 0;
  for (const line of contentLines(head, part)) {
    hash.update(line);
    lines++;
    yield line;
  }
  yield formatLine('end', { lines, sha256: hash.digest('hex') });
}

function* contentLines(head: PartHead, { files, reports, skipped }: MappedPart): Generator<string> {
  yield formatLine('head', head);
  const ruleLists = new Map<string, number>();
  for (const { facts, findings, conditions, suppressions, rulesRun, ...kept } of reports) {
    const rules = JSON.stringify(rulesRun);
    if (!ruleLists.has(rules)) {
      ruleLists.set(rules, ruleLists.size);
      yield formatLine('rules', rulesRun);
    }
    yield formatLine('file', { ...kept, rulesRun: ruleLists.get(rules) ?? 0 } satisfies KeptReport);
    if (findings.length > 0 || suppressions.length > 0) {
      yield formatLine('found', { findings, conditions, suppressions } satisfies FoundInFile);
    }
    for (const [rule, found] of Object.entries(facts)) yield formatLine('facts', [rule, found] satisfies FactsLine);
  }
  for (const notice of skipped) yield formatLine('skipped', notice);
  const mapped = new Set(reports.map(({ path }) => path));
  yield formatLine(
    'unread',
    files.flatMap(({ path }) => (mapped.has(path) ? [] : [path])),
  );
}
