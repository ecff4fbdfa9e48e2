import type { Honoured } from '../../config/index.ts';
import { RULES_BY_CODE } from '../../knowledge/linter-codes.ts';

/** What a comment for another tool says, in our words. */
export interface ForeignDirective {
  readonly by: Honoured;
  readonly scope: 'line' | 'file';
  /** Ours, for those that are named. */
  readonly rules: readonly string[];
  /** As written: `noqa: S301`. */
  readonly named: string;
  /** What follows the names; may be empty. */
  readonly remark: string;
  /** Where in the comment it begins. */
  readonly offset: number;
}

/** What `# nosec` and `# noqa` in a comment say of rules that we have too. One that names nothing is not read: it would mean all. */
export function parseForeign(comment: string, honour: readonly Honoured[]): ForeignDirective[] {
  const text = comment.slice(0, MAX_COMMENT_LENGTH);
  return honour.flatMap((by) => [...text.matchAll(MARKS[by])].flatMap((mark) => directive(by, mark, text)));
}

const MAX_COMMENT_LENGTH = 2_000;

/**
 * Where the comments begin. ruff and flake8: `# noqa: F401, E722`, for a whole file behind `# ruff:` or `# flake8:`. bandit: `# nosec B301`,
 * with a colon or without. Sources: https://docs.astral.sh/ruff/linter/#error-suppression, https://bandit.readthedocs.io/en/latest/config.html#suppressing-individual-lines
 */
const MARKS: Readonly<Record<Honoured, RegExp>> = {
  noqa: /#\s*(?:(?<file>ruff|flake8):\s*)?noqa\s*:\s*/gi,
  nosec: /#\s*nosec:?\s*/g,
};

/** One name, and what parts it from the next. */
const NAME: Readonly<Record<Honoured, RegExp>> = {
  noqa: /([A-Z]+\d+)(?![\w-])[\s,]*/y,
  nosec: /(B\d+|[a-z\d]+(?:_[a-z\d]+)*)(?![\w-])[\s,]*/iy,
};

function directive(by: Honoured, mark: RegExpMatchArray, text: string): ForeignDirective[] {
  const start = (mark.index ?? 0) + mark[0].length;
  const rules = new Set<string>();
  let end = start;
  for (let name = nameAt(by, text, end); name !== undefined; name = nameAt(by, text, end)) {
    const known = RULES_BY_CODE[by].get(by === 'nosec' ? name.word.toLowerCase() : name.word);
    // bandit's names are words, and the remark begins with one that is none.
    if (by === 'nosec' && known === undefined && !/^B\d+$/i.test(name.word)) break;
    for (const rule of known ?? []) rules.add(rule);
    end = name.end;
  }
  if (rules.size === 0) return [];
  const remark = (/^[^#]*/.exec(text.slice(end))?.[0] ?? '').replace(/^[\s:,–—-]+/, '').trim();
  const named = text
    .slice(mark.index ?? 0, end)
    .replace(/^#\s*/, '')
    .replace(/(?<![\s,])[\s,]+$/, '');
  const scope = mark.groups?.file === undefined ? 'line' : 'file';
  return [{ by, scope, rules: [...rules], named, remark, offset: mark.index ?? 0 }];
}

function nameAt(by: Honoured, text: string, at: number): { readonly word: string; readonly end: number } | undefined {
  const pattern = NAME[by];
  pattern.lastIndex = at;
  const [found, word] = pattern.exec(text) ?? [];
  return found === undefined || word === undefined ? undefined : { word, end: at + found.length };
}
