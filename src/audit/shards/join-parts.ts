import type { DiscoveredFile } from '../../discover/index.ts';
import type { FactsOf, FileReport, ReduceInput } from '../../engine/index.ts';
import { compareText } from '../../text/index.ts';
import { TOOL } from '../version.ts';
import { type PartContent, PartFile, type PlacedFacts } from './part-file.ts';
import { PartError, type PartHead, type ShardWish } from './part-format.ts';
import { SharedTexts } from './shared-texts.ts';

/** Parts of one scan, all of them and each once. `head` says what they have in common. */
export interface WholeScan {
  readonly parts: readonly PartFile[];
  readonly head: PartHead;
}

/** Opens parts, and checks that they are those of one scan. Throws `PartError`. */
export function openParts(files: readonly { readonly file: string; readonly shownAs: string }[]): WholeScan {
  const parts = files.map(({ file, shownAs }) => new PartFile(file, shownAs));
  const [first] = parts;
  if (first === undefined) throw new PartError('no part is given');
  for (const part of parts) {
    checkVersion(part);
    checkTogether(first, part);
  }
  checkAllThere(parts, first.head.shard.count);
  return { parts, head: first.head };
}

function checkVersion({ shownAs, head: { tool } }: PartFile): void {
  if (tool.version === TOOL.version) return;
  const versions = `was written by auditlint ${tool.version}, but this is ${TOOL.version}`;
  throw new PartError(`\`${shownAs}\` ${versions}; scan and merge with one version`);
}

function checkTogether(one: PartFile, other: PartFile): void {
  const [a, b] = [one.head, other.head];
  const differ = (what: string, ofOne: string, ofOther: string) =>
    new PartError(
      `the parts have different ${what}: \`${one.shownAs}\` ${ofOne}, \`${other.shownAs}\` ${ofOther}; merge only parts of one scan`,
    );
  if (a.commit !== b.commit) throw differ('commits', describeCommit(a), describeCommit(b));
  if (a.shard.count !== b.shard.count) throw differ('splits', describeShard(a), describeShard(b));
  for (const option of WISHES) {
    const [x, y] = [describeWish(a.wish, option), describeWish(b.wish, option)];
    if (x !== y) throw differ('options', `was made with ${x}`, `with ${y}`);
  }
  if (a.configuration !== b.configuration) throw differ('configurations', 'was made with one', 'with another');
  if (a.files !== b.files) throw differ('files', 'was made of some', 'of others: a path or a size is not the same');
}

const describeCommit = ({ commit }: PartHead): string => (commit === undefined ? 'knows no commit' : `is of ${commit}`);
const describeShard = ({ shard: { index, count } }: PartHead): string => `is part ${index} of ${count}`;

const FLAGS: Readonly<Record<keyof ShardWish, string>> = {
  paths: 'paths',
  select: '--select',
  ignore: '--ignore',
  profile: '--profile',
  minSeverity: '--min-severity',
  config: '--config',
  exclude: '--exclude',
  noIgnore: '--no-ignore',
};
const WISHES = Object.keys(FLAGS) as (keyof ShardWish)[];

function describeWish(wish: ShardWish, option: keyof ShardWish): string {
  const value = wish[option];
  const shown = Array.isArray(value) ? value.join(option === 'paths' ? ' ' : ',') : value;
  if (option === 'paths') return shown === '' ? 'no path' : `\`${String(shown)}\``;
  return value === undefined ? `no \`${FLAGS[option]}\`` : `\`${FLAGS[option]}${value === true ? '' : ` ${shown}`}\``;
}

function checkAllThere(parts: readonly PartFile[], count: number): void {
  const byIndex = new Map<number, PartFile>();
  for (const part of parts) {
    const { index } = part.head.shard;
    const twin = byIndex.get(index);
    if (twin !== undefined) {
      throw new PartError(
        `\`${twin.shownAs}\` and \`${part.shownAs}\` are both part ${index} of ${count}; pass each part once`,
      );
    }
    byIndex.set(index, part);
  }
  const missing = Array.from({ length: count }, (_, i) => i + 1).filter((index) => !byIndex.has(index));
  if (missing.length === 0) return;
  const [names, are] =
    missing.length === 1 ? [`part ${missing[0]}`, 'is'] : [`parts ${listed(missing.map(String))}`, 'are'];
  throw new PartError(`${names} of ${count} ${are} missing; pass all parts`);
}

/** What the reduce takes the place of mapping with. */
export type JoinedParts = Required<Pick<ReduceInput, 'reports' | 'factsOf' | 'skipped'>>;

/** Reads all parts. They hold the files that there are here, each once and as it is here. Throws `PartError`. */
export function readParts(
  { parts }: WholeScan,
  files: readonly DiscoveredFile[],
  sizeOf: (path: string) => number,
): JoinedParts {
  const texts = new SharedTexts();
  const contents = parts.map((part) => part.read(texts));
  texts.forget();
  checkCoverage(parts, contents, files, sizeOf);
  return {
    reports: contents.flatMap(({ reports }) => reports).sort(byPath),
    skipped: contents.flatMap(({ skipped }) => skipped),
    factsOf: factsIn(contents),
  };
}

const byPath = (a: { readonly path: string }, b: { readonly path: string }): number => compareText(a.path, b.path);

function factsIn(contents: readonly PartContent[]): FactsOf {
  return (rule) => {
    const placed: PlacedFacts[] = contents.flatMap(({ facts }) => facts.get(rule) ?? []);
    return placed.sort(byPath).flatMap(({ path, read }) => read().map((fact) => ({ rule, path, fact })));
  };
}

function checkCoverage(
  parts: readonly PartFile[],
  contents: readonly PartContent[],
  files: readonly DiscoveredFile[],
  sizeOf: (path: string) => number,
): void {
  const left = new Set(files.map(({ path }) => path));
  const take = (path: string, part: PartFile | undefined) => {
    if (!left.delete(path)) throw new PartError(`\`${part?.shownAs}\` holds \`${path}\`, ${NOT_HERE}`);
  };
  for (const [i, { reports, unread }] of contents.entries()) {
    for (const { path, bytes } of reports as readonly FileReport[]) {
      take(path, parts[i]);
      if (sizeOf(path) !== bytes) {
        throw new PartError(
          `\`${path}\` differs from the file that \`${parts[i]?.shownAs}\` was made from; ${SAME_PLACE}`,
        );
      }
    }
    for (const path of unread) take(path, parts[i]);
  }
  const [missing] = left;
  if (missing !== undefined)
    throw new PartError(`\`${missing}\` is in this checkout but in none of the parts; ${SAME_PLACE}`);
}

const SAME_PLACE = 'merge in a checkout of the same commit, in the same folder';
const NOT_HERE = `which is not here, or in another part as well; ${SAME_PLACE}`;

function listed(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
