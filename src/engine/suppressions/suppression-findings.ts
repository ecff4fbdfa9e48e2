import { suggestion } from '../../config/index.ts';
import { type Finding, fingerprintKey, retiredSentence } from '../../findings/index.ts';
import type { MappedFinding, MappedFix, SuppressionComment } from '../file-report.ts';
import type { FileSuppressions } from './apply-suppressions.ts';
import { ENGINE_RULES } from './suppression-rules.ts';

/** What findings about suppressions are judged by. */
export interface SuppressionJudge {
  readonly path: string;
  /** Names of all rules that exist, enabled or not. */
  readonly known: ReadonlySet<string>;
  /** Whether a rule ran to its end here, so that a finding of it would have been found. */
  hasRun(rule: string): boolean;
}

/** The findings about the suppressions of one file, after all its findings were held against them. */
export function suppressionFindings(suppressions: FileSuppressions, judge: SuppressionJudge): MappedFinding[] {
  // What is written for another tool is that tool's to judge.
  const own = suppressions.comments.filter(({ by }) => by === undefined);
  return own.flatMap((comment) =>
    complaints(comment, suppressions, judge).map(({ fix, ...plain }) => ({
      ...finding(plain, comment, judge.path),
      ...(fix !== undefined && { fix }),
    })),
  );
}

interface Complaint {
  readonly rule: string;
  readonly message: string;
  readonly fix?: MappedFix | undefined;
}

function complaints(
  comment: SuppressionComment,
  suppressions: FileSuppressions,
  { known, hasRun }: SuppressionJudge,
): Complaint[] {
  if (comment.problem !== undefined) return [{ rule: 'suppression-malformed', message: comment.problem }];
  const found: Complaint[] = [];
  for (const rule of comment.rules) {
    if (!known.has(rule)) found.push({ rule: 'suppression-unknown-rule', message: unknownRule(rule, known) });
    else if (suppressions.wasRefused(comment, rule))
      found.push({ rule: 'suppression-malformed', message: notHere(rule) });
    else if (isEngineRule(rule)) found.push({ rule: 'suppression-unknown-rule', message: notByComment(rule) });
  }
  if (comment.reason === '') {
    found.push({ rule: 'suppression-without-reason', message: `${list(comment.rules)} suppressed without a reason` });
  }
  if (suppressions.hasExpired(comment)) {
    const message = `the suppression of ${list(comment.rules)} expired on ${comment.until}`;
    return [...found, { rule: 'suppression-expired', message }];
  }
  const unused = comment.rules.filter(
    (rule) =>
      known.has(rule) &&
      !isEngineRule(rule) &&
      hasRun(rule) &&
      !suppressions.wasRefused(comment, rule) &&
      !suppressions.wasUsed(comment, rule),
  );
  if (unused.length > 0) {
    const where = comment.scope === 'file' ? 'in this file' : 'here';
    found.push({
      rule: 'suppression-unused',
      message: `${list(unused)} suppressed, but there is no such finding ${where}`,
      fix: withoutRules(comment, unused),
    });
  }
  return found;
}

function withoutRules({ rules, line, removal, list: place }: SuppressionComment, unused: readonly string[]) {
  const used = rules.filter((rule) => !unused.includes(rule));
  if (used.length === 0) return removal && { which: 0, edits: [removal] };
  return place && { which: 0, edits: [[used.join(', '), line, place[0], line, place[1]] as const] };
}

function unknownRule(rule: string, known: ReadonlySet<string>): string {
  return retiredSentence(rule) ?? `there is no rule \`${rule}\`${suggestion(rule, [...known])}`;
}

function notByComment(rule: string): string {
  return `\`${rule}\` is about comments and cannot be suppressed by one; ignore it in the configuration`;
}

function notHere(rule: string): string {
  return `\`${rule}\` is \`unsuppressable\` in the configuration; fix the finding`;
}

function isEngineRule(name: string): boolean {
  return ENGINE_RULES.some((rule) => rule.name === name);
}

function list(rules: readonly string[]): string {
  return rules.map((rule) => `\`${rule}\``).join(', ');
}

function finding({ rule: name, message }: Complaint, comment: SuppressionComment, path: string): MappedFinding {
  const description = ENGINE_RULES.find((rule) => rule.name === name);
  if (description === undefined) throw new Error(`no engine rule is called ${name}`);
  const { line, column, endColumn, cell } = comment;
  const location: Finding['location'] = {
    path,
    line,
    column,
    endLine: line,
    endColumn,
    ...(cell === undefined ? {} : { cell }),
  };
  const { docs, category } = description;
  return {
    rule: name,
    category,
    harm: docs.harm,
    precision: docs.precision,
    location,
    message,
    remedy: docs.remedy,
    related: [],
    flow: [],
    cwe: docs.cwe,
    key: fingerprintKey({ rule: name, scope: comment.scope, code: `${comment.rules.join(',')} ${comment.reason}` }),
  };
}
