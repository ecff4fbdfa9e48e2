/** Where a claim's places, quotes and names stand in the code as it is now. */

import { nodesOf } from '../ast/index.ts';
import type { SourceText } from '../text/index.ts';
import { carriedFunction, lostPlaces, spokenTexts } from './carried-places.ts';
import type { Claim, LineRange } from './claim.ts';
import { codeNames, type NamedPlace, proseNames, routesOf } from './code-names.ts';
import { isTest } from './facts/missing-tests.ts';
import { folderAnchors, globAnchors } from './folder-places.ts';
import type { GitPast } from './git-past.ts';
import { headedPlaces, hintedAnchors, startedPlaces } from './hinted-places.ts';
import { importAnchors } from './import-places.ts';
import { likelyAnchors } from './likely-lines.ts';
import { type AnchorGround, type MeantPlace, type MissingPath, meantFiles, meantModules } from './meant-files.ts';
import { definedPlaces, namedPlaces, servedPlaces } from './named-places.ts';
import { optionAnchors } from './option-places.ts';
import { isTelling, type PlacedQuote, placeQuotes, textIn, WHOLE } from './place-quotes.ts';
import type { Anchor, Confidence } from './replayed-claim.ts';
import { type CodeFile, isDocument, type RepositoryCode } from './repository-code.ts';
import { aroundPlaces, fieldPlaces, textPlaces, titledPlaces, workPlaces } from './spoken-places.ts';
import { idPlaces } from './told-ids.ts';
import { toldPlaces } from './told-places.ts';

/** What anchoring found out about a claim. */
export interface AnchoredClaim {
  readonly claim: Claim;
  /** The surest first. */
  readonly anchors: readonly Anchor[];
  readonly quotes: readonly PlacedQuote[];
  readonly missing: readonly MissingPath[];
  /** Files that the document means, in its order. */
  readonly files: readonly string[];
  /** Further files, of which the part of the document around it tells. */
  readonly about: readonly string[];
}

export function anchorClaim(claim: Claim, ground: AnchorGround): AnchoredClaim {
  const { meant: stated, missing } = meantFiles(claim.places, ground, claim);
  const meant = stated.length > 0 || missing.length > 0 ? stated : meantModules(claim, ground.code);
  const paths = [...new Set(meant.map(({ path }) => path))];
  const files = paths.flatMap((path) => ground.code.file(path) ?? []);
  const globbed = globAnchors(claim, ground.code);
  const about =
    globbed.length > 0 || namesCode(claim, meant)
      ? []
      : filesAbout(claim, ground).filter(({ path }) => !paths.includes(path));
  const near = [...files, ...about];
  const found = { quotes: placeQuotes(claim, files, about, ground.code), named: placesNamed(claim, near, ground) };
  const anchors = [
    ...meant.flatMap((place) => anchorsAt(place, found, claim, ground)),
    ...found.quotes.flatMap((quote) => quoteAnchor(quote, paths)),
    ...messageAnchor(claim, files),
    ...found.named.flatMap((place) => nameAnchor(place, paths, claim)),
    ...hintedAnchors(claim, found.quotes, files, ground.code),
    ...importAnchors(claim, ground.code),
    ...idPlaces(claim, ground.code),
    ...optionAnchors(claim, near, ground.code),
    ...globbed,
  ];
  const isPlaced = anchors.some(({ confidence }) => confidence !== 'low');
  const isNamed = anchors.length > 0 || missing.length > 0;
  const read = near.length > 0 ? [...files.slice(0, MOST_FILES), ...about] : isNamed ? [] : readThrough(claim, ground);
  const isElsewhere = files.length > 0 || missing.length > 0 || globbed.length > 0;
  const likely = isPlaced ? [] : unsurePlaces(claim, { read, paths, near, about, missing, isElsewhere }, ground.code);
  const hinted = [...insideLong(claim, anchors, ground.code), ...toldPlaces(claim, near, found.named, ground.code)];
  const placed = surestFirst([...likely, ...anchors, ...hinted]);
  return {
    claim,
    anchors: isPlaced || paths.length > 0 ? placed : [...folderAnchors(claim.places, ground.code), ...placed],
    quotes: found.quotes,
    missing,
    files: paths,
    about: about.map(({ path }) => path),
  };
}

