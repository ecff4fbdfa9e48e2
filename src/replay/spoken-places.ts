/** Places of which a claim speaks in words: what the code calls by the words of its title, and how a file goes over its work. */

import { isDocstring, isWithin, nodesOf } from '../ast/index.ts';
import { groupBy, memoize } from '../collections/index.ts';
import { mainGuards } from '../semantics/context/entry-point.ts';
import type { Claim } from './claim.ts';
import { codesIn } from './code-names.ts';
import type { MissingPath } from './meant-files.ts';
import { constructAround, type NamedConstruct } from './named-constructs.ts';
import { SAYS_ONE_BY_ONE } from './reading/words/fact-words.ts';
import type { Anchor } from './replayed-claim.ts';
import { type CodeFile, isDocument, type RepositoryCode } from './repository-code.ts';
import { wordsInFull } from './rule-fit.ts';

/** More places than these are no place. */
const MOST_PLACES = 6;
/** A comment stands in more, and each of them is one. */
const MOST_LINES = 10;

export const low = (path: string, first: number, last: number, because: string): Anchor => ({
  path,
  lines: { first, last },
  confidence: 'low',
  because,
});

/** "Canary deployment" is the class `CanaryDeployment`, "order settings (YAML)" the file `order_settings.yaml`, "Kubernetes" the folder of one file. */
export function titledPlaces({ title }: Claim, code: RepositoryCode): readonly Anchor[] {
  const isSpoken = spokenIn(title);
  const files = [...code.paths].flatMap((path) => {
    const base = path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
    return isSpoken(base, 2) ? (code.file(path) ?? []) : [];
  });
  const classes = classesSpokenOf(title, code).map(({ path, lines, name }) =>
    low(path, lines.first, lines.last, `the title speaks of \`${name}\``),
  );
  const folders = onlyFilesOf(code).flatMap(([folder, path]) => (isSpoken(folder, 1) ? (code.file(path) ?? []) : []));
  const whole = [...files, ...folders].map((file) =>
    low(file.path, 1, Math.max(1, file.lineCount), 'the title speaks of it'),
  );
  const heads = files.flatMap(headOf);
  return whole.length + classes.length > MOST_PLACES ? [] : [...classes, ...whole, ...heads];
}

/** Whether a title has the words of a name, so many at least, one after the other. */
function spokenIn(title: string): (name: string, least: number) => boolean {
  const words = wordsInFull(title.replace(/`[^`]*`/g, ' '));
  return (name, least) => {
    const asked = wordsInFull(name);
    return (
      asked.length >= least &&
      words.some((_, i) => asked.every((word, k) => words[i + k] === word || (k > 0 && words[i + k]?.startsWith(word))))
    );
  };
}

/** Classes of which a title has both words. */
export function classesSpokenOf(
  title: string,
  code: RepositoryCode,
): readonly (NamedConstruct & { readonly path: string })[] {
  const isSpoken = spokenIn(title);
  return code.few.flatMap((file) =>
    classNamesIn(file)
      .filter((name) => isSpoken(name, 2))
      .flatMap((name) => file.constructs.filter((each) => each.kind === 'class' && each.name === name))
      .map((each) => ({ ...each, path: file.path })),
  );
}

/** What a module says of itself: of a long one a better place than all of it. */
function headOf(file: CodeFile): Anchor[] {
  const [first] = file.isPython ? file.module.body : [];
  if (first === undefined || !isDocstring(first)) return [];
  const last = file.text.lineAt(first.end - 1);
  return last > LONGEST ? [] : [{ ...low(file.path, 1, last, 'the module tells of itself here'), isHint: true }];
}

const classNamesIn = ({ isPython, text: { content } }: CodeFile): readonly string[] =>
  isPython ? [...content.matchAll(/^class (\w+)/gm)].flatMap(([, name]) => name ?? []) : [];

/** Folders of the root with one file in them, and this. */
function onlyFilesOf({ paths }: RepositoryCode): readonly (readonly [folder: string, path: string])[] {
  const held = new Map<string, string[]>();
  for (const path of paths) {
    const [folder = '', ...rest] = path.split('/');
    if (rest.length > 0) held.set(folder, [...(held.get(folder) ?? []), path]);
  }
  return [...held].flatMap(([folder, [only, ...others]]) =>
    only === undefined || others.length > 0 ? [] : [[folder, only] as const],
  );
}

/** "DDIM steps" is the field or setting `ddim_steps`, where few are called so. */
export function fieldPlaces({ title, text }: Claim, code: RepositoryCode): readonly Anchor[] {
  const words = wordsInFull(`${title} ${text}`);
  const pairs = new Set(words.map((word, i) => `${word} ${words[i + 1] ?? ''}`));
  return [...pairs].flatMap((pair) => {
    const found = fieldsOf(code).get(pair) ?? [];
    return found.length > MOST_PLACES
      ? []
      : found.map(({ path, line }) => low(path, line, line, `\`${pair}\` are words of its name`));
  });
}

