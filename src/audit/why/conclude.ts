/** What a scan concluded at one place: what fired, what is not shown and why, what silenced a rule, and who looked. */
import {
  type EffectiveRule,
  type FoundProof,
  type Inquiry,
  isSelected,
  isShown,
  type Look,
  type ScanReport,
} from '../../engine/index.ts';
import {
  confidenceReasons,
  type Finding,
  isAside,
  type RelatedLocation,
  type SuppressedFinding,
  severityReasons,
} from '../../findings/index.ts';
import type { RegisteredRule } from '../../kit/index.ts';
import { describeQuestion } from './describe-question.ts';

/** A finding at the place, within three lines of it, or one that names it as evidence. */
export interface NearFinding {
  readonly finding: Finding;
  /** Whether a check as configured shows it. */
  readonly isShown: boolean;
  /** One clause each: why it has its severity, what speaks against it, and why it is not shown. */
  readonly reasons: readonly string[];
}

/** A finding that there would have been, had the project said otherwise. */
export interface LeftToProject {
  readonly rule: string;
  readonly at: Finding['location'];
  readonly message: string;
  readonly because: string;
  readonly evidence: readonly RelatedLocation[];
}

export interface RuleLook {
  readonly rule: string;
  readonly look: Look | 'other files' | 'off';
}

export interface Conclusion {
  readonly findings: readonly NearFinding[];
  readonly proofs: readonly FoundProof[];
  readonly answers: readonly LeftToProject[];
  readonly looks: readonly RuleLook[];
}

/** What holds where nobody asks: the rules that run there as configured, by name, and those that would in the strict profile. */
interface UsualRules {
  readonly shown: ReadonlyMap<string, EffectiveRule>;
  readonly strict: ReadonlyMap<string, EffectiveRule>;
}

/** Concludes from a scan in the strict profile, in which each rule ran that the configuration or the question wants. */
export function conclude(
  report: ScanReport,
  inquiry: Inquiry,
  rules: readonly RegisteredRule[],
  usual: UsualRules,
): Conclusion {
  const near = [...report.findings, ...report.unselected].filter((finding) => concerns(finding, inquiry));
  const suppressed = report.suppressed.filter(({ finding }) => concerns(finding, inquiry));
  return {
    findings: [...near.map((finding) => judge(finding, usual)), ...suppressed.map(judgeSuppressed)],
    proofs: inquiry.proofs,
    answers: inquiry.answers.map(({ question, verdict, ...answer }) => ({
      ...answer,
      because: `${VERDICT[verdict]} ${describeQuestion(question)}`,
    })),
    looks: rules.map(({ name, rule }) => ({ rule: name, look: inquiry.looks.get(name) ?? whyNone(rule, inquiry) })),
  };
}

const VERDICT = {
  yes: 'the project shows that',
  no: 'the project shows that it is false that',
  unknown: 'the project does not show that',
} as const;

function concerns({ location, related, flow }: Finding, inquiry: Inquiry): boolean {
  if (inquiry.isNear(location)) return true;
  const { path, line, cell } = inquiry.place;
  return [...related, ...flow].some((place) => place.path === path && place.cell === cell && place.line === line);
}

const isShownUsually = (finding: Finding, usual: UsualRules): boolean => {
  const effective = usual.shown.get(finding.rule);
  return effective !== undefined && isShown(finding, effective);
};

function judge(finding: Finding, usual: UsualRules): NearFinding {
  if (!usual.strict.has(finding.rule))
    return { finding, isShown: false, reasons: ['the configuration disables the rule here'] };
  const { grading } = finding;
  const reasons = [...severityReasons(finding), ...confidenceReasons(finding)];
  const shown = usual.shown.get(finding.rule);
  if (isAside(grading.harm, grading) && shown?.profile !== 'strict')
    reasons.push(`only \`--profile strict\` shows findings in tests and examples: ${grading.because}`);
  if (shown !== undefined && !isSelected(finding.severity, shown))
    reasons.push(`\`min-severity\`, \`select\` or \`ignore\` hides ${finding.severity}`);
  return { finding, isShown: isShownUsually(finding, usual), reasons };
}

function judgeSuppressed({ finding, line, reason }: SuppressedFinding): NearFinding {
  return { finding, isShown: false, reasons: [`suppressed by the comment in line ${line}: ${reason}`] };
}

function whyNone(rule: RegisteredRule['rule'], inquiry: Inquiry): RuleLook['look'] {
  const isPython = inquiry.roles.length > 0;
  return rule.type === 'artifact' || (rule.type === 'source' && !isPython) ? 'other files' : 'off';
}
