/** Where a sentence says that something is so or is missing: in what it names, else around the lines of the claim, else in its files. */

import type { AnchoredClaim } from '../anchor-claim.ts';
import type { LineRange } from '../claim.ts';
import { codeNames, codesIn, proseNames } from '../code-names.ts';
import { constructAround, type NamedConstruct } from '../named-constructs.ts';
import type { CodeFile } from '../repository-code.ts';
import type { VerdictGround } from '../verdict.ts';
import { auditedFile, placesIn, wholeFiles } from './audited-code.ts';

/** A stretch of code that a sentence is about. */
export interface Scope {
  readonly file: CodeFile;
  readonly lines: LineRange;
  /** As a message names it: `` `run` ``, `` `app/main.py` ``. */
  readonly called: string;
  /** Undefined where it is a file, or lines outside of any function and class. */
  readonly construct: NamedConstruct | undefined;
}

/** Of a claim about more files a sentence without a name says nothing in particular. */
const MOST_FILES = 6;
const MOST_SCOPES = 12;

/** What a sentence is about; `beside` is what it says of that, and so is no subject. */
export function scopesOf(
  sentence: string,
  beside: readonly string[],
  anchored: AnchoredClaim,
  ground: VerdictGround,
): readonly Scope[] {
  const files = filesOf(anchored, ground);
  if (files.length === 0 || files.length > MOST_FILES) return [];
  const placed = files.flatMap((file) => placedScopes(file, anchored, ground));
  const named = namedScopes(sentence, beside, files);
  // A function that does not stand on the lines of the claim is what it calls there, and not what it is about.
  const meant = placed.length === 0 ? named : named.filter((scope) => placed.some((other) => overlap(scope, other)));
  if (meant.length > 0) return meant.slice(0, MOST_SCOPES);
  return (placed.length > 0 ? placed : files.map(fileScope)).slice(0, MOST_SCOPES);
}

const overlap = (one: Scope, other: Scope): boolean =>
  one.file === other.file && one.lines.first <= other.lines.last && other.lines.first <= one.lines.last;

/** Those that the document names; where it names none, those in which alone something stands that it names. */
function filesOf(anchored: AnchoredClaim, ground: VerdictGround): readonly CodeFile[] {
  if (anchored.files.length > 0 || anchored.missing.length > 0) return wholeFiles(anchored, ground);
  const sure = anchored.anchors.filter(({ confidence }) => confidence !== 'low').map(({ path }) => path);
  const paths = [...new Set(sure)];
  if (paths.some((path) => ground.conclusions.gapIn(path) !== undefined)) return [];
  return paths.length === 1 ? paths.flatMap((path) => ground.code.file(path) ?? []) : [];
}

function namedScopes(sentence: string, beside: readonly string[], files: readonly CodeFile[]): readonly Scope[] {
  const names = codesIn(sentence).filter((code) => !beside.includes(code));
  const asked = [...codeNames({ names }), ...proseNames({ title: withoutCode(sentence), text: '', names })];
  return files.flatMap((file) =>
    file.constructs
      .filter(
        ({ kind, name, qualifiedName }) =>
          kind !== 'variable' && asked.some((each) => each === name || qualifiedName.endsWith(`.${each}`)),
      )
      .map((construct) => constructScope(file, construct)),
  );
}

const withoutCode = (sentence: string): string => sentence.replaceAll(/`[^`\n]+`/g, ' ');

/** The functions around the lines that the document gives, or the lines where there is none. */
function placedScopes(file: CodeFile, { claim }: AnchoredClaim, { past }: VerdictGround): readonly Scope[] {
  const found = new Map<string, Scope>();
  for (const { path, ranges } of placesIn(claim, file.path)) {
    for (const range of ranges) {
      const now = past?.drift(path, range, file.path) ?? range;
      if (now.first > file.lineCount) continue;
      const around = constructAround(file.constructs, now.first);
      const isLarger = around !== undefined && around.kind === 'function' && around.lines.last >= now.last;
      const scope = isLarger ? constructScope(file, around) : { file, lines: now, called: placeName(file, now) };
      found.set(scope.called, { construct: undefined, ...scope });
    }
  }
  return [...found.values()];
}

const placeName = ({ path }: CodeFile, { first, last }: LineRange): string =>
  first === last ? `${path}:${first}` : `${path}:${first}-${last}`;

/** Decorators are said to be on a function. */
function constructScope(file: CodeFile, construct: NamedConstruct): Scope {
  let { first } = construct.lines;
  while (first > 1 && /^\s*[@)]/.test(file.text.lineText(first - 1))) first--;
  return { file, lines: { first, last: construct.lines.last }, called: `\`${construct.qualifiedName}\``, construct };
}

function fileScope(file: CodeFile): Scope {
  const lines = { first: 1, last: Math.max(1, file.lineCount) };
  return { file, lines, called: `\`${file.path}\``, construct: undefined };
}

/** The same as the document saw it; undefined where git does not have it. */
export function auditedScope({ file, construct, lines, called }: Scope, ground: VerdictGround): Scope | undefined {
  const before = auditedFile(file.path, ground);
  if (before === undefined) return undefined;
  if (construct === undefined) return lines.first === 1 && lines.last >= file.lineCount ? fileScope(before) : undefined;
  const same = before.constructs.filter(
    ({ kind, qualifiedName }) => kind === construct.kind && qualifiedName === construct.qualifiedName,
  );
  const [only, ...others] = same;
  return only === undefined || others.length > 0 ? undefined : { ...constructScope(before, only), called };
}

/** The first line of a stretch of code on which a name or a text is as asked; a text of several lines is no code. */
export function lineWith({ file, lines }: Scope, isAsked: (word: string) => boolean): number | undefined {
  return file.tokens.find(
    ({ kind, text, line }) =>
      (kind === 'name' || (kind === 'text' && !text.includes('\n'))) &&
      line >= lines.first &&
      line <= lines.last &&
      isAsked(text),
  )?.line;
}
