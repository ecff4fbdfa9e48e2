/** What is asked of YAML before anything is made of its tokens. No recursion: the nesting is not known yet. */
import type { CST } from 'yaml';
import type { Located } from '../../text/index.ts';

interface TokenSurvey {
  /** In the order of the file, with their marks. */
  readonly comments: readonly Located<string>[];
  /** Collections within each other. */
  readonly depth: number;
}

/** Walks the tokens of a file. */
export function surveyTokens(roots: readonly CST.Token[]): TokenSurvey {
  const comments: Located<string>[] = [];
  let deepest = 0;
  const open: { readonly token: CST.Token; readonly depth: number }[] = roots.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token } = next;
    if (token.type === 'comment') {
      comments.push({ value: token.source, span: { start: token.offset, end: token.offset + token.source.length } });
    }
    const depth = next.depth + ('items' in token ? 1 : 0);
    if (depth > deepest) deepest = depth;
    for (const part of partsOf(token)) open.push({ token: part, depth });
  }
  return { comments: comments.sort((a, b) => a.span.start - b.span.start), depth: deepest };
}

function partsOf(token: CST.Token): CST.Token[] {
  const parts: CST.Token[] = [];
  const addAll = (more: readonly CST.Token[] | undefined): void => {
    for (const each of more ?? []) parts.push(each);
  };
  if ('start' in token && Array.isArray(token.start)) addAll(token.start);
  if ('props' in token) addAll(token.props);
  if ('end' in token) addAll(token.end);
  if ('value' in token && token.value !== undefined) parts.push(token.value);
  if ('items' in token) {
    for (const { start, key, sep, value } of token.items) {
      addAll(start);
      if (key) parts.push(key);
      addAll(sep);
      if (value) parts.push(value);
    }
  }
  return parts;
}
