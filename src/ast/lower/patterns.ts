/** The match statement and its patterns. */
import { Field, Kind, Token } from '../../syntax/index.ts';
import type { Expression, MatchCase, Pattern, Stmt } from '../nodes.generated.ts';
import { lowerBlock } from './blocks.ts';
import { lowerHeader } from './compound-statements.ts';
import type { Lowering, LowerStatement } from './lowering.ts';
import {
  makeAttribute,
  makeBinOp,
  makeMatch,
  makeMatchAs,
  makeMatchCase,
  makeMatchClass,
  makeMatchMapping,
  makeMatchOr,
  makeMatchSequence,
  makeMatchSingleton,
  makeMatchStar,
  makeMatchValue,
  makeName,
  makeTuple,
  makeUnaryOp,
} from './make.generated.ts';

export const matchStatements: Readonly<Record<number, LowerStatement>> = {
  [Kind.match_statement]: lowerMatch,
};

function lowerMatch(lowering: Lowering, node: number): Stmt {
  const { tree } = lowering;
  const block = lowering.child(node, Field.body);
  const cases: MatchCase[] = [];
  let end = tree.end(node);
  for (let child = tree.firstChild(block); child !== 0; child = tree.nextSibling(child)) {
    if (tree.kind(child) !== Kind.case_clause) continue;
    const lowered = lowerCase(lowering, child);
    cases.push(lowered);
    end = lowered.end;
  }
  return makeMatch(tree.start(node), end, lowerSubject(lowering, node), cases);
}

function lowerSubject(lowering: Lowering, node: number): Expression {
  const { tree } = lowering;
  const first = lowering.child(node, Field.subject);
  const second = tree.nextSibling(first);
  if (tree.kind(second) !== Token[','] || lowering.isBroken(node)) return lowerHeader(lowering, node, first);
  const elements: Expression[] = [];
  let end = 0;
  for (let child = first; child !== 0 && tree.kind(child) !== Token[':']; child = tree.nextSibling(child)) {
    end = tree.end(child);
    if (tree.field(child) === Field.subject) elements.push(lowering.expression(child));
  }
  return makeTuple(tree.start(first), end, elements, 'Load');
}

function lowerCase(lowering: Lowering, node: number): MatchCase {
  const { tree } = lowering;
  const first = lowering.childOfKind(node, Kind.case_pattern);
  const condition = lowering.child(node, Field.guard);
  const guard = condition === 0 ? undefined : lowerHeader(lowering, node, lowering.firstNamed(condition));
  const { body, end } = lowerBlock(lowering, lowering.child(node, Field.consequence), tree.end(node));
  return makeMatchCase(tree.start(node), end, lowerOpenPattern(lowering, node, first), guard, body);
}

/** What is after `case`: one pattern, or a sequence without brackets. */
function lowerOpenPattern(lowering: Lowering, clause: number, first: number): Pattern {
  const { tree } = lowering;
  if (first === 0 || lowering.isBroken(clause)) return unreadPattern(lowering, clause);
  if (tree.kind(tree.nextSibling(first)) !== Token[',']) return lowerPattern(lowering, first);
  const patterns: Pattern[] = [];
  let end = 0;
  for (let child = first; child !== 0; child = tree.nextSibling(child)) {
    if (tree.kind(child) === Kind.case_pattern) patterns.push(lowerPattern(lowering, child));
    else if (tree.kind(child) !== Token[',']) break;
    end = tree.end(child);
  }
  return makeMatchSequence(tree.start(first), end, patterns);
}

/** A pattern node, or the `-` before the number that is the pattern. */
function lowerPattern(lowering: Lowering, node: number): Pattern {
  const { tree } = lowering;
  const at = tree.kind(node) === Kind.case_pattern ? tree.firstChild(node) : node;
  if (lowering.isBroken(node) || lowering.isBroken(at)) return unreadPattern(lowering, node);
  return lowering.nested(
    () => lowerWholePattern(lowering, at),
    () => unreadPattern(lowering, node),
  );
}