/** Of what it names in code, in its sentences and by its routes. */
function placesNamed(claim: Claim, near: readonly CodeFile[], ground: AnchorGround): readonly NamedPlace[] {
  const { code } = ground;
  const names = [codeNames(claim), proseNames(claim)] as const;
  const found = [...namedPlaces(names[0], near, code), ...definedPlaces(names[1], near, code)];
  const known = new Set(found.map(({ name }) => name));
  const lost = names.flat().filter((name) => !known.has(name));
  return [
    ...found,
    ...lostPlaces(lost, near, ground),
    ...spokenTexts(claim, near, ground),
    ...servedPlaces(routesOf(claim), near, code),
  ];
}

/** A claim that names nothing is looked for in all code. */
const readThrough = (claim: Claim, { code }: AnchorGround): readonly CodeFile[] =>
  isMostlyLatin(claim) ? code.few.filter(({ path }) => !isTest(path) || /test/i.test(claim.title)) : [];

/** Code is written in Latin: what it has in common with a text in another script says little. */
function isMostlyLatin({ title, text }: Claim): boolean {
  const letters = `${title} ${text}`.match(/\p{L}/gu) ?? [];
  return letters.filter((letter) => /\p{Script=Latin}/u.test(letter)).length * 2 >= letters.length;
}

interface Reading {
  /** The paths that the claim names. */
  readonly paths: readonly string[];
  /** Their files, and those of the part around it. */
  readonly near: readonly CodeFile[];
  /** Of them those in which words are looked for. */
  readonly read: readonly CodeFile[];
  readonly about: readonly CodeFile[];
  readonly missing: readonly MissingPath[];
  /** The claim names files, be they gone. */
  readonly isElsewhere: boolean;
}

/** Where a claim without a sure place is likely to be. */
function unsurePlaces(
  claim: Claim,
  { read, paths, near, about, missing, isElsewhere }: Reading,
  code: RepositoryCode,
): readonly Anchor[] {
  const spoken = [...titledPlaces(claim, code), ...workPlaces(claim, near)];
  if (spoken.length === 0 && !isElsewhere) spoken.push(...aroundPlaces(about), ...headedPlaces(claim, code));
  spoken.push(...startedPlaces(claim, code), ...(isElsewhere ? [] : fieldPlaces(claim, code)));
  const titled = spoken.flatMap(({ path }) => (paths.includes(path) ? [] : (code.file(path) ?? [])));
  return [...spoken, ...textPlaces(claim, missing, code), ...likelyAnchors(claim, [...new Set([...read, ...titled])])];
}

/** Of a class that goes on for pages its name is hardly a place. */
const insideLong = (claim: Claim, anchors: readonly Anchor[], code: RepositoryCode): readonly Anchor[] =>
  anchors.flatMap(({ path, lines, confidence }) => {
    const file = confidence === 'low' || lines.last - lines.first < LONGEST_PLACE ? undefined : code.file(path);
    return file === undefined ? [] : likelyAnchors(claim, [file], lines);
  });

/** Whether it says itself in which file of code it is; what another document says of it is no place. */
function namesCode({ lines }: Claim, meant: readonly MeantPlace[]): boolean {
  return meant.some(({ path, place }) => {
    const isOwn = lines.first <= place.line && place.line <= lines.last;
    return (isOwn || place.ranges.length > 0) && !isDocument(path);
  });
}

function filesAbout({ about }: Claim, ground: AnchorGround): readonly CodeFile[] {
  // What became of a file that is not there is asked only of those that a claim names itself.
  const { meant } = meantFiles(about, { ...ground, past: undefined });
  // A document repeats what audits say, and may be the audit itself.
  const sure = meant
    .filter(({ confidence, path }) => confidence !== 'low' && !isDocument(path))
    .map(({ path }) => path);
  return [...new Set(sure)].flatMap((path) => ground.code.file(path) ?? []);
}

/** Of more files a claim without lines says nothing in particular. */
const MOST_FILES = 4;

const LONGEST_PLACE = 120;

interface FoundCode {
  readonly quotes: readonly PlacedQuote[];
  readonly named: readonly NamedPlace[];
}

/** Lines beside the place that the document gives that still are that place. */
const NEAR_LINES = 3;

