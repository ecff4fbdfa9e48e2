import type { SEVERITIES } from '../../findings/index.ts';
import type { ReportedFinding, Verdict, VerdictKind, VerdictReason } from './audit-report.ts';

/** Whether the code can go where people depend on it, by rules that the report states. */
export function judge(findings: readonly ReportedFinding[], isComplete: boolean): Verdict {
  const grave = findings.filter(({ severity }) => severity === 'P0' || severity === 'P1');
  const critical = grave.filter(({ severity }) => severity === 'P0');
  const served = grave.filter(({ severity, reach }) => severity === 'P1' && reach === 'served');
  const kind = kindOf(critical.length + served.length, grave.length, isComplete);
  return {
    kind,
    because: because(kind, critical.length, served.length, grave.length, isComplete),
    reasons: grave.slice(0, MAX_REASONS).map(reasonOf),
    more: Math.max(0, grave.length - MAX_REASONS),
    rules: RULES,
  };
}

const MAX_REASONS = 12;

const RULES: readonly string[] = [
  'Not ready: there is a finding of P0, or one of P1 that a route, consumer, task or worker of a service reaches.',
  'Ready with conditions: there is no such finding, but one of P1 elsewhere, or something could not be read.',
  'Ready: there is no finding of P0 or P1, and everything that was to be read was read.',
];

function kindOf(deciding: number, grave: number, isComplete: boolean): VerdictKind {
  if (deciding > 0) return 'not-ready';
  return grave > 0 || !isComplete ? 'ready-with-conditions' : 'ready';
}

function because(kind: VerdictKind, critical: number, served: number, grave: number, isComplete: boolean): string {
  const unread = isComplete ? '' : 'not everything could be read (section “Scope and limits”)';
  switch (kind) {
    case 'not-ready': {
      const parts = [
        ...(critical === 0 ? [] : [counted(critical, 'finding', 'of P0')]),
        ...(served === 0 ? [] : [counted(served, 'finding', 'of P1 that a service reaches')]),
      ];
      return `There ${critical + served === 1 ? 'is' : 'are'} ${parts.join(' and ')}${unread === '' ? '' : `, and ${unread}`}.`;
    }
    case 'ready-with-conditions': {
      const found =
        grave === 0
          ? ''
          : `there ${grave === 1 ? 'is' : 'are'} ${counted(grave, 'finding', 'of P1, none of which a service reaches')}`;
      return capital([found, unread].filter(Boolean).join(', and '));
    }
    case 'ready':
      return 'There is no finding of P0 or P1, and everything that was to be read was read.';
  }
}

const counted = (count: number, noun: string, after: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'} ${after}`;
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
