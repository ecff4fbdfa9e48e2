import { matchesSegment, matchesSegments, parsePathPattern, type Segment } from '../text/index.ts';

/** The patterns of one `.gitignore` file (or `.git/info/exclude`), as gitignore(5) defines them. */
export class GitIgnoreFile {
  /** Last first, because the last one that matches decides. */
  readonly #patterns: readonly GitIgnorePattern[];

  /** `content` is the file's text; the patterns are relative to the folder that holds it. */
  constructor(content: string) {
    const lines = content.replace(/^\uFEFF/, '').split('\n', MAX_LINES);
    this.#patterns = lines
      .map(parseLine)
      .filter((pattern) => pattern !== undefined)
      .reverse();
  }

  /**
   * Whether the patterns hide a path, given relative to their folder; undefined when none speaks of it. Parents are not
   * looked at: a walk never comes below a hidden folder.
   */
  hides(names: readonly string[], isFolder: boolean): boolean | undefined {
    return this.#patterns.find((pattern) => (isFolder || !pattern.foldersOnly) && fits(pattern, names))?.hides;
  }
}

const MAX_LINES = 20_000;
const MAX_LINE_LENGTH = 4_096;

interface GitIgnorePattern {
  readonly hides: boolean;
  readonly foldersOnly: boolean;
  /** Patterns without a slash but at the end match the last name at any depth. */
  readonly anchored: boolean;
  readonly segments: readonly Segment[];
}

function fits(pattern: GitIgnorePattern, names: readonly string[]): boolean {
  if (pattern.anchored) return matchesSegments(pattern.segments, names);
  const only = pattern.segments[0];
  if (only === undefined) return false;
  return only === '**' || matchesSegment(only, names.at(-1) ?? '');
}

function parseLine(line: string): GitIgnorePattern | undefined {
  if (line.length > MAX_LINE_LENGTH) return undefined;
  let rest = trimUnescapedSpaces(line.endsWith('\r') ? line.slice(0, -1) : line);
  if (rest === '' || rest.startsWith('#')) return undefined;
  const negated = rest.startsWith('!');
  if (negated) rest = rest.slice(1);
  const foldersOnly = rest.endsWith('/');
  if (foldersOnly) rest = rest.slice(0, -1);
  const anchored = rest.includes('/');
  if (rest.startsWith('/')) rest = rest.slice(1);
  if (rest === '') return undefined;
  return { hides: !negated, foldersOnly, anchored, segments: withContentOnly(parsePathPattern(rest)) };
}

/** `a/**` hides what is in `a`, not `a`: the last `**` stands for at least one name. */
function withContentOnly(segments: readonly Segment[]): readonly Segment[] {
  if (segments.length < 2 || segments.at(-1) !== '**') return segments;
  return [...segments, { kind: 'suffix', text: '' }];
}

function trimUnescapedSpaces(line: string): string {
  let end = line.length;
  while (end > 0 && line.charAt(end - 1) === ' ' && line.charAt(end - 2) !== '\\') end--;
  return line.slice(0, end);
}