/** What the lines that a document gives are now: by what stands there, and where git says that they went. */
function anchorsAt(meant: MeantPlace, found: FoundCode, claim: Claim, ground: AnchorGround): Anchor[] {
  const { path, place } = meant;
  const file = ground.code.file(path);
  if (file === undefined) return [];
  if (place.ranges.length === 0) {
    // What a tool says of a file as a whole it puts into the first line.
    if (claim.title.startsWith(`${place.path}: `))
      return [
        { path, lines: { first: 1, last: 1 }, confidence: 'low', because: 'the output gives the file and no line' },
      ];
    const because = meant.because ?? 'the document names the file as a whole';
    return [{ path, lines: { first: 1, last: Math.max(1, file.lineCount) }, confidence: 'low', because }];
  }
  return place.ranges.flatMap((range) => {
    const there = rangeAnchor(range, meant, file, found, ground.past);
    const drifted = ground.past?.drift(place.path, range, path) ?? range;
    const moved =
      movedLines(range, meant, file, claim, ground) ?? carriedFunction(range, drifted, file, place.path, ground);
    if (moved === undefined) return there;
    const unsure = there.map((anchor): Anchor => ({ ...anchor, confidence: 'low' }));
    if (moved === 'gone') return unsure;
    // What is left there of a file that was taken apart is none of it.
    return moved.path === path ? [moved, ...unsure] : [moved];
  });
}

/** Where the lines that the document saw stand now, if they do not stand where git's difference puts them: code goes from file to file. */
function movedLines(
  range: LineRange,
  { path, place }: MeantPlace,
  file: CodeFile,
  claim: Claim,
  { code, past }: AnchorGround,
): Anchor | undefined {
  const seen = past?.seenAs(place.path, path);
  const before = seen === undefined ? undefined : past?.textAt(seen.commit, seen.path);
  if (before === undefined || range.last > before.lineCount) return undefined;
  const now = past?.drift(place.path, range, path) ?? range;
  if (before.content === file.text.content || linesIn(before, range) === linesIn(file.text, now)) return undefined;
  // A line by itself stands in many places.
  const around = { first: Math.max(1, range.first - AROUND), last: range.last + AROUND };
  const quote = { text: linesIn(before, around), language: undefined, role: 'now' as const, line: place.line };
  if (!isTelling(quote)) return undefined;
  const [found] = placeQuotes({ ...claim, quotes: [quote] }, [file], [], code).flatMap((each) => each.found ?? []);
  if (found === undefined || found.share < MOSTLY_THERE || found.isRenamed) return undefined;
  const isThere = found.path === path && overlaps(found.lines, now);
  if (isThere || found.lines.last - found.lines.first > 2 * (around.last - around.first)) return undefined;
  const because = `what stood on line ${range.first} of \`${path}\`, as the document saw it, stands here now`;
  return { path: found.path, lines: found.lines, confidence: 'medium', because };
}

const MOSTLY_THERE = 0.75;
const AROUND = 2;

const linesIn = (text: SourceText, { first, last }: LineRange): string =>
  Array.from({ length: Math.max(0, Math.min(last, text.lineCount) - first + 1) }, (_, i) =>
    text.lineText(first + i),
  ).join('\n');

function rangeAnchor(
  range: LineRange,
  { path, place, confidence, because }: MeantPlace,
  file: CodeFile,
  { quotes, named }: FoundCode,
  past: GitPast | undefined,
): Anchor[] {
  const drifted = past?.drift(place.path, range, path);
  const lines = drifted ?? range;
  if (lines.first > file.lineCount) return [];
  const now = { first: lines.first, last: Math.min(lines.last, file.lineCount) };
  const where = because === undefined ? '' : `; ${because}`;
  const moved = now.first === range.first ? '' : `${driftOf(range.first, now.first)}, `;
  const isNear = (place: { readonly path: string; readonly lines: LineRange }): boolean =>
    place.path === path && overlaps(place.lines, now);
  const quote = quotes.find(({ found }) => found !== undefined && isNear(found));
  if (quote !== undefined)
    return [{ path, lines: now, confidence, because: `${moved}the lines hold the quoted code${where}` }];
  const name = named.find(isNear)?.name ?? nameOn(now, named, file);
  if (name !== undefined)
    return [{ path, lines: now, confidence, because: `${moved}the lines hold \`${name}\`${where}` }];
  const isContested = quotes.some(({ found }) => found?.path === path) || named.some((place) => place.path === path);
  if (isContested) {
    const why = `${moved}the document gives these lines, and what it speaks of stands elsewhere${where}`;
    return [{ path, lines: now, confidence: 'low', because: why }];
  }
  const sure = confidence === 'low' ? 'low' : 'medium';
  return [{ path, lines: now, confidence: sure, because: `${moved}the document gives these lines${where}` }];
}

