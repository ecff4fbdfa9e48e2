/** What the document saw, carried to where it stands now: the function around its lines, and names that are gone since. */

import { groupBy } from '../../collections/index.ts';
import type { Claim, LineRange } from '../claim.ts';
import type { Anchor } from '../replayed-claim.ts';
import { type NamedPlace, namedIn } from './code-names.ts';
import { pastFile } from './facts/audited-code.ts';
import { isTest } from './facts/missing-tests.ts';
import type { AnchorGround } from './meant-files.ts';
import { constructAround, type NamedConstruct } from './named-constructs.ts';
import type { CodeFile } from './repository-code.ts';

/** A file as the document saw it, where it was another one. */
function seenFile({ path }: CodeFile, written: string, ground: AnchorGround): CodeFile | undefined {
  const seen = ground.past?.seenAs(written, path);
  const before = seen === undefined ? undefined : pastFile(seen, ground);
  return before?.text.content === ground.code.file(path)?.text.content ? undefined : before;
}

/**
 * Where the function, else the class or variable, stands now that was on a line: undefined where git's difference leads into it anyway, or
 * nothing is known of it; `gone` where nobody has it, and what git puts there is something else.
 */
export function carriedFunction(
  range: LineRange,
  now: LineRange,
  file: CodeFile,
  written: string,
  ground: AnchorGround,
): Anchor | 'gone' | undefined {
  const seen = seenFile(file, written, ground);
  const around = seen === undefined ? undefined : constructOn(range, seen);
  if (seen === undefined || around === undefined) return undefined;
  const here = homesIn(file, around);
  const elsewhere = isCarriedOff(around, here) ? homesElsewhere(around, file, ground) : [];
  const homes = elsewhere.length === 1 || here.length === 0 ? elsewhere : here;
  if (homes === here && here.some(({ lines }) => lines.first <= now.last && now.first <= lines.last)) return undefined;
  const [home, ...more] = homes;
  const because = `\`${around.qualifiedName}\`, which was around line ${range.first} as the document saw it, stands here now`;
  if (home !== undefined)
    return more.length > 0
      ? undefined
      : { path: home.path, lines: within(range, seen, home, ground), confidence: 'medium', because };
  const heir = heirOf(around, seen, file, ground);
  return heir === undefined
    ? 'gone'
    : { ...heir, confidence: 'low', because: 'most of what its class did is done here now' };
}

/** Of a function that goes on for pages, those of the lines that stand there as they did. */
function within(range: LineRange, seen: CodeFile, { path, lines }: Home, { code }: AnchorGround): LineRange {
  const file = code.file(path);
  if (file === undefined || lines.last - lines.first < LONG) return lines;
  const wanted = new Set(codeLines(seen, range).map(({ text }) => text));
  const found = codeLines(file, lines).filter(({ text }) => wanted.has(text));
  const [first, last] = [found[0]?.line, found.at(-1)?.line];
  return first === undefined || last === undefined || last - first > LONG ? lines : { first, last };
}

const LONG = 60;
const SHORTEST = 12;

const codeLines = ({ text, lineCount }: CodeFile, { first, last }: LineRange) =>
  Array.from({ length: Math.max(0, Math.min(last, lineCount) - first + 1) }, (_, i) => first + i)
    .map((line) => ({ line, text: text.lineText(line).trim() }))
    .filter((each) => each.text.length >= SHORTEST);

interface Home {
  readonly path: string;
  readonly lines: LineRange;
  /** The class that it is in. */
  readonly owner: string | undefined;
}

const constructOn = ({ first, last }: LineRange, { constructs }: CodeFile): NamedConstruct | undefined =>
  constructAround(constructs, first) ?? constructs.find(({ lines }) => first <= lines.first && lines.first <= last);

/** Nothing of it is left, or a few lines that hand on to it. */
function isCarriedOff({ lines }: NamedConstruct, [here]: readonly Home[]): boolean {
  const length = here === undefined ? 0 : here.lines.last - here.lines.first + 1;
  return length * SHRUNK <= lines.last - lines.first;
}

const SHRUNK = 4;

