import { type ScanReport, scan } from '../../src/engine/index.ts';
import type { RegisteredRule } from '../../src/kit/index.ts';
import { FORMATS, loadFormatter, type Report } from '../../src/reporters/index.ts';
import { MemoryTree } from '../../src/testing/metamorphoses/memory-tree.ts';
import { strictOptions } from '../../tools/strict-options.ts';
import type { Files } from './corpus.ts';

/** What two scans of one repository made: a failure in one line, or the reports whose schemas are to be asked. */
export type Judgement =
  | { readonly kind: 'failed'; readonly failure: string }
  | { readonly kind: 'scanned'; readonly json: string; readonly sarif: string; readonly findings: number };

/** Formats that are JSON. */
const JSON_FORMATS: ReadonlySet<string> = new Set(['json', 'sarif', 'gitlab', 'sonarqube', 'rdjson']);

/** Scans a repository twice with every rule, the second time with its files in another order, and writes all reports. */
export async function judgeRepository(files: Files, rules: readonly RegisteredRule[]): Promise<Judgement> {
  try {
    const report = await scanAll(files, rules);
    const failed = report.notices.find(({ kind }) => kind === 'rule-failed' || kind === 'too-slow');
    if (failed !== undefined) return { kind: 'failed', failure: `${failed.path ?? ''}: ${failed.message}` };
    const texts = await formatAll(report, files);
    const again = await formatAll(await scanAll(new Map([...files].reverse()), rules), files);
    for (const [format, text] of texts) {
      if (text !== again.get(format)) return { kind: 'failed', failure: `two scans differ in ${format}` };
      if (JSON_FORMATS.has(format)) JSON.parse(text);
    }
    const { length: findings } = report.findings;
    return { kind: 'scanned', json: texts.get('json') ?? '', sarif: texts.get('sarif') ?? '', findings };
  } catch (error) {
    return { kind: 'failed', failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

async function scanAll(files: Files, rules: readonly RegisteredRule[]): Promise<ScanReport> {
  const tree = new MemoryTree(files);
  const request = { root: tree.root, tree, paths: [], exclude: [], respectsGitIgnore: true };
  const outcome = await scan({ ...request, rules, options: strictOptions(rules, '2026-11-20') });
  if (outcome.kind !== 'finished') throw new Error(`the scan ended as "${outcome.kind}"`);
  return outcome.report;
}

async function formatAll(scanned: ScanReport, files: Files): Promise<ReadonlyMap<string, string>> {
  const report: Report = {
    ...scanned,
    unselected: scanned.unselected.length,
    tool: { name: 'auditlint', version: '0.0.0' },
    root: '.',
    pathInCheckout: '',
    rules: [],
    readSource: (path) => files.get(path),
  };
  const texts = new Map<string, string>();
  for (const format of FORMATS) {
    if (format === 'pretty') continue;
    const formatter = await loadFormatter(format);
    texts.set(format, formatter(report, { includesSuppressed: true, onLeftOut: () => undefined }));
  }
  const { formatPretty } = await import('../../src/reporters/pretty/report-pretty.ts');
  const lines = [...formatPretty(report)].map((line) => line.map(({ text }) => text).join(''));
  return texts.set('pretty', lines.join('\n'));
}
