import type { Finding } from '../../../src/findings/index.ts';
import { alignedTable } from '../aligned-table.ts';
import { shownIn } from '../match-labels.ts';
import type { Sources } from '../scan-folder.ts';
import type { Difference } from './compare-findings.ts';

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;

/** A difference with the code that it is about. */
export function differenceLines(difference: Difference, sources: Sources): string[] {
  const { kind, finding } = difference;
  const { path, line, cell } = finding.location;
  const place = `${path}${cell === undefined ? '' : `#${cell}`}:${line}`;
  const was = kind === 'changed' ? [`    was ${sayingOf(difference.before)}`] : [];
  const code = finding.hidesCode === true ? '…' : (sources.text(path, cell)?.lineText(line).trim() ?? '');
  return [`  ${SIGNS[kind]} ${place} ${finding.rule} ${sayingOf(finding)}`, ...was, `    | ${code}`];
}

/** Per rule how many findings come and go, in the default and in the strict profile. */
export function differencesTable(differences: readonly Difference[]): string {
  const names = [...new Set(differences.map(({ finding }) => finding.rule))].sort();
  const rows = names.map((name) => {
    const own = differences.filter(({ finding }) => finding.rule === name);
    const count = (kind: Difference['kind'], profile: 'default' | 'strict'): string =>
      String(own.filter((one) => one.kind === kind && shownIn(one.finding) === profile).length);
    const kinds = ['added', 'removed', 'changed'] as const;
    return [name, ...kinds.map((kind) => `${count(kind, 'default')} + ${count(kind, 'strict')}`)];
  });
  const titles = ['default + strict', 'added', 'removed', 'changed'];
  return alignedTable([titles, ...rows], new Set([1, 2, 3]));
}

const sayingOf = (finding: Finding): string => `${finding.severity} ${shownIn(finding)}: ${finding.message}`;
