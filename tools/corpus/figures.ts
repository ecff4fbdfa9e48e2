import type { RegisteredRule } from '../../src/kit/index.ts';
import { type Judgement, judge, judgeIn, type Label } from './labels.ts';
import { type Matches, shownIn } from './match-labels.ts';
import type { ScannedFolder } from './scan-folder.ts';

/** What was measured of one rule. */
export interface RuleFigures extends Judgement {
  readonly rule: RegisteredRule;
  /** Findings in the scanned folders, as the default profile shows them, and as the strict one does. */
  readonly inDefault: number;
  readonly inStrict: number;
  /** What was read of findings of the default profile: nothing where the rule runs in the strict one only. */
  readonly shown: Judgement;
  /** What was read of findings that the strict profile adds. */
  readonly strict: Judgement;
  /** Findings of the strict profile that nobody has read. */
  readonly unlabelled: number;
  /** Labels in the scanned folders whose finding is no longer there: right ones are losses, wrong ones fixed. */
  readonly lost: number;
  readonly fixed: number;
  /** What `docs.measured` says, where that is something else. */
  readonly claims: Judgement | undefined;
}

/** One entry per rule, in the order of the rules. `labels` carry the profiles of today. */
export function countFigures(
  rules: readonly RegisteredRule[],
  folders: readonly ScannedFolder[],
  labels: readonly Label[],
  { today, unlabelled }: Matches,
): RuleFigures[] {
  const findings = folders.flatMap((folder) => folder.findings);
  const gone = [...today].flatMap(([label, profile]) => (profile === 'silent' ? [label] : []));
  return rules.map((rule) => {
    const found = findings.filter(({ finding }) => finding.rule === rule.name);
    const lost = gone.filter((label) => label.rule === rule.name);
    const own = labels.filter((label) => label.rule === rule.name);
    const judged = judge(own);
    return {
      rule,
      ...judged,
      shown: judgeIn('default', own),
      strict: judgeIn('strict', own),
      inDefault: found.filter(({ finding }) => shownIn(finding) === 'default').length,
      inStrict: found.length,
      unlabelled: unlabelled.filter(({ finding }) => finding.rule === rule.name).length,
      lost: lost.filter(({ verdict }) => verdict === 'right').length,
      fixed: lost.filter(({ verdict }) => verdict === 'wrong').length,
      claims: differingClaim(rule, judged),
    };
  });
}

/** `7 of 9`, or nothing where nothing was read. */
export function ratio({ read, right }: Judgement): string {
  return read === 0 ? '' : `${right} of ${read}`;
}

export function percent({ read, right }: Judgement): string {
  return read === 0 ? '–' : `${Math.round((100 * right) / read)} %`;
}

export function perHundredThousand(count: number, lines: number): string {
  return lines === 0 ? '–' : ((count * 100_000) / lines).toFixed(1);
}

function differingClaim({ rule }: RegisteredRule, judged: Judgement): Judgement | undefined {
  const { read, right } = rule.docs.measured ?? { read: 0, right: 0 };
  return read === judged.read && right === judged.right ? undefined : { read, right };
}
