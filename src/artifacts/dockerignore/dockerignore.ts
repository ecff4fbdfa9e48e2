import type { Located, SourceText } from '../../text/index.ts';
import { hashComments, linesOf, partOf } from '../lines.ts';
import type { Reading } from '../reading.ts';

/** What a build context leaves out: patterns of Go's `filepath.Match` and `**`, relative to the context; `!` takes back in. */
export interface Dockerignore {
  readonly patterns: readonly Located<string>[];
}

export function readDockerignore(text: SourceText): Reading<Dockerignore> {
  const lines = linesOf(text);
  const patterns = lines.map((line) => partOf(line, 0)).filter(({ value }) => value !== '' && !value.startsWith('#'));
  return {
    artifact: { patterns: patterns.slice(0, MAX_PATTERNS) },
    comments: hashComments(lines.filter(({ value }) => value.startsWith('#'))),
    problems: patterns.length > MAX_PATTERNS ? [TOO_MANY] : [],
  };
}

/** Every file of a build is held against each of them. */
const MAX_PATTERNS = 1000;
const TOO_MANY = {
  message: `has more than ${MAX_PATTERNS} patterns, and the rest are ignored`,
  isLimit: true,
} as const;
