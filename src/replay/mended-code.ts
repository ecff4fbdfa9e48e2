/** Claims that were so and are no longer: a proof silences the rule, or the code that they quote was changed. */

import type { FoundProof } from '../engine/index.ts';
import type { AnchoredClaim } from './anchor-claim.ts';
import type { LineRange } from './claim.ts';
import type { CodeToken } from './code-tokens.ts';
import { auditedFile } from './facts/audited-code.ts';
import type { FittingFinding } from './fitting-findings.ts';
import type { GitPast } from './git-past.ts';
import { constructAround } from './named-constructs.ts';
import { NO_FINDING } from './no-finding.ts';
import { type PlacedQuote, WHOLE } from './place-quotes.ts';
import { holdsQuote, stoodBefore } from './quote-past.ts';
import type { Verdict } from './replayed-claim.ts';
import { isDocument } from './repository-code.ts';
import { wordsOf } from './rule-fit.ts';
import type { VerdictGround } from './verdict.ts';

/** A rule that has less in common with a claim is another's. */
const LEAST_FIT = 0.22;

/** The rules that a claim may speak of, the likeliest first. */
export function likelyRules({ claim }: AnchoredClaim, fits: ReadonlyMap<string, number>): readonly string[] {
  if (claim.rules.length > 0) return claim.rules;
  const likely = [...fits].filter(([, fit]) => fit >= LEAST_FIT).sort(([, a], [, b]) => b - a);
  return likely.slice(0, MOST_LIKELY).map(([rule]) => rule);
}

const MOST_LIKELY = 3;
const HALF = 0.5;

/** The rule that fits looked at the place, and is silent because the code proves it harmless. */
export function fixedByProof(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const { title, text, names, rules } = anchored.claim;
  const words = new Set(wordsOf([title, text, ...names].join(' ')));
  for (const rule of likelyRules(anchored, ground.fits)) {
    // A rule of which the claim says less than half the name is silent about something else.
    const isSaid = rules.includes(rule) || ground.ruleFit.named(rule, words) >= HALF;
    const proof = isSaid ? fittingProof(rule, anchored, ground) : undefined;
    // What stands as the document saw it was not mended: the rule and the document do not agree on it.
    if (proof === undefined || isAsItWas(proof, anchored, ground) || isOfAnother(proof, anchored, ground)) continue;
    const { at, by, where } = proof;
    const because = silenceOf(rule, proof);
    return {
      ...NO_FINDING,
      kind: 'fixed',
      because,
      rule,
      evidence: [{ message: by, path: at.path, line: (where ?? at).line }],
    };
  }
  return undefined;
}

export const silenceOf = (rule: string, { at, by }: FoundProof): string =>
  `\`${rule}\` looked at ${at.path}:${at.line} and is silent by a proof: ${by}`;

/** The claim names a class of the file or what the line would have to hold, and the proof is of another. */
function isOfAnother({ at, where }: FoundProof, { claim }: AnchoredClaim, { code }: VerdictGround): boolean {
  const file = code.file(at.path);
  if (file === undefined) return false;
  const said = new Set(claim.names.flatMap((name) => name.split(/\W+/)));
  const classes = file.constructs.filter(({ kind, name }) => kind === 'class' && said.has(name));
  if (classes.length > 0 && !classes.some(({ lines }) => lines.first <= at.line && at.line <= lines.last)) return true;
  // A name that begins with `_` or has it inside is no word of the sentence.
  const values = [...said].filter(
    (name) => /\w_\w|^_\w/.test(name) && file.constructs.every((one) => one.name !== name || one.kind === 'variable'),
  );
  const told = [at, where]
    .flatMap((place) => (place?.path === at.path ? file.text.lineText(place.line) : []))
    .join('\n');
  return values.length > 0 && !values.some((name) => told.includes(name));
}

/** The file is the one that the document saw, or what it quotes stands there. */
function isAsItWas(
  { at: { path, line }, where }: FoundProof,
  { quotes }: AnchoredClaim,
  ground: VerdictGround,
): boolean {
  const now = ground.code.file(path);
  const then = auditedFile(path, ground)?.text.content;
  if (now !== undefined && then === now.text.content) return true;
  // What proves it came since.
  if (where?.path === path && then?.includes(now?.text.lineText(where.line).trim() ?? '') === false) return false;
  const around = constructAround(now?.constructs ?? [], line);
  return quotes.some(
    ({ found }) =>
      found?.path === path &&
      found.share >= WHOLE &&
      !found.isRenamed &&
      constructAround(now?.constructs ?? [], found.lines.first) === around,
  );
}

/** What silenced a rule at the sure places of a claim, in files that were read whole. */
export function fittingProof(rule: string, anchored: AnchoredClaim, ground: VerdictGround): FoundProof | undefined {
  const { conclusions } = ground;
  for (const { path, lines } of constructsOf(anchored, ground)) {
    const [proof] = conclusions.gapIn(path) === undefined ? conclusions.proofsOf(rule, path, lines) : [];
    if (proof !== undefined) return proof;
  }
  return undefined;
}