/** By the two words of their names: what classes declare with a type, and keys of settings. */
const fieldsOf = memoize((code: RepositoryCode) => {
  const fields = code.few.flatMap(({ path, text }) =>
    [...text.content.matchAll(/^[ \t]{1,40}([a-z\d]{2,30}_[a-z\d]{2,30})\s?:\s/gm)].map(
      ({ index, 0: all, 1: name = '' }) => ({
        path,
        line: text.lineAt(index + all.indexOf(name)),
        name: wordsInFull(name).join(' '),
      }),
    ),
  );
  return groupBy(fields, ({ name }) => name);
});

/** Comments of which a claim quotes the beginning (`# TODO`), and the lines that name what no code has: a file which is not there, or what documents alone promise. */
export function textPlaces(
  { title, text }: Claim,
  missing: readonly MissingPath[],
  code: RepositoryCode,
): readonly Anchor[] {
  const marks = codesIn(`${title} ${text}`).filter((each) => /^(?:#|\/\/) ?\w/.test(each));
  const absent = missing.map(({ place: { path } }) => path.slice(path.lastIndexOf('/') + 1));
  // What is short documents write in capitals: `hpa.yaml` is the HPA.
  const short = absent.flatMap((name) => /^([a-z]{3,5})\.\w+$/.exec(name)?.[1]?.toUpperCase() ?? []);
  const promised = codesIn(`${title} ${text}`).filter((each) => each.length >= LEAST_PROMISED);
  return [...new Set([...marks, ...absent, ...short, ...promised])].flatMap((each) => {
    const holding = code.filesWith(each);
    if (!marks.includes(each) && !absent.includes(each) && !short.includes(each) && holding.length > 0) return [];
    const said = marks.includes(each) ? [] : code.documentsWith(each);
    const files = short.includes(each) ? said : [...holding, ...said];
    const found = files.flatMap((file) => linesWith(each, file).map((line) => ({ file, line })));
    if (found.length > MOST_LINES) return [];
    return found.flatMap(({ file, line }) => {
      const because = `\`${each}\` stands here`;
      const isHint = isDocument(file.path);
      const around = isHint ? undefined : constructAround(file.constructs, line);
      const isShort = around?.kind === 'function' && around.lines.last - around.lines.first <= LONGEST;
      const { first = line, last = line } = isShort ? around.lines : {};
      const within = isShort ? [{ ...low(file.path, first, last, `${because}, within it`), isHint: true }] : [];
      return [{ ...low(file.path, line, line, because), isHint }, ...within];
    });
  });
}

const LEAST_PROMISED = 8;

function linesWith(text: string, file: CodeFile): readonly number[] {
  const lines: number[] = [];
  for (let line = 1; line <= file.lineCount; line++) if (file.text.lineText(line).includes(text)) lines.push(line);
  return lines;
}

/** What is done one by one, all at once or from the beginning is done by the loops of the function that does the work of a file. */
export function workPlaces({ title }: Claim, files: readonly CodeFile[]): readonly Anchor[] {
  if (!SAYS_ONE_BY_ONE.test(title)) return [];
  return files.flatMap((file) => {
    const work = workOf(file);
    if (work === undefined) return [];
    const { name, lines } = work;
    const because = `\`${name}\` does the work of the file`;
    const loops = loopsIn(file, work).map((line) => low(file.path, line, line, `${because}, and goes over it here`));
    return lines.last - lines.first <= LONGEST ? [low(file.path, lines.first, lines.last, because), ...loops] : loops;
  });
}

const LONGEST = 100;

/** The function that calls most of the others of its file; else the longest that its main part calls. */
function workOf(file: CodeFile): NamedConstruct | undefined {
  const functions = file.constructs.filter(({ kind }) => kind === 'function');
  const names = new Set(functions.map(({ name }) => name));
  const counted = functions.map((each) => {
    const called = file.tokens.filter(
      ({ line, text }) => line > each.lines.first && line <= each.lines.last && text !== each.name && names.has(text),
    );
    return { each, count: new Set(called.map(({ text }) => text)).size };
  });
  const length = ({ lines }: NamedConstruct): number => lines.last - lines.first;
  const [most] = counted.sort((a, b) => b.count - a.count || length(b.each) - length(a.each));
  if (most !== undefined && most.count >= LEAST_CALLED) return most.each;
  const guards = mainGuards(file);
  const called = new Set(
    nodesOf(file.module, 'Name').flatMap((name) => (guards.some((guard) => isWithin(name, guard)) ? name.id : [])),
  );
  return functions.filter(({ name }) => called.has(name)).sort((a, b) => length(b) - length(a))[0];
}

const LEAST_CALLED = 2;

function loopsIn({ module, text }: CodeFile, { lines }: NamedConstruct): readonly number[] {
  const found = [...nodesOf(module, 'For'), ...nodesOf(module, 'While')].map(({ start }) => text.lineAt(start));
  const within = found.filter((line) => lines.first < line && line <= lines.last).sort((a, b) => a - b);
  return within.length > MOST_PLACES ? [] : within;
}

/** A claim that names nothing is about the files of its part of the document, if these are a few short ones. */
export function aroundPlaces(files: readonly CodeFile[]): readonly Anchor[] {
  const short = files.filter(({ lineCount }) => lineCount <= LONGEST);
  return short.map(({ path, lineCount }) => low(path, 1, Math.max(1, lineCount), 'its part of the document names it'));
}
