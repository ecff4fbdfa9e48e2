import type { SEVERITIES } from '../findings/index.ts';
import type { ReportedFinding, Verdict, VerdictKind, VerdictReason } from './audit-report.ts';

/** Whether the code can go where people depend on it, by rules that the report states. What is of low confidence decides nothing. */
export function judge(findings: readonly ReportedFinding[], isComplete: boolean): Verdict {
  const sure = findings.filter(({ confidence }) => confidence !== 'low');
  const critical = sure.filter(({ severity }) => severity === 'P0');
  const high = sure.filter(({ severity }) => severity === 'P1');
  const deployed = high.filter(({ reach }) => DEPLOYED.has(reach));
  const open: Open = {
    critical: critical.length,
    deployed: deployed.length,
    elsewhere: high.length - deployed.length,
    medium: sure.filter(({ severity }) => severity === 'P2').length,
    isComplete,
  };
  const kind = kindOf(open);
  const grave = [...critical, ...high];
  return {
    kind,
    because: because(kind, open),
    reasons: grave.slice(0, MAX_REASONS).map(reasonOf),
    more: Math.max(0, grave.length - MAX_REASONS),
    rules: RULES,
  };
}

const MAX_REASONS = 12;
const DEPLOYED: ReadonlySet<ReportedFinding['reach']> = new Set(['served', 'run', 'imported']);

/** What speaks against a release, in numbers of findings. */
interface Open {
  readonly critical: number;
  /** Of P1, in what is deployed. */
  readonly deployed: number;
  readonly elsewhere: number;
  readonly medium: number;
  readonly isComplete: boolean;
}

const RULES: readonly string[] = [
  'Not ready: there is a P0 finding, or a P1 finding in deployed code.',
  'Ready with conditions: there is a P1 finding in other code, a P2 finding, or a file that could not be read.',
  'Ready: there is no finding above P3, and every file in scope was read.',
];

function kindOf({ critical, deployed, elsewhere, medium, isComplete }: Open): VerdictKind {
  if (critical + deployed > 0) return 'not-ready';
  return elsewhere + medium > 0 || !isComplete ? 'ready-with-conditions' : 'ready';
}

function because(kind: VerdictKind, { critical, deployed, elsewhere, medium, isComplete }: Open): string {
  if (kind === 'ready') return 'There is no finding above P3, and every file in scope was read.';
  const found = [
    counted(critical, 'P0'),
    counted(deployed, 'P1', ' in deployed code'),
    ...(kind === 'not-ready' ? [] : [counted(elsewhere, 'P1', ' in other code'), counted(medium, 'P2')]),
  ].filter((each) => each !== '');
  const is = critical + deployed + (kind === 'not-ready' ? 0 : elsewhere + medium) === 1 ? 'is' : 'are';
  const unread = isComplete ? '' : 'some files could not be read (see “Scope and limits”)';
  return capital(
    [found.length === 0 ? '' : `there ${is} ${found.join(' and ')}`, unread].filter(Boolean).join(', and '),
  );
}

/** Empty where there is none. */
const counted = (count: number, severity: string, where = ''): string =>
  count === 0 ? '' : `${count} ${severity} finding${count === 1 ? '' : 's'}${where}`;
const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

function reasonOf({ id, severity, message, because: reached, path, line, cell }: ReportedFinding): VerdictReason {
  return { finding: id, severity, message, reached, path, line, ...(cell !== undefined && { cell }) };
}

/** For titles. */
export const VERDICTS: Readonly<Record<VerdictKind, string>> = {
  ready: 'Ready',
  'ready-with-conditions': 'Ready with conditions',
  'not-ready': 'Not ready',
};

/** For headings. */
export const SEVERITY_NAMES: Readonly<Record<(typeof SEVERITIES)[number], string>> = {
  P0: 'P0 critical',
  P1: 'P1 high',
  P2: 'P2 medium',
  P3: 'P3 low',
};
