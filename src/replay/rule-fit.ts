/** Which rules a text may speak of: words of the text against the words of the rules' own documentation. */

import { groupBy, memoize } from '../collections/index.ts';
import type { RuleDescription } from '../findings/index.ts';
import type { Claim } from './claim.ts';
import { ABBREVIATIONS } from './reading/words/abbreviations.ts';
import { defectKindsIn } from './reading/words/defect-kinds.ts';

/** What the parts of a rule's documentation weigh: its name is chosen to name the defect, the rest explains. */
const RULE_WEIGHTS = { name: 3, summary: 2, why: 1, remedy: 0.7, category: 0.5, bad: 0.4 } as const;
/** The same of a claim. */
const CLAIM_WEIGHTS = { title: 2.5, text: 1, remedy: 0.6, names: 1, quotes: 0.5, section: 0.5 } as const;

type WordCounts = ReadonlyMap<string, number>;

/** Scores by cosine; a word counts the less the more rules use it. */
export class RuleFit {
  readonly #rules: ReadonlyMap<string, WordCounts>;
  /** By word, the rules that use it and what it weighs in them. */
  readonly #uses: ReadonlyMap<string, readonly (readonly [rule: string, weight: number])[]>;
  readonly #rarity: ReadonlyMap<string, number>;
  /** Of a word that no rule uses. */
  readonly #rarest: number;
  readonly #told = new Map<string, ReadonlySet<string>>();
  readonly #named = new Map<string, readonly string[]>();
  readonly #kinds: ReadonlyMap<string, readonly RegExp[]>;
  /** What is said of a rule, without its examples. */
  readonly #prose: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(rules: readonly RuleDescription[]) {
    this.#prose = new Map(
      rules.map(({ name, docs }) => [name, new Set(wordsOf([name, docs.summary, docs.why, docs.remedy].join(' ')))]),
    );
    this.#kinds = new Map(
      rules.map(({ name, docs }) => [name, defectKindsIn([name, docs.summary, docs.why, docs.remedy].join('\n'))]),
    );
    const words = new Map(rules.map((rule) => [rule.name, wordsOfRule(rule)] as const));
    const uses = new Map<string, number>();
    for (const counts of words.values()) for (const word of counts.keys()) uses.set(word, (uses.get(word) ?? 0) + 1);
    this.#rarity = new Map([...uses].map(([word, count]) => [word, Math.log(1 + rules.length / count)]));
    this.#rarest = Math.log(1 + rules.length);
    this.#rules = new Map([...words].map(([name, counts]) => [name, this.#weighed(counts)]));
    const weights = [...this.#rules].flatMap(([name, rule]) => [...rule].map((each) => ({ name, each })));
    this.#uses = new Map(
      [...groupBy(weights, ({ each: [word] }) => word)].map(([word, all]) => [
        word,
        all.map(({ name, each: [, weight] }) => [name, weight]),
      ]),
    );
  }

  /** From 0, nothing in common, to 1, by rule. */
  scores(claim: Claim): ReadonlyMap<string, number> {
    const scores = new Map([...this.#rules.keys()].map((name) => [name, 0]));
    for (const [word, weight] of this.#weighed(wordsOfClaim(claim)))
      for (const [name, of] of this.#uses.get(word) ?? []) scores.set(name, (scores.get(name) ?? 0) + weight * of);
    return scores;
  }

  /** Share of the words of a text, by rarity, that a rule's documentation or one of its findings uses too. */
  covered(text: string, rule: string, message: string): number {
    const [documented, said] = [this.#rules.get(rule), this.#wordsOf(message)];
    return this.#share(text, (word) => documented?.has(word) === true || said.has(word));
  }

  /** Share of the words of a text, by rarity, that any rule uses. */
  known(text: string): number {
    return this.#share(text, (word) => this.#rarity.has(word));
  }

  /** Whether some words have one of a rule's that is no part of what its finding is about: who decodes base64 is not said to do it wrong. */
  saysMore(words: ReadonlySet<string>, rule: string, message: string): boolean {
    const subject = this.namesIn(message);
    const prose = this.#prose.get(rule) ?? new Set();
    return [...words].some((word) => prose.has(word) && !subject.some((name) => name.includes(word)));
  }

  /** Share of the words of a rule's name, by rarity, that are among some. */
  named(rule: string, words: ReadonlySet<string>): number {
    return this.#share(rule, (word) => words.has(word));
  }

  /** Whether a rule is about a kind of defect that a text names in words of its own. */
  isOfKind(rule: string, kinds: readonly RegExp[]): boolean {
    return this.#kinds.get(rule)?.some((kind) => kinds.includes(kind)) === true;
  }

  /** A message names what it is about in backticks. */
  namesIn(message: string): readonly string[] {
    const names =
      this.#named.get(message) ?? wordsOf([...message.matchAll(/`([^`]+)`/g)].map(([, name]) => name).join(' '));
    this.#named.set(message, names);
    return names;
  }

  #share(text: string, isKnown: (word: string) => boolean): number {
    let all = 0;
    let shared = 0;
    for (const word of this.#wordsOf(text)) {
      const rarity = this.#rarity.get(word) ?? this.#rarest;
      all += rarity;
      if (isKnown(word)) shared += rarity;
    }
    return all === 0 ? 0 : shared / all;
  }

  /** Each claim is held against each finding near it. */
  #wordsOf(text: string): ReadonlySet<string> {
    const words = this.#told.get(text) ?? new Set(wordsOf(text));
    this.#told.set(text, words);
    return words;
  }

  /** Words that no rule uses tell nothing, and make no text longer. */
  #weighed(counts: WordCounts): WordCounts {
    const weighed = [...counts].flatMap(([word, count]): [string, number][] => {
      const rarity = this.#rarity.get(word);
      return rarity === undefined ? [] : [[word, Math.sqrt(count) * rarity]];
    });
    const length = Math.hypot(...weighed.map(([, weight]) => weight)) || 1;
    return new Map(weighed.map(([word, weight]) => [word, weight / length]));
  }
}

/** The fit of some rules: their documentation is taken apart once. */
export const ruleFitOf = memoize((rules: readonly RuleDescription[]) => new RuleFit(rules));

function wordsOfRule({ name, category, docs }: RuleDescription): WordCounts {
  return countWords([
    [name, RULE_WEIGHTS.name],
    [docs.summary, RULE_WEIGHTS.summary],
    [docs.why, RULE_WEIGHTS.why],
    [docs.remedy, RULE_WEIGHTS.remedy],
    [category, RULE_WEIGHTS.category],
    [docs.bad, RULE_WEIGHTS.bad],
  ]);
}

/** What a claim is called; one that is called by its place alone ("Location 2: `main.py:490`") goes by the heading above it. */
function titleOf({ title, section }: Claim): string {
  const words = title.split(/\s+/).filter((word) => !word.includes('.py') && !word.startsWith('`'));
  const isPlace = wordsOf(words.join(' ')).length < LEAST_TITLE;
  return isPlace ? `${title} ${section.at(-1) ?? ''}` : title;
}

/** A word and perhaps a number. */
const LEAST_TITLE = 2;

function wordsOfClaim(claim: Claim): WordCounts {
  const { text, remedy, names, quotes, section } = claim;
  const title = titleOf(claim);
  const code = quotes.filter(({ role }) => role === 'now').map((quote) => quote.text);
  return countWords([
    [title, CLAIM_WEIGHTS.title],
    [text, CLAIM_WEIGHTS.text],
    [remedy, CLAIM_WEIGHTS.remedy],
    [names.join(' '), CLAIM_WEIGHTS.names],
    [code.join(' '), CLAIM_WEIGHTS.quotes],
    [section.join(' '), CLAIM_WEIGHTS.section],
  ]);
}

function countWords(parts: readonly (readonly [text: string, weight: number])[]): WordCounts {
  const counts = new Map<string, number>();
  for (const [text, weight] of parts)
    for (const word of wordsOf(text)) counts.set(word, (counts.get(word) ?? 0) + weight);
  return counts;
}

/** Names are taken apart (`allow_origins`, `CORSMiddleware`), endings taken off. */
export function wordsOf(text: string): string[] {
  return text
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1 && !STOP_WORDS.has(word))
    .map(stemOf);
}

/** The same, with what code shortens as prose writes it: `input_dir` is the input directory. */
export const wordsInFull = (text: string): string[] => wordsOf(text).map((word) => FULL_WORDS.get(word) ?? word);

function stemOf(word: string): string {
  if (word.length <= 4) return word.replace(/(?<=[^s])s$/, '');
  // What is assumed, consumed or resumed is an assumption, a consumption, a resumption.
  const stem = word.replace(/(?:(?<=m)ptions?|ations?|ings?|ally|ly|ed|ers?|es|s|e)$/, '');
  return stem.length >= 3 ? stem.replace(/(.)\1$/, '$1').replace(/i$/, 'y') : word;
}

const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    'the an and or of to in is are it its this that these those be been by for from with without on at as not no but if then than ' +
    'so such can may will would could should must have has had do does did which who whom whose what when where why how all any ' +
    'each every other more most some only also into over under out up down via per use used uses using code file files line lines ' +
    'self def return class import pass true false none'
  ).split(' '),
);

const FULL_WORDS: ReadonlyMap<string, string> = new Map(
  ABBREVIATIONS.flatMap((row) => {
    const [full = '', ...short] = row.flatMap(wordsOf);
    return short.map((word): [string, string] => [word, full]);
  }),
);
