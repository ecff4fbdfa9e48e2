import { type Call, type Compare, type Constant, nodesOf, shortText, stringConstant } from '#ast';
import { groupBy } from '#collections';
import {
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  NOT_PRODUCTION,
  type PackedPlace,
  type ProjectProblem,
  packPlace,
  type RelatedLocation,
  unpackPlace,
} from '#kit';
import { isHandedOut, type TagTest, tagOf, tagTested } from './text-tags.ts';

/** So many texts are shown as evidence. */
const SHOWN = 3;

/** A text with a tag in front that a function returns or collects. */
interface Made {
  readonly kind: 'made';
  readonly by: string;
  readonly text: string;
  readonly place: PackedPlace;
}

/** A branch on the tag of a text that some function gave. */
interface Tested extends TagTest {
  readonly kind: 'tested';
  readonly code: string;
  readonly place: PackedPlace;
}

export default defineProjectRule<Made | Tested>({
  docs: {
    summary: 'severity derived from the first word of a message',
    why: 'How a problem is handled depends on the wording of a message. A reworded or translated message can turn an error into a warning unnoticed.',
    remedy: 'Return the level beside the message (an enum, a class, two lists) and branch on that',
    harm: 'misleads',
    severity: {
      'test of a prefix': 'P3',
      'test that never holds': 'P1',
    },
    precision: 'medium',
    measured: { read: 6, right: 6, on: 'TenSafe, agno, swarms; none in khoj, metagpt, gpt_researcher, lagent' },
    since: '0.1.0',
    cwe: [1024],
    origin: [{ document: 'TenSafe System Audit', finding: 'P3-3' }],
    bad: 'def problems(order):\n    found = []\n    if not order.lines:\n        found.append("Error: the order is empty")\n    return found\n\ndef accept(order):\n    for problem in problems(order):\n        if problem.startswith("Error:"):\n            raise ValueError(problem)\n',
    good: 'def problems(order):\n    found = []\n    if not order.lines:\n        found.append((Level.ERROR, "the order is empty"))\n    return found\n\ndef accept(order):\n    for level, problem in problems(order):\n        if level is Level.ERROR:\n            raise ValueError(problem)\n',
  },
  skips: NOT_PRODUCTION,
  facts(file) {
    const tests = [...nodesOf(file.module, 'Call'), ...nodesOf(file.module, 'Compare')];
    return [
      ...tests.flatMap((test) => testedIn(test, file) ?? []),
      ...nodesOf(file.module, 'Constant').flatMap((text) => madeBy(text, file) ?? []),
    ];
  },
  check(_project, ctx) {
    const made = groupBy(factsOfKind(ctx.facts, 'made'), ({ fact }) => fact.by);
    for (const { path, fact } of factsOfKind(ctx.facts, 'tested')) {
      const problem = problemOf(path, fact, made.get(fact.giver) ?? []);
      if (problem !== undefined) ctx.report(problem);
    }
  },
});

function testedIn(test: Call | Compare, file: FactsContext): Tested | undefined {
  const tested = tagTested(test, file);
  return tested && { kind: 'tested', ...tested, code: shortText(test, file.text), place: packPlace(file, test) };
}

function madeBy(text: Constant, file: FactsContext): Made | undefined {
  const value = stringConstant(text) ?? '';
  const fn = tagOf(value) === undefined ? undefined : file.context.defAround(text);
  if (fn === undefined || !isHandedOut(text)) return undefined;
  return { kind: 'made', by: fn.name, text: value.slice(0, 30), place: packPlace(file, text) };
}

type Text = { readonly path: string; readonly fact: Made };

/** Texts of this tag are made: the level hangs on them. Only texts of another spelling are: the test never holds. */
function problemOf(path: string, test: Tested, made: readonly Text[]): ProjectProblem | undefined {
  const { tag, code, giver, place, ignoresCase } = test;
  const problem = { at: { path, ...unpackPlace(place) }, key: `${path} ${code}` };
  const matching = made.filter(({ fact: { text } }) =>
    ignoresCase ? text.toLowerCase().includes(tag.toLowerCase()) : text.startsWith(tag),
  );
  if (matching.length > 0) {
    const message = `\`${code}\` derives the severity from the first word of what \`${giver}\` writes`;
    return { ...problem, message, related: evidence(matching, 'one of the tested messages') };
  }
  const similar = made.filter(({ fact }) => tagOf(fact.text) === tagOf(tag));
  const [other] = similar;
  if (other === undefined || ignoresCase) return undefined;
  return {
    ...problem,
    kind: 'test that never holds',
    message: `\`${code}\` is never true: \`${giver}\` writes \`${other.fact.text.slice(0, tag.length)}\``,
    remedy: `Test for what \`${giver}\` writes, or better, let it return the level beside the message`,
    related: evidence(similar, 'the message begins like this'),
  };
}

const evidence = (made: readonly Text[], message: string): RelatedLocation[] =>
  made.slice(0, SHOWN).map(({ path, fact }) => ({ path, ...unpackPlace(fact.place), message }));
