import type { AnchoredClaim } from '../anchor-claim.ts';
import { namedIn } from '../code-names.ts';
import type { NamedConstruct } from '../named-constructs.ts';
import { kindOfCode } from '../reading/parts/inline-code.ts';
import { LENGTH_WORDS, MORE_THAN, SAYS_NOT } from '../reading/words/fact-words.ts';
import type { Verdict } from '../replayed-claim.ts';
import type { CodeFile } from '../repository-code.ts';
import type { VerdictGround } from '../verdict.ts';
import { auditedFile, placesIn, wholeFiles } from './audited-code.ts';
import { endedFact, presentFact } from './present-fact.ts';

/** What is said to be long, and how long it is. */
interface Sized {
  readonly name: string;
  readonly path: string;
  readonly line: number;
  readonly length: number;
  readonly stated: number;
}

/** People count with and without what stands around: so much of the stated length is that length. */
const ALIKE = 0.85;
/** With so much less it is no longer what was spoken of. */
const SHORTER = 0.6;

/** The title says of a file, a function or a class how many lines it has, and it has about as many, or more. */
export function statedSize(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const { title, text } = anchored.claim;
  // "A god object": how long it is stands in what is told of it.
  const [inTitle] = sizesIn(SAYS_LARGE.test(title) ? text : title);
  if (inTitle === undefined || saysMore(title) || SAYS_NOT.test(title.slice(inTitle.end))) return undefined;
  const files = wholeFiles(anchored, ground);
  const sized = namedSizes(`${title}\n${text}`, inTitle, anchored, ground);
  const told = sized.length > 0 ? sized : inTitle.isBound ? [] : placedSize(inTitle.lines, anchored, files, ground);
  const [first] = told;
  if (first === undefined) return undefined;
  const evidence = told.map(({ name, path, line, length }) => ({ message: `${name} has ${length} lines`, path, line }));
  if (told.every(({ length, stated }) => length >= stated * ALIKE))
    return presentFact(anchored, evidence.map(({ message }) => message).join(', '), evidence);
  if (!told.every(({ length, stated }) => length < stated * SHORTER) || !wasLong(first, ground)) return undefined;
  return endedFact(`${first.name} has ${first.length} lines now`, evidence, undefined);
}

const SAYS_LARGE = /\bgod[- ](?:object|class|module|function)|\btoo (?:long|large|big)\b|\bmonolith|\bbloated\b/i;

/** A title that names several things states more of them than a length. */
const saysMore = (title: string): boolean =>
  [...title.matchAll(/`([^`\n]+)`/g)].filter(([, code = '']) => kindOfCode(code) !== 'path').length > 1;

interface StatedLines {
  readonly lines: number;
  /** "more than 300 lines": a bound that several things pass. */
  readonly isBound: boolean;
  /** Where it ends in the text: behind it may stand what these lines lack, and how many lack it is no length. */
  readonly end: number;
}

function sizesIn(text: string): readonly StatedLines[] {
  return [...text.matchAll(SIZE)].flatMap(({ 0: said, 1: count = '', index }) => {
    const lines = Number(count.replace(/[.,](?=\d{3}$)/, ''));
    return lines >= FEWEST ? { lines, isBound: MORE_THAN.test(text.slice(0, index)), end: index + said.length } : [];
  });
}

const SIZE = new RegExp(
  String.raw`(?<![\w.:,-])(\d{1,3}[.,]\d{3}|\d{2,6})\+?[ -]?(?:${LENGTH_WORDS})(?![\p{L}\d])`,
  'giu',
);
/** Nobody complains of less. */
const FEWEST = 20;

/** Functions and classes that a text names beside a number of lines, or in its title. */
function namedSizes(
  text: string,
  { lines, isBound }: StatedLines,
  { claim, files }: AnchoredClaim,
  { code }: VerdictGround,
): readonly Sized[] {
  const beside = [...text.matchAll(BESIDE)].map(({ 1: name = '', 2: count = '' }) => ({ name, stated: Number(count) }));
  const named = [...claim.title.matchAll(/`([\w.]+)(?:\(\))?`/g)].map(({ 1: name = '' }) => ({ name, stated: lines }));
  const asked = beside.length > 0 ? beside : named;
  return asked.flatMap(({ name, stated }) => {
    const near = files.length > 0 ? files.flatMap((path) => code.file(path) ?? []) : [...code.filesWith(name)];
    const found = near.flatMap((file) => namedIn([name], file).filter(isLong));
    const [only, ...others] = found;
    if (only === undefined || others.length > 0) return [];
    const length = only.lines.last - only.lines.first + 1;
    return { name: `\`${name}\``, path: only.path, line: only.lines.first, length, stated: isBound ? lines : stated };
  });
}

/** `` `run` (223 lines) ``. */
const BESIDE = new RegExp(
  String.raw`${'`'}([\w.]+)(?:\(\))?${'`'}(?:\s(?:method|function|class))?\s*\(~?(\d{2,5})\s*(?:${LENGTH_WORDS})`,
  'giu',
);

const isLong = ({ isDefinition, lines }: { isDefinition: boolean; lines: { first: number; last: number } }): boolean =>
  isDefinition && lines.last > lines.first;

/** What begins on the line that the document gives; where it gives a file alone, the file. */
function placedSize(
  stated: number,
  { claim }: AnchoredClaim,
  files: readonly CodeFile[],
  { past }: VerdictGround,
): readonly Sized[] {
  const [file, ...others] = files;
  const [place] = file === undefined ? [] : placesIn(claim, file.path);
  if (file === undefined || place === undefined || others.length > 0) return [];
  const [range, ...further] = place.ranges;
  if (range === undefined)
    return [{ name: `\`${file.path}\``, path: file.path, line: 1, length: file.lineCount, stated }];
  const first = (past?.drift(place.path, range, file.path) ?? range).first;
  const begun = further.length > 0 ? undefined : file.constructs.find((each) => beginsAt(each, first));
  if (begun === undefined) return [];
  const { name, lines } = begun;
  return [{ name: `\`${name}\``, path: file.path, line: lines.first, length: lines.last - lines.first + 1, stated }];
}

/** Decorators stand above. */
const beginsAt = ({ kind, lines }: NamedConstruct, line: number): boolean =>
  kind !== 'variable' && Math.abs(lines.first - line) <= 3;

function wasLong({ name, path, stated }: Sized, ground: VerdictGround): boolean {
  const before = auditedFile(path, ground);
  const construct = before?.constructs.find((each) => `\`${each.name}\`` === name);
  const isFile = name === `\`${path}\``;
  const length = isFile ? before?.lineCount : construct && construct.lines.last - construct.lines.first + 1;
  return length !== undefined && length >= stated * ALIKE;
}
