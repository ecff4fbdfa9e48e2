/** Claims that say several things: each is looked at by itself, and the claim is what they come to. */

import type { Claim } from './claim.ts';
import { codesIn } from './code-names.ts';
import { saysWrong } from './reading/markdown/list-claims.ts';
import { kindOfCode } from './reading/parts/inline-code.ts';
import { placesIn } from './reading/parts/places.ts';
import { defectKindsIn } from './reading/words/defect-kinds.ts';
import { SAYS_NOT } from './reading/words/fact-words.ts';
import type { ReplayedClaim } from './replayed-claim.ts';
import { type RuleFit, wordsOf } from './rule-fit.ts';

/** One statement of a claim: an item of its list, or a sentence. */
const FEWEST_WORDS = 4;
/** Of a longer text the first tell. */
const MOST_STATEMENTS = 12;

/** The title, and what the text says one by one, without what would be if and what is proposed. */
export function sentencesOf({ title, text }: Claim): readonly string[] {
  const told = unwrapped(text)
    .split(/\n+|(?<=[.!?;。；])\s+/u)
    .map((each) => each.trim())
    .filter((each) => each !== '' && !SUPPOSED.test(each));
  const sentences = [...new Set([title, ...told])].slice(0, MOST_STATEMENTS + 1);
  return sentences.map((each) => each.slice(0, LONGEST_SENTENCE));
}

/** What a claim is about: its title and the first sentence. What is missing by a later one may be told in passing, or praised. */
export const aboutIt = (claim: Claim): readonly string[] => sentencesOf(claim).slice(0, 2);

/** What goes on longer is hardly one. */
const LONGEST_SENTENCE = 600;

const SUPPOSED =
  /^(?:[-*\s]*)(?:if|when|should|could|would|consider|add|use|fix|recommend\p{L}*|suggest\p{L}*|ensure|make sure|replace|move|remove|si|wenn|если|如果|建议)(?![\p{L}])/iu;

/** The statements of a claim as claims of their own; none where it says one thing only. */
export function statementsOf(claim: Claim): readonly Claim[] {
  const sentences = (text: string): readonly string[] =>
    unwrapped(text)
      .split(/\n+|(?<=[.!?。])\s+(?=[\p{Lu}`"'(])/u)
      .map((each) => each.trim())
      .filter((each) => new Set(wordsOf(each)).size >= FEWEST_WORDS);
  const told = [...sentences(claim.text), ...sentences(claim.remedy).filter(saysInPassing)];
  if (told.length < 2) return [];
  return told.slice(0, MOST_STATEMENTS).map((text) => statementOf(text, claim));
}

/** A remedy says in brackets, or behind "but", what is wrong: "use `x` (installed, but unused)". */
const saysInPassing = (sentence: string): boolean =>
  [...sentence.matchAll(/\(([^()]{1,200})\)|\bbut ([^.;]{1,200})/g)].some(([, aside, but]) =>
    saysWrong(aside ?? but ?? ''),
  );

/**
 * Lines of one paragraph that was broken at a width, put together again: a long line that ends in no sign of an end, and one that begins with a
 * small letter, or goes on after a word that nothing ends with.
 */
export function unwrapped(text: string): string {
  const [first = '', ...rest] = text.split('\n');
  let whole = first;
  let last = first;
  for (const line of rest) {
    const goesOn = last.length >= LEAST_WIDTH && (isCut(last, line) || OPEN_END.test(last));
    whole += `${goesOn ? ' ' : '\n'}${line}`;
    last = line;
  }
  return whole;
}

const isCut = (line: string, next: string): boolean => /^[\p{Ll}(]/u.test(next) && !/[.!?。:：;]\s*$/.test(line);

/** A sign or a word that no sentence ends with. */
const OPEN_END =
  /(?:[,(+/&—–]|\s(?:a|an|the|and|or|of|to|in|is|are|on|at|by|with|for|from|not|that|which|but|as|its?|no))$/u;
/** A shorter line was ended by somebody. */
const LEAST_WIDTH = 50;

function statementOf(text: string, claim: Claim): Claim {
  const codes = codesIn(text);
  const own = placesIn(text, claim.lines.first).filter(({ path }) => path !== '');
  return {
    ...claim,
    title: text,
    text: '',
    remedy: '',
    section: [...claim.section, claim.title],
    places: own.length > 0 ? own : claim.places.map((place) => ({ ...place, ranges: [] })),
    names: [...new Set(codes.filter((code) => kindOfCode(code) === 'name'))],
    quotes: claim.quotes.filter(({ role, text: quoted }) => role === 'now' && codes.includes(quoted)),
  };
}

/**
 * A claim that nothing decides on as a whole holds where one of its statements does. A sentence has few words, so that a rule counts only
 * where it is among those that sentence and claim have most in common with.
 */
export function composed(whole: ReplayedClaim, parts: readonly ReplayedClaim[], fit: RuleFit): ReplayedClaim {
  if (parts.length === 0) return whole;
  const [holding] = parts
    .filter(({ claim, verdict: { kind, rule, isPlain } }, i) => {
      // What a sentence of many quotes stands there whatever became of the claim, and may be a proposal or an aside.
      if (rule === undefined || (kind !== 'present' && kind !== 'fixed-in-name-only')) return false;
      // Who tells of a backoff does not say that there is none.
      if (saysItIsThere(claim.title, rule)) return false;
      // What a claim says first is what it is about.
      if (i === 0 && fit.isOfKind(rule, defectKindsIn(claim.title))) return true;
      return isPlain === true || (isLikely(rule, claim, fit) && isLikely(rule, whole.claim, fit));
    })
    .sort((a, b) => fitOf(b, fit) - fitOf(a, fit));
  const places = parts.flatMap(({ anchors }) => anchors.filter(({ confidence }, i) => i === 0 || confidence !== 'low'));
  const statements = parts.map(({ claim, verdict }) => ({ text: claim.title, verdict }));
  const all = { ...whole, anchors: [...whole.anchors, ...places], statements };
  if (holding === undefined) return all;
  const { verdict, claim } = holding;
  const because = `of ${parts.length} statements "${shortened(claim.title)}" holds: ${verdict.because}`;
  return { ...all, verdict: { ...verdict, because } };
}

function saysItIsThere(sentence: string, rule: string): boolean {
  const [, lacking] = rule.split('-without-');
  const words = new Set(wordsOf(sentence));
  return lacking !== undefined && !SAYS_NOT.test(sentence) && wordsOf(lacking).every((word) => words.has(word));
}

const fitOf = ({ claim, verdict: { rule = '' } }: ReplayedClaim, fit: RuleFit): number =>
  fit.scores(claim).get(rule) ?? 0;

function isLikely(rule: string, claim: Claim, fit: RuleFit): boolean {
  const fits = [...fit.scores(claim)].sort(([, a], [, b]) => b - a).slice(0, MOST_LIKELY);
  return fits.some(([name, score]) => name === rule && score >= LEAST_FIT);
}

const MOST_LIKELY = 2;
const LEAST_FIT = 0.25;

const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST).trimEnd()}…` : text);
const LONGEST = 80;
