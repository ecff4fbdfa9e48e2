/** What a comment says to auditlint, before its place is looked at. */
export interface Directive {
  readonly scope: 'line' | 'file';
  readonly rules: readonly string[];
  readonly reason: string;
  readonly until?: string;
  readonly problem?: string;
  /** Where in the comment it begins. */
  readonly offset: number;
}

/** The directives in the text of a comment: none, one, or several where `# auditlint:` is repeated. */
export function parseDirectives(comment: string): Directive[] {
  const text = comment.slice(0, MAX_COMMENT_LENGTH);
  const marks = [...text.matchAll(/#\s*auditlint:\s*/g)];
  return marks.map((mark, index) => {
    const end = marks[index + 1]?.index ?? text.length;
    return { ...parseDirective(text.slice(mark.index + mark[0].length, end)), offset: mark.index };
  });
}

const MAX_COMMENT_LENGTH = 2_000;

function parseDirective(text: string): Omit<Directive, 'offset'> {
  const word = /^[\w-]*/.exec(text)?.[0] ?? '';
  const scope = word === 'ignore-file' ? 'file' : 'line';
  if (word !== 'ignore' && word !== 'ignore-file') {
    return { scope, rules: [], reason: '', problem: `\`${word}\` is not \`ignore[…]\` or \`ignore-file[…]\`` };
  }
  const rest = text.slice(word.length).trimStart();
  const close = rest.indexOf(']');
  if (!rest.startsWith('[') || close < 0) {
    return { scope, rules: [], reason: '', problem: `names no rule: write \`${word}[rule-name] reason\`` };
  }
  const rules = [
    ...new Set(
      rest
        .slice(1, close)
        .split(',')
        .map((rule) => rule.trim())
        .filter((rule) => rule !== ''),
    ),
  ];
  const remark = withoutOtherTools(rest.slice(close + 1));
  if (rules.length === 0) {
    return { scope, rules, reason: '', problem: `names no rule: write \`${word}[rule-name] reason\`` };
  }
  return { scope, rules, ...parseRemark(remark) };
}

/** The reason, and the day until which it holds. */
function parseRemark(remark: string): Pick<Directive, 'reason' | 'until' | 'problem'> {
  const until = /(?:^|\s)until=(\S*)/.exec(remark);
  const reason = (until === null ? remark : remark.replace(until[0], ' ')).replace(/^[\s:,–—-]+/, '').trim();
  if (until === null) return { reason };
  const day = until[1] ?? '';
  if (!isDay(day)) return { reason, problem: `\`until=${day}\` is not a date such as \`until=2027-01-31\`` };
  return { reason, until: day };
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** What other tools read from the same comment is no reason. */
function withoutOtherTools(remark: string): string {
  const other = remark.search(/#\s*(noqa|type:|pragma|pylint:|nosec|pyright:|mypy:|fmt:|isort:|ruff:)/);
  return other < 0 ? remark : remark.slice(0, other);
}