function lowerWholePattern(lowering: Lowering, node: number): Pattern {
  const { tree } = lowering;
  const start = tree.start(node);
  const end = tree.end(node);
  switch (tree.kind(node)) {
    case Kind.as_pattern: {
      const pattern = lowerPattern(lowering, lowering.firstNamed(node));
      return makeMatchAs(start, end, pattern, lowering.nameOf(lowering.nextNamed(lowering.firstNamed(node))));
    }
    case Kind.union_pattern:
      return makeMatchOr(start, end, lowerPatterns(lowering, node));
    case Kind.list_pattern:
      return makeMatchSequence(start, end, lowerPatterns(lowering, node));
    case Kind.tuple_pattern:
      return lowerTuplePattern(lowering, node);
    case Kind.dict_pattern:
      return lowerMapping(lowering, node);
    case Kind.class_pattern:
      return lowerClassPattern(lowering, node);
    case Kind.splat_pattern:
      return makeMatchStar(start, end, captureName(lowering.textOf(lastChild(lowering, node))));
    case Kind.true:
      return makeMatchSingleton(start, end, { kind: 'bool', value: true });
    case Kind.false:
      return makeMatchSingleton(start, end, { kind: 'bool', value: false });
    case Kind.none:
      return makeMatchSingleton(start, end, { kind: 'none' });
    case Token._:
      return makeMatchAs(start, end, undefined, undefined);
    case Kind.dotted_name:
      return lowerNamePattern(lowering, node);
    default: {
      const value = lowerPatternValue(lowering, node);
      return makeMatchValue(value.start, value.end, value);
    }
  }
}

/** The patterns below a node; tokens between them are left out, a `-` belongs to the number after it. */
function lowerPatterns(lowering: Lowering, node: number): Pattern[] {
  const { tree } = lowering;
  const patterns: Pattern[] = [];
  for (let child = tree.firstChild(node); child !== 0; child = tree.nextSibling(child)) {
    const kind = tree.kind(child);
    if (!tree.isNamed(child) && kind !== Token['-'] && kind !== Token._) continue;
    patterns.push(lowerPattern(lowering, child));
    if (kind === Token['-']) child = tree.nextSibling(child);
  }
  return patterns;
}

function lowerTuplePattern(lowering: Lowering, node: number): Pattern {
  const { tree } = lowering;
  const patterns = lowerPatterns(lowering, node);
  const [only] = patterns;
  const isGroup = patterns.length === 1 && lowering.childOfKind(node, Token[',']) === 0;
  if (isGroup && only !== undefined && only.kind !== 'MatchStar') return only;
  return makeMatchSequence(tree.start(node), tree.end(node), patterns);
}

function lowerMapping(lowering: Lowering, node: number): Pattern {
  const { tree } = lowering;
  const keys: Expression[] = [];
  const patterns: Pattern[] = [];
  let rest: string | undefined;
  for (let child = tree.firstChild(node); child !== 0; child = tree.nextSibling(child)) {
    const kind = tree.kind(child);
    if (kind === Kind.splat_pattern) rest = lowering.textOf(lastChild(lowering, child));
    else if (tree.field(child) === Field.value) patterns.push(lowerPattern(lowering, child));
    else if (tree.field(child) === Field.key) {
      keys.push(lowerPatternValue(lowering, child));
      if (kind === Token['-']) child = tree.nextSibling(child);
    }
  }
  return makeMatchMapping(tree.start(node), tree.end(node), keys, patterns, rest);
}

