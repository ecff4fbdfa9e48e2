import { defsOf, type Node, nodesOf, parametersOf } from '../../ast/index.ts';
import type { AnchoredClaim } from '../anchor-claim.ts';
import type { CodeToken } from '../code-tokens.ts';
import { tokensOf } from '../code-tokens.ts';
import {
  COUNT_BEFORE,
  COUNTED_THINGS,
  type CountedThing,
  numberOf,
  TIMES_AROUND,
  TIMES_BEFORE,
  TIMES_BEHIND,
} from '../reading/words/count-words.ts';
import type { Verdict } from '../replayed-claim.ts';
import { sentencesOf } from '../statements.ts';
import type { VerdictGround } from '../verdict.ts';
import { callsOf } from './call-surroundings.ts';
import { endedFact, presentFact } from './present-fact.ts';
import { auditedScope, type Scope, scopesOf } from './spoken-scope.ts';

/** People count with and without what stands around. */
const ALIKE = 0.85;
/** With so much more other things are counted. */
const MORE = 1.5;
/** With so much less it is no longer what was spoken of. */
const FEWER = 0.6;

interface Counted {
  /** What is counted, as a message names it. */
  readonly thing: string;
  readonly stated: number;
  /** What of the sentence is no subject. */
  readonly beside: readonly string[];
  /** The lines on which it stands. */
  readonly linesIn: (scope: Scope) => readonly number[];
}

/** "`refresh` is called twice", "a class with 42 methods": as many are there, or more. */
export function statedCounts(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  for (const [i, sentence] of sentencesOf(anchored.claim).entries()) {
    for (const counted of countedIn(sentence)) {
      const scopes = scopesOf(sentence, counted.beside, anchored, ground);
      const verdict = enough(counted, scopes, anchored) ?? (i === 0 ? fewer(counted, scopes, ground) : undefined);
      if (verdict !== undefined) return verdict;
    }
  }
  return undefined;
}

function enough(
  { thing, stated, linesIn }: Counted,
  scopes: readonly Scope[],
  anchored: AnchoredClaim,
): Verdict | undefined {
  const found = scopes.flatMap((scope) =>
    linesIn(scope).map((line) => ({ message: thing, path: scope.file.path, line })),
  );
  if (found.length < stated * ALIKE || found.length > stated * MORE + 1 || found.length < LEAST || scopes.length === 0)
    return undefined;
  const where = scopes.map(({ called }) => called).join(', ');
  return presentFact(anchored, `${where} has ${found.length} ${thing}`, found.slice(0, MOST_TOLD));
}

function fewer(
  { thing, stated, linesIn }: Counted,
  scopes: readonly Scope[],
  ground: VerdictGround,
): Verdict | undefined {
  const now = scopes.flatMap(linesIn).length;
  const then = scopes.flatMap((scope) => {
    const before = auditedScope(scope, ground);
    return before === undefined ? [] : linesIn(before);
  }).length;
  if (scopes.length === 0 || now >= stated * FEWER || then < stated * ALIKE) return undefined;
  const where = scopes.map(({ called }) => called).join(', ');
  return endedFact(`${where} has ${now} ${thing}, and had ${then} when the document was written`, [], undefined);
}

const LEAST = 2;
const MOST_TOLD = 6;

function countedIn(sentence: string): readonly Counted[] {
  const behind = [...sentence.matchAll(TIMES_BEHIND)].map(([, code = '', word, count = '']) => ({
    code,
    count: word ?? count,
  }));
  const before = [...sentence.matchAll(TIMES_BEFORE)].map(([, count = '', code = '']) => ({ code, count }));
  const around = [...sentence.matchAll(TIMES_AROUND)].map(([, count = '', code = '']) => ({ code, count }));
  const codes = [...behind, ...before, ...around].flatMap(({ code, count }) => countedCode(code, count));
  const things = COUNTED_THINGS.flatMap(([thing, pattern]): Counted[] => {
    const at = pattern.exec(sentence)?.index ?? 0;
    const stated = numberOf(COUNT_BEFORE.exec(sentence.slice(Math.max(0, at - MOST_BEFORE), at))?.[1] ?? '');
    if (stated === undefined || stated < LEAST) return [];
    return [{ thing, stated, beside: [], linesIn: (scope) => treeLines(thing, scope) }];
  });
  return [...codes, ...things];
}

const MOST_BEFORE = 100;

function countedCode(code: string, count: string): Counted[] {
  const stated = numberOf(count);
  const tokens = tokensOf(code.replace(/\((?:\.\.\.|…)?\)$/, ''));
  if (
    stated === undefined ||
    stated < LEAST ||
    !tokens.some(({ kind, text }) => kind !== 'sign' && text.length >= LEAST_NAME)
  )
    return [];
  const linesIn = (scope: Scope): readonly number[] => {
    const calls = callsOf(code, scope);
    const { file, lines } = scope;
    if (calls.length > 0) return calls.map(({ start }) => file.text.lineAt(start));
    return file.tokens.flatMap((token, i) =>
      token.line >= lines.first && token.line <= lines.last && standsAt(tokens, file.tokens, i) ? token.line : [],
    );
  };
  return [{ thing: `times \`${code}\``, stated, beside: [code], linesIn }];
}

const LEAST_NAME = 3;

/** A function is not called where it is defined. */
const standsAt = (wanted: readonly CodeToken[], tokens: readonly CodeToken[], at: number): boolean =>
  tokens[at - 1]?.text !== 'def' && wanted.every(({ text }, i) => tokens[at + i]?.text === text);

function treeLines(thing: CountedThing, scope: Scope): readonly number[] {
  const { file, lines, construct } = scope;
  if (!file.isPython) return [];
  const lineOf = ({ start }: Node): number => file.text.lineAt(start);
  const within = (nodes: readonly Node[]): readonly number[] =>
    nodes.map(lineOf).filter((line) => line >= lines.first && line <= lines.last);
  const { module } = file;
  const functions = defsOf(module);
  const handlers = nodesOf(module, 'ExceptHandler');
  switch (thing) {
    case 'methods':
      return construct?.kind === 'class' ? within(functions) : [];
    case 'functions':
      return construct === undefined ? within(functions) : [];
    case 'classes':
      return within(nodesOf(module, 'ClassDef'));
    case 'parameters':
      return functions
        .filter((node) => construct?.kind === 'function' && lineOf(node) === construct.lines.first)
        .flatMap((node) => parametersOf(node).map(({ node: { start } }) => file.text.lineAt(start)));
    case 'bare handlers':
      return within(handlers.filter(({ type }) => type === undefined));
    case 'broad handlers':
      return within(handlers.filter(({ type }) => type?.kind === 'Name' && /^(?:Base)?Exception$/.test(type.id)));
    case 'globals':
      return within(nodesOf(module, 'Global'));
    case 'attributes':
      return construct?.kind === 'class'
        ? file.constructs
            .filter(({ kind, qualifiedName }) => kind === 'variable' && qualifiedName.startsWith(`${construct.name}.`))
            .map((each) => each.lines.first)
        : [];
  }
}