/** Sure places, and the functions around them. */
function constructsOf({ anchors }: AnchoredClaim, { code }: VerdictGround): { path: string; lines: LineRange }[] {
  return anchors
    .filter(({ confidence }) => confidence !== 'low')
    .map(({ path, lines }) => {
      const around = constructAround(code.file(path)?.constructs ?? [], lines.first);
      return { path, lines: around?.kind === 'function' ? around.lines : lines };
    });
}

/** Code that the document quotes stood in the file, as git shows, and does not stand there any more. */
export function fixedByQuote(
  anchored: AnchoredClaim,
  ground: VerdictGround,
  nearest: FittingFinding | undefined,
): Verdict | undefined {
  // What says all the same names may be the same defect in other words.
  if (nearest !== undefined && nearest.said === 1 && nearest.score >= DOUBTFUL_SCORE) return undefined;
  const { quotes, files } = anchored;
  const { past, conclusions, code } = ground;
  if (past === undefined || files.some((path) => conclusions.gapIn(path) !== undefined)) return undefined;
  const telling = quotes.filter(({ lines }) => lines.length > 0);
  const gone = telling.filter(({ found }) => found === undefined || !files.includes(found.path));
  // While most of it stands, nothing says that it was mended.
  if (gone.length === 0 || gone.length * 2 < telling.length) return undefined;
  for (const path of files) {
    for (const quote of gone) {
      // A document names many things that are no code.
      const before =
        isDocument(path) && !/\s/.test(quote.quote.text.trim()) ? undefined : stoodBefore(quote, path, past);
      if (before === undefined || hasMoved(quote, before.lastIn, past)) continue;
      if (standsInOtherWords(quote, code.file(path)?.tokens ?? []) || standsInNewFile(quote, before.lastIn, ground))
        return undefined;
      return {
        ...NO_FINDING,
        kind: 'fixed',
        because: `the quoted code stood in \`${path}\` until ${before.removedIn.slice(0, 8)} changed it`,
        evidence: [{ message: shortQuote(quote), path, line: undefined }],
        fixedIn: before.removedIn,
      };
    }
  }
  return undefined;
}

/** Most of what it names stands together still: it was changed, and nothing says that the change mended it. */
function standsInOtherWords({ lines }: PlacedQuote, tokens: readonly CodeToken[]): boolean {
  const wanted = new Set(lines.flatMap((line) => line.tokens.filter(isTelling).map(({ text }) => text)));
  const hits = tokens.filter((token) => isTelling(token) && wanted.has(token.text));
  const span = Math.max(LEAST_SPAN, lines.length * 2);
  return hits.some(({ line: first }, i) => {
    const near = hits.slice(i, i + MOST_NEAR).filter(({ line }) => line < first + span);
    return new Set(near.map(({ text }) => text)).size >= wanted.size * MOST_OF_IT;
  });
}

/** The file was taken apart since, and what was quoted went along, a little changed: `self.` before it, an annotation. */
function standsInNewFile(quote: PlacedQuote, lastIn: string, { code, past }: VerdictGround): boolean {
  const [longest = ''] = quote.lines
    .flatMap(({ tokens }) => tokens.filter(isTelling).map(({ text }) => text))
    .sort((a, b) => b.length - a.length);
  return (
    longest !== '' &&
    code
      .filesWith(longest)
      .some(
        (file) =>
          file.isPython && past?.textAt(lastIn, file.path) === undefined && standsInOtherWords(quote, file.tokens),
      )
  );
}

const LEAST_SPAN = 12;
const MOST_NEAR = 200;
const MOST_OF_IT = 0.75;

const isTelling = ({ kind, text }: CodeToken): boolean =>
  (kind === 'name' || kind === 'text') && text.length >= LEAST_NAME && !/\s/.test(text);

/** Shorter ones stand everywhere. */
const LEAST_NAME = 4;

/** The code stands in a file that did not hold it then. */
function hasMoved(quote: PlacedQuote, before: string, past: GitPast): boolean {
  const { found } = quote;
  const then = found === undefined ? undefined : past.textAt(before, found.path);
  return found !== undefined && (then === undefined || !holdsQuote(quote, then));
}

const DOUBTFUL_SCORE = 3.5;
const LONGEST_QUOTE = 100;

export function shortQuote({ quote }: PlacedQuote): string {
  const lines = quote.text.split(/\r\n|\r|\n/).filter((each) => each.trim() !== '');
  // What the document writes over it is not the code.
  const line = lines.find((each) => !/^\s*(?:#|\/\/)/.test(each)) ?? lines[0] ?? '';
  const text = line.trim();
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
}