function lowerClassPattern(lowering: Lowering, node: number): Pattern {
  const { tree } = lowering;
  const name = lowering.firstNamed(node);
  const patterns: Pattern[] = [];
  const names: string[] = [];
  const keywordPatterns: Pattern[] = [];
  for (let child = lowering.nextNamed(name); child !== 0; child = lowering.nextNamed(child)) {
    const keyword = findKeyword(lowering, child);
    if (keyword === 0) patterns.push(lowerPattern(lowering, child));
    else {
      names.push(lowering.nameOf(lowering.firstNamed(keyword)));
      keywordPatterns.push(lowerKeywordPattern(lowering, tree.firstChild(child), keyword));
    }
  }
  const cls = lowerDotted(lowering, name);
  return makeMatchClass(tree.start(node), tree.end(node), cls, patterns, names, keywordPatterns);
}

/** The `k=pattern` of an argument; for the grammar, `k=pattern as name` is an `as` around it. */
function findKeyword(lowering: Lowering, argument: number): number {
  const { tree } = lowering;
  let inner = tree.firstChild(argument);
  if (tree.kind(inner) === Kind.as_pattern) inner = tree.firstChild(lowering.firstNamed(inner));
  return tree.kind(inner) === Kind.keyword_pattern ? inner : 0;
}

function lowerKeywordPattern(lowering: Lowering, argument: number, keyword: number): Pattern {
  const { tree } = lowering;
  const pattern = lowerPattern(lowering, tree.nextSibling(tree.nextSibling(lowering.firstNamed(keyword))));
  if (argument === keyword) return pattern;
  const name = lowering.nameOf(lowering.nextNamed(lowering.firstNamed(argument)));
  return makeMatchAs(pattern.start, tree.end(argument), pattern, name);
}

function lowerNamePattern(lowering: Lowering, node: number): Pattern {
  const { tree } = lowering;
  const value = lowerDotted(lowering, node);
  if (value.kind !== 'Name') return makeMatchValue(value.start, value.end, value);
  return makeMatchAs(tree.start(node), tree.end(node), undefined, captureName(value.id));
}

/** The value a pattern compares with: a literal, a negative or complex number, or a dotted name. */
function lowerPatternValue(lowering: Lowering, node: number): Expression {
  const { tree } = lowering;
  switch (tree.kind(node)) {
    case Token['-']:
      return lowerNegative(lowering, node);
    case Kind.dotted_name:
      return lowerDotted(lowering, node);
    case Kind.complex_pattern: {
      const first = tree.firstChild(node);
      const left = lowerPatternValue(lowering, first);
      const operator = tree.nextSibling(tree.kind(first) === Token['-'] ? tree.nextSibling(first) : first);
      const right = lowering.expression(tree.nextSibling(operator));
      const op = tree.kind(operator) === Token['+'] ? 'Add' : 'Sub';
      return makeBinOp(tree.start(node), tree.end(node), left, op, right);
    }
    default:
      return lowering.expression(node);
  }
}

function lowerNegative(lowering: Lowering, minus: number): Expression {
  const { tree } = lowering;
  const operand = tree.nextSibling(minus);
  return makeUnaryOp(tree.start(minus), tree.end(operand), 'USub', lowering.expression(operand));
}

function lowerDotted(lowering: Lowering, node: number): Expression {
  const { tree } = lowering;
  const first = lowering.firstNamed(node);
  let value: Expression = makeName(tree.start(first), tree.end(first), lowering.nameOf(first), 'Load');
  for (let part = lowering.nextNamed(first); part !== 0; part = lowering.nextNamed(part)) {
    value = makeAttribute(tree.start(node), tree.end(part), value, lowering.nameOf(part), 'Load');
  }
  return value;
}

function lastChild(lowering: Lowering, node: number): number {
  const { tree } = lowering;
  let last = tree.firstChild(node);
  while (tree.nextSibling(last) !== 0) last = tree.nextSibling(last);
  return last;
}

const captureName = (name: string): string | undefined => (name === '_' ? undefined : name);

/** There is no pattern that says "unknown"; one with an unread value is the nearest. */
function unreadPattern(lowering: Lowering, node: number): Pattern {
  const value = lowering.unparsed(node);
  return makeMatchValue(value.start, value.end, value);
}
