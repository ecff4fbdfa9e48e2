import {
  type AsyncFunctionDef,
  type Call,
  type ClassDef,
  callKeyword,
  commentsWithin,
  docstringOf,
  type Expression,
  type FunctionDef,
  nameOfPlace,
  nameSpan,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { callsWithin } from '#semantics/effects/calls-within';

/** Calls that put everything into one random order, or cut it at random. */
const MIXING = 'permutation shuffle randperm random_split train_test_split ShuffleSplit KFold permuted'.split(' ');
const MIXING_NAMES: ReadonlySet<string> = new Set(MIXING);
const CLAIM = /\bstratif/i;
/** Said of what it does not do, or of someone else. */
const DENIAL =
  /\b(?:not?|non|without|instead of|un|isn't|doesn't|never|todo|future)\b[\s:,-]*(?:\w+\s+){0,2}-?stratif/i;

export default defineSourceRule({
  docs: {
    summary: 'split called stratified that only shuffles',
    why: 'Rare classes may be missing from the validation or test set. Readers who see "stratified" will assume that the split is correct.',
    remedy: 'Split within each class or region (`train_test_split(…, stratify=labels)`), or call the split random',
    harm: 'misleads',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.1' }],
    bad: 'import numpy as np\n\ndef stratified_split(items, share, seed):\n    order = np.random.default_rng(seed).permutation(len(items))\n    cut = int(len(items) * share)\n    return order[:cut], order[cut:]\n',
    good: 'from sklearn.model_selection import train_test_split\n\ndef stratified_split(items, labels, share, seed):\n    return train_test_split(items, train_size=share, stratify=labels, random_state=seed)\n',
  },
  skips: NOT_PRODUCTION,
  mentions: MIXING,
  visit: { FunctionDef: check, AsyncFunctionDef: check },
});

function check(fn: FunctionDef | AsyncFunctionDef, ctx: SourceContext): void {
  const calls = callsWithin([fn]);
  const mixing = calls.find(isMixing);
  const claim = mixing === undefined ? undefined : claimOf(fn, ctx);
  if (mixing === undefined || claim === undefined) return;
  if (calls.some((call) => callKeyword(call, 'stratify') !== undefined)) return;
  // What is shuffled once per class is stratified.
  if (ctx.context.loopAround(mixing) !== undefined) return;
  const selected = calls.filter(isMixing).map((call) => selectionMixed(call, ctx));
  if (!selected.includes(undefined) && new Set(selected).size > 1) {
    ctx.proven({ at: mixing, by: 'each shuffle covers only the items that a condition selects' });
    return;
  }
  const name = nameOfPlace(mixing.func) ?? 'a shuffle';
  ctx.report({
    at: mixing,
    message: `split without stratification: \`${fn.name}\` ${claim.text}, but \`${name}\` mixes all items regardless of class`,
    related: [{ at: claim.at, message: 'the claim' }],
  });
}

const isMixing = ({ func }: Call): boolean => MIXING_NAMES.has(nameOfPlace(func) ?? '');

/** `fired = [each for each in items if each.fires]; shuffle(fired)`: what a condition chose is cut by itself. */
function selectionMixed({ args: [given] }: Call, ctx: SourceContext): Expression | undefined {
  const items = given?.kind === 'Call' && nameOfPlace(given.func) === 'len' ? given.args[0] : given;
  const [made, other] = (items?.kind === 'Name' && ctx.names.resolve(items)?.definitions) || [];
  const list = other !== undefined ? undefined : made?.value;
  return list?.kind === 'ListComp' && list.generators.some(({ ifs }) => ifs.length > 0) ? list : undefined;
}

interface Claim {
  readonly text: 'is called stratified' | 'says that it stratifies';
  /** What must hold no grouping for the claim to be false. */
  readonly within: FunctionDef | AsyncFunctionDef | ClassDef;
  readonly at: { readonly start: number; readonly end: number };
}

function claimOf(fn: FunctionDef | AsyncFunctionDef, ctx: SourceContext): Claim | undefined {
  const docstring = docstringOf(fn) ?? '';
  if (DENIAL.test(docstring)) return undefined;
  const owner = ctx.context.classOfMethod(fn);
  const within = owner ?? fn;
  if (CLAIM.test(fn.name.replace(/_/g, ' '))) return { text: 'is called stratified', within, at: nameSpan(fn) };
  if (owner !== undefined && /stratif/i.test(owner.name)) {
    return { text: 'is called stratified', within: owner, at: nameSpan(owner) };
  }
  const comment = commentsWithin(ctx.source, fn).find(({ text }) => CLAIM.test(text) && !DENIAL.test(text));
  const at = CLAIM.test(docstring) ? fn.body[0] : comment;
  return at === undefined ? undefined : { text: 'says that it stratifies', within, at };
}
