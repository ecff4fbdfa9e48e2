/** What the document saw, carried to where it stands now: the function around its lines, and names that are gone since. */

import type { Claim, LineRange } from './claim.ts';
import { type NamedPlace, namedIn } from './code-names.ts';
import { pastFile } from './facts/audited-code.ts';
import { isTest } from './facts/missing-tests.ts';
import type { AnchorGround } from './meant-files.ts';
import { constructAround, type NamedConstruct } from './named-constructs.ts';
import type { Anchor } from './replayed-claim.ts';
import type { CodeFile } from './repository-code.ts';

/** A file as the document saw it, where it was another one. */
function seenFile({ path, text }: CodeFile, written: string, ground: AnchorGround): CodeFile | undefined {
  const seen = ground.past?.seenAs(written, path);
  const before = seen === undefined ? undefined : pastFile(seen, ground);
  return before?.text.content === text.content ? undefined : before;
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
  if (around === undefined) return undefined;
  const here = homesIn(file, around);
  const elsewhere = isCarriedOff(around, here) ? homesElsewhere(around, file, ground) : [];
  const homes = elsewhere.length === 1 || here.length === 0 ? elsewhere : here;
  if (homes === here && here.some(({ lines }) => lines.first <= now.last && now.first <= lines.last)) return undefined;
  const [home, ...more] = homes;
  if (home === undefined) return 'gone';
  if (more.length > 0) return undefined;
  const because = `\`${around.name}\`, which was around line ${range.first} as the document saw it, stands here now`;
  return { ...home, confidence: 'medium', because };
}

type Home = Pick<Anchor, 'path' | 'lines'>;

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

/** By its whole name; in another class or none where every class may have one of its name. */
function homesIn({ path, constructs }: CodeFile, { kind, name, qualifiedName }: NamedConstruct): readonly Home[] {
  const alike = constructs.filter((each) => each.kind === kind && each.name === name);
  const same = alike.filter((each) => each.qualifiedName === qualifiedName);
  const found = same.length > 0 || name.startsWith('__') ? same : alike;
  return found.map(({ lines }) => ({ path, lines }));
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
    if (seen === undefined) return [];
    const words = new Set(file.tokens.map(({ text }) => text));
    const lost = names.filter((name) => !words.has(name.slice(name.lastIndexOf('.') + 1)));
    return namedIn(lost, seen).flatMap((place) => {
      const lines = ground.past?.drift(file.path, place.lines, file.path);
      return lines === undefined ? [] : { ...place, lines, isLost: true };
    });
  });
}