const homesElsewhere = (around: NamedConstruct, { path: own }: CodeFile, { code }: AnchorGround): readonly Home[] =>
  code.filesWith(around.name).flatMap((each) => (each.path === own || isTest(each.path) ? [] : homesIn(each, around)));

/** The class that has most methods of one that is gone. */
function heirOf(around: NamedConstruct, seen: CodeFile, file: CodeFile, ground: AnchorGround): Home | undefined {
  const owner = ownerOf(around);
  const methods =
    owner === undefined ? [] : seen.constructs.filter((each) => each.kind === 'function' && ownerOf(each) === owner);
  const homes = methods
    .flatMap((method) => homesElsewhere(method, file, ground))
    .filter((home) => home.owner !== undefined);
  const [most] = [...groupBy(homes, (home) => `${home.path} ${home.owner}`).values()].sort(
    (a, b) => b.length - a.length,
  );
  const [home] = most ?? [];
  const heir = ground.code
    .file(home?.path ?? '')
    ?.constructs.find(({ kind, name }) => kind === 'class' && name === home?.owner);
  return home === undefined || heir === undefined || (most?.length ?? 0) < LEAST_METHODS
    ? undefined
    : { ...home, lines: heir.lines };
}

const LEAST_METHODS = 2;

const ownerOf = ({ qualifiedName, name }: NamedConstruct): string | undefined =>
  qualifiedName === name ? undefined : qualifiedName.slice(0, -name.length - 1);

/** By its whole name; in another class or none where every class may have one of its name. */
function homesIn({ path, constructs }: CodeFile, { kind, name, qualifiedName }: NamedConstruct): readonly Home[] {
  const alike = constructs.filter((each) => each.kind === kind && each.name === name);
  const same = alike.filter((each) => each.qualifiedName === qualifiedName);
  const found = same.length > 0 || name.startsWith('__') ? same : alike;
  return found.map((each) => ({ path, lines: each.lines, owner: ownerOf(each) }));
}

/** Texts that prose has in quotation marks, where they stand or stood: `contains "change-me-now"`. */
export function spokenTexts(
  { title, text }: Claim,
  files: readonly CodeFile[],
  ground: AnchorGround,
): readonly NamedPlace[] {
  const spoken = new Set(
    [...`${title}\n${text}`.matchAll(/["“]([^"“”\n]{8,80})["”]/g)].flatMap(([, each = '']) => each),
  );
  return files.flatMap((file) =>
    [...spoken].flatMap((name): readonly NamedPlace[] => {
      const here = linesHolding(name, file);
      const seen = here.length > 0 ? undefined : seenFile(file, file.path, ground);
      const lines =
        seen === undefined
          ? here
          : linesHolding(name, seen).flatMap((each) => ground.past?.drift(file.path, each, file.path) ?? []);
      const isLost = seen !== undefined;
      return lines.length > MOST_LINES
        ? []
        : lines.map((each) => ({ path: file.path, name, lines: each, isDefinition: false, isAlone: true, isLost }));
    }),
  );
}

const MOST_LINES = 2;

const linesHolding = (name: string, { text, lineCount }: CodeFile): readonly LineRange[] =>
  !text.content.includes(name)
    ? []
    : Array.from({ length: lineCount }, (_, i) => ({ first: i + 1, last: i + 1 })).filter(({ first }) =>
        text.lineText(first).includes(name),
      );

/** Where what had a name stood that its file has no more. */
export function lostPlaces(
  names: readonly string[],
  files: readonly CodeFile[],
  ground: AnchorGround,
): readonly NamedPlace[] {
  return files.flatMap((file) => {
    const seen = seenFile(file, file.path, ground);
    const words = new Set(file.tokens.map(({ text }) => text));
    const lost = names.filter((name) => !words.has(name.slice(name.lastIndexOf('.') + 1)));
    if (seen === undefined) return [];
    return namedIn(lost, seen).flatMap((place) => {
      const lines = ground.past?.drift(file.path, place.lines, file.path);
      return lines === undefined ? [] : { ...place, lines, isLost: true };
    });
  });
}