/** A name that is defined elsewhere in the file is spoken of where it is used as well. */
function nameOn(
  { first, last }: LineRange,
  named: readonly NamedPlace[],
  { path, tokens }: CodeFile,
): string | undefined {
  const here = new Set(tokens.flatMap(({ line, text }) => (line >= first && line <= last ? text : [])));
  return named.find((place) => place.path === path && here.has(place.name.split('.').at(-1) ?? ''))?.name;
}

const overlaps = (one: LineRange, other: LineRange): boolean =>
  one.first - NEAR_LINES <= other.last && other.first <= one.last + NEAR_LINES;

function driftOf(before: number, now: number): string {
  const by = Math.abs(now - before);
  return `${by} ${by === 1 ? 'line' : 'lines'} further ${now > before ? 'down' : 'up'} since the audited commit`;
}

function quoteAnchor({ found, quote }: PlacedQuote, named: readonly string[]): Anchor[] {
  if (found === undefined) return [];
  const { path, lines, share, isRenamed } = found;
  const how = isRenamed ? ' with other names' : share < WHOLE ? ' in part' : '';
  const isNamed = named.includes(path);
  const isSure = (isNamed || isTelling(quote)) && !isRenamed && share >= 0.75;
  return [{ path, lines, confidence: isSure ? 'high' : 'medium', because: `the quoted code stands here${how}` }];
}

/** A line of output ends in the text that the code prints. */
function messageAnchor({ title }: Claim, files: readonly CodeFile[]): Anchor[] {
  const message = title.slice(title.lastIndexOf(':') + 1).trim();
  const found = message.length < LEAST_MESSAGE ? undefined : textIn(message, files);
  if (found === undefined) return [];
  const lines = statementAround(found, files) ?? found.lines;
  return [{ path: found.path, lines, confidence: 'high', because: 'the text of the message stands here' }];
}

/** What prints it. */
function statementAround(found: NonNullable<PlacedQuote['found']>, files: readonly CodeFile[]): LineRange | undefined {
  const file = files.find(({ path, isPython }) => isPython && path === found.path);
  if (file === undefined) return undefined;
  const { module, text } = file;
  return nodesOf(module, 'Expr')
    .map(({ start, end }) => ({ first: text.lineAt(start), last: text.lineAt(end - 1) }))
    .find(
      ({ first, last }) => first <= found.lines.first && found.lines.last <= last && last - first <= LONGEST_STATEMENT,
    );
}

const LONGEST_STATEMENT = 20;

const LEAST_MESSAGE = 15;

function nameAnchor(
  { path, lines, name, isDefinition, isAlone, isOnly, isLost }: NamedPlace,
  named: readonly string[],
  { title, places }: Claim,
): Anchor[] {
  if (isLost)
    return [
      { path, lines, confidence: 'low', because: `\`${name}\` stood here, as the document saw it`, isHint: true },
    ];
  const isBeside = places.some(({ ranges }) => ranges.length > 0) && !title.includes(name);
  const isNamed = named.includes(path);
  const what = `\`${name}\` ${isDefinition ? 'is defined' : 'stands'} here`;
  const confidence =
    isDefinition && isNamed
      ? 'high'
      : (isAlone && isNamed) || isDefinition || (isOnly && named.length === 0)
        ? 'medium'
        : 'low';
  return [{ path, lines, confidence, because: isNamed ? what : `${what}, and the document names no file`, isBeside }];
}

const ORDER: readonly Confidence[] = ['high', 'medium', 'low'];

/** One anchor for equal lines, the surest; what only hints comes last. */
function surestFirst(anchors: readonly Anchor[]): readonly Anchor[] {
  const sorted = ORDER.flatMap((confidence) => anchors.filter((anchor) => anchor.confidence === confidence)).sort(
    (a, b) => Number(a.isHint === true) - Number(b.isHint === true),
  );
  const seen = new Set<string>();
  return sorted.filter(({ path, lines }) => {
    const key = `${path}:${lines.first}-${lines.last}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
