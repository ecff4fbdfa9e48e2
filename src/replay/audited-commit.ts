/** Which commit a document was written of, where it names none: its own history, its date and what it quotes say so. */

import { groupBy, memoize } from '../collections/index.ts';
import type { SourceText } from '../text/index.ts';
import type { Claim, WrittenAudit } from './claim.ts';
import { findPath } from './find-path.ts';
import type { GitHistory } from './git-history.ts';
import { GitPast, type PathsOfCommit } from './git-past.ts';
import { writtenOn } from './written-on.ts';

/** What git knows before a commit of the code that a document was written of. */
export function pastOf(document: Uint8Array, audit: WrittenAudit, history: GitHistory, at: string): GitPast {
  const stated = audit.commit === undefined ? undefined : history.findCommit(audit.commit);
  return new GitPast(history, at, stated ?? auditedCommit(document, audit.claims, history, at));
}

/**
 * The commit whose code a document was written of, where the document names none. Where the history that leads to a commit holds the document
 * word for word: the one before it came in, because what came in together with it may be what it asked for; or the one that brought it, where
 * the lines that it gives are only there. Else one since the day of which it is, where most stands of what it quotes. Undefined where neither tells.
 */
function auditedCommit(
  document: Uint8Array,
  claims: readonly Claim[],
  history: GitHistory,
  at: string,
): string | undefined {
  const { commit, parent } = history.broughtIn(document, at) ?? {};
  if (commit === undefined) return quotedOn(document, claims, history, at);
  if (parent === undefined) return commit;
  if (linesThere(claims, history, commit) > linesThere(claims, history, parent)) return commit;
  return quotedOn(document, claims, history, parent) ?? parent;
}

/** How many of the lines that claims give exist in a commit. */
function linesThere(claims: readonly Claim[], history: GitHistory, commit: string): number {
  const paths = new GitPast(history, commit, undefined).pathsAt(commit);
  const places = claims.flatMap((claim) => claim.places).filter(({ ranges }) => ranges.length > 0);
  const byPath = groupBy(places.slice(0, MOST_PLACES), ({ path }) => path);
  let count = 0;
  const found = new Map([...byPath.keys()].map((path) => [path, findPath(path, paths)[0]]));
  history.expect([...found.values()].flatMap((file) => (file === undefined ? [] : { commit, path: file.path })));
  for (const [path, given] of byPath) {
    const file = found.get(path);
    const content =
      file === undefined || file.confidence === 'low'
        ? undefined
        : history.textAt({ commit, path: file.path })?.content;
    if (content === undefined) continue;
    const length = content.split('\n').length;
    count += given.flatMap(({ ranges }) => ranges).filter(({ last }) => last <= length).length;
  }
  return count;
}

/** The first of them tell. */
const MOST_PLACES = 60;

/**
 * A document lies about while others mend what it found: of the versions that its files had since the day before its date, and the one of the
 * end of that day, the newest of those that have most of the lines that it quotes and gives.
 */
function quotedOn(
  document: Uint8Array,
  claims: readonly Claim[],
  history: GitHistory,
  newest: string,
): string | undefined {
  const date = writtenOn(document);
  const wanted = quotedLinesOf(claims);
  if (date === undefined) return undefined;
  const given = givenLines(claims, new GitPast(history, newest, undefined).pathsAt(newest));
  const files = [...given.keys()];
  if (files.length === 0) return undefined;
  const [since, until] = [-DAY, DAY].map((by) => new Date(date.getTime() + by).toISOString()) as [string, string];
  const versions = [...history.statesBefore(files, since, MOST_VERSIONS, newest), ...history.lastBefore(until, newest)];
  const commits = [...new Set([newest, ...versions])];
  history.expect(commits.flatMap((commit) => files.map((path) => ({ commit, path }))));
  // Most files are the same in most commits.
  const held = memoize(({ content }: SourceText) => wanted.filter((line) => content.includes(line)));
  let best = { commit: newest, count: -1 };
  for (const commit of commits) {
    const texts = files.flatMap((path) => ({ path, text: history.textAt({ commit, path }) }));
    const lines = texts.flatMap(({ text }) => (text === undefined ? [] : held(text)));
    const ends = texts.flatMap(
      ({ path, text }) => given.get(path)?.filter((last) => last <= (text?.lineCount ?? 0)) ?? [],
    );
    const count = new Set(lines).size + ends.length;
    if (count > best.count) best = { commit, count };
  }
  return best.commit;
}

const DAY = 24 * 60 * 60 * 1000;
/** Each is read whole. */
const MOST_VERSIONS = 12;
const MOST_FILES = 30;

/** Lines as a document quotes them, without what it writes behind them. */
function quotedLinesOf(claims: readonly Claim[]): readonly string[] {
  const lines = claims
    .flatMap(({ quotes }) => quotes)
    .filter(({ role }) => role === 'now')
    .flatMap(({ text }) => text.split(/\r\n|\r|\n/))
    .map((line) => withoutRemark(line).trim())
    .filter((line) => line.length >= LEAST_LINE && !line.includes('...'));
  return [...new Set(lines)].slice(0, MOST_LINES);
}

function withoutRemark(line: string): string {
  const at = line.search(/(?:^|\s)(?:#|\/\/|<--|←)/);
  return at === -1 ? line : line.slice(0, at);
}

/** Shorter lines stand anywhere. */
const LEAST_LINE = 12;
const MOST_LINES = 400;

/** The files that claims name for certain, each with the last lines of the places that they give in it. */
function givenLines(claims: readonly Claim[], paths: PathsOfCommit): ReadonlyMap<string, readonly number[]> {
  const given = new Map<string, number[]>();
  for (const [written, places] of groupBy(
    claims.flatMap((claim) => claim.places),
    ({ path }) => path,
  )) {
    const [file] = written === '' || given.size === MOST_FILES ? [] : findPath(written, paths);
    if (file === undefined || file.confidence === 'low') continue;
    const lasts = places.flatMap(({ ranges }) => ranges.map(({ last }) => last));
    given.set(file.path, [...(given.get(file.path) ?? []), ...lasts]);
  }
  return given;
}
