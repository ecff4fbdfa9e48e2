/** String, bytes, f-string and t-string literals; neighbours are joined as the compiler joins them. */
import { Field, Kind, Token } from '../../syntax/index.ts';
import type { Expression } from '../nodes.generated.ts';
import type { LowerExpression, Lowering } from './lowering.ts';
import {
  makeConstant,
  makeFormattedValue,
  makeInterpolation,
  makeJoinedStr,
  makeTemplateStr,
} from './make.generated.ts';
import { type StringStyle, stringValue } from './string-value.ts';

export const stringExpressions: Readonly<Record<number, LowerExpression>> = {
  [Kind.string]: (lowering, node) => lowerStrings(lowering, node, node),
  [Kind.concatenated_string]: (lowering, node) => lowerStrings(lowering, node, lowering.firstNamed(node)),
};

/** A stretch of constant text, or a replacement field. */
type Piece =
  | {
      readonly kind: 'text';
      readonly start: number;
      readonly end: number;
      readonly value: string;
      readonly isUnicode: boolean;
    }
  | { readonly kind: 'field'; readonly node: Expression };

interface Prefix extends StringStyle {
  readonly length: number;
  readonly isTemplate: boolean;
  readonly isUnicode: boolean;
}

const PREFIXES: ReadonlySet<string> = new Set(['', 'r', 'u', 'b', 'f', 't', 'br', 'rb', 'fr', 'rf', 'tr', 'rt']);

function lowerStrings(lowering: Lowering, node: number, first: number): Expression {
  const { tree } = lowering;
  const start = tree.start(node);
  const end = tree.end(node);
  if (first === node && !lowering.isBroken(node)) {
    const prefix = prefixOf(lowering, node);
    if (prefix !== undefined && !prefix.isFormat) {
      const kind = prefix.isBytes ? 'bytes' : 'str';
      const kindPrefix = prefix.isUnicode ? 'u' : undefined;
      return makeConstant(start, end, { kind, value: plainValue(lowering, node, prefix) }, kindPrefix);
    }
  }
  return lowerPieces(lowering, node, first);
}

/** Strings with replacement fields, and strings in a row. */
function lowerPieces(lowering: Lowering, node: number, first: number): Expression {
  const { tree } = lowering;
  const start = tree.start(node);
  const end = tree.end(node);
  const prefixes: Prefix[] = [];
  const pieces: Piece[] = [];
  for (let string = first; string !== 0; string = string === node ? 0 : lowering.nextNamed(string)) {
    const prefix = prefixOf(lowering, string);
    if (prefix === undefined || lowering.isBroken(string)) return lowering.unparsed(node);
    prefixes.push(prefix);
    addPieces(lowering, string, prefix, pieces);
  }
  const kindPrefix = prefixes[0]?.isUnicode === true ? 'u' : undefined;
  if (prefixes.some((prefix) => prefix.isTemplate)) return makeTemplateStr(start, end, joinPieces(pieces));
  if (prefixes.some((prefix) => prefix.isFormat)) return makeJoinedStr(start, end, joinPieces(pieces));
  const value = pieces.map((piece) => (piece.kind === 'text' ? piece.value : '')).join('');
  if (prefixes.every((prefix) => prefix.isBytes)) return makeConstant(start, end, { kind: 'bytes', value }, undefined);
  if (prefixes.some((prefix) => prefix.isBytes)) return lowering.unparsed(node);
  return makeConstant(start, end, { kind: 'str', value }, kindPrefix);
}

const knownPrefixes = new Map<string, Prefix>();

/** There are few openings of strings (`"`, `f"`, `rb'''`), so each is read once. */
function prefixOf(lowering: Lowering, string: number): Prefix | undefined {
  const opening = lowering.textOf(lowering.tree.firstChild(string));
  let prefix = knownPrefixes.get(opening);
  if (prefix === undefined) {
    prefix = readPrefix(opening);
    // What is no opening may be text of any kind and length: it is not kept.
    if (prefix !== undefined) knownPrefixes.set(opening, prefix);
  }
  return prefix;
}

function readPrefix(opening: string): Prefix | undefined {
  const letters = opening.replace(/['"`]+/, '').toLowerCase();
  if (!PREFIXES.has(letters) || opening.endsWith('`')) return undefined;
  return {
    length: letters.length,
    isRaw: letters.includes('r'),
    isBytes: letters.includes('b'),
    isFormat: letters.includes('f') || letters.includes('t'),
    isTemplate: letters.includes('t'),
    isUnicode: opening.startsWith('u'),
  };
}

function addPieces(lowering: Lowering, string: number, prefix: Prefix, pieces: Piece[]): void {
  const { tree } = lowering;
  if (!prefix.isFormat) {
    const value = plainValue(lowering, string, prefix);
    pieces.push({ kind: 'text', start: tree.start(string), end: tree.end(string), value, isUnicode: prefix.isUnicode });
    return;
  }
  const start = tree.end(tree.firstChild(string));
  addFormatPieces(lowering, string, prefix, start, endOfContent(lowering, string, prefix), pieces);
}

/** The value of a string without replacement fields. */
function plainValue(lowering: Lowering, string: number, prefix: Prefix): string {
  const start = lowering.tree.end(lowering.tree.firstChild(string));
  return stringValue(lowering.content.slice(start, endOfContent(lowering, string, prefix)), prefix);
}

/** Counted from the end of the literal: the closing token of r'\\' swallows the backslashes. */
function endOfContent(lowering: Lowering, string: number, prefix: Prefix): number {
  const { tree } = lowering;
  const opening = tree.firstChild(string);
  const isTriple = tree.end(opening) - tree.start(opening) >= prefix.length + 3;
  return tree.end(string) - (isTriple ? 3 : 1);
}

/** Text and replacement fields below `parent` from `start` to `end`. */
function addFormatPieces(
  lowering: Lowering,
  parent: number,
  prefix: Prefix,
  start: number,
  end: number,
  pieces: Piece[],
): void {
  const { tree } = lowering;
  let from = start;
  for (let child = tree.firstChild(parent); child !== 0; child = tree.nextSibling(child)) {
    if (tree.kind(child) !== Kind.interpolation && tree.kind(child) !== Kind.format_expression) continue;
    addText(lowering, prefix, from, tree.start(child), pieces);
    addField(lowering, child, prefix, pieces);
    from = tree.end(child);
  }
  addText(lowering, prefix, from, end, pieces);
}

function addText(lowering: Lowering, style: StringStyle, start: number, end: number, pieces: Piece[]): void {
  if (start >= end) return;
  pieces.push({
    kind: 'text',
    start,
    end,
    value: stringValue(lowering.content.slice(start, end), style),
    isUnicode: false,
  });
}

const VERBATIM: StringStyle = { isRaw: true, isBytes: false, isFormat: false };

/** `{x!r:>{width}}`; with `=` the text of the expression is before its value. */
function addField(lowering: Lowering, node: number, prefix: Prefix, pieces: Piece[]): void {
  const { tree } = lowering;
  const expression = lowering.child(node, Field.expression);
  if (tree.kind(expression) === Kind.named_expression) {
    addPaddedField(lowering, node, expression, prefix, pieces);
    return;
  }
  const conversionNode = lowering.child(node, Field.type_conversion);
  const specNode = lowering.child(node, Field.format_specifier);
  const equals = lowering.childOfKind(node, Token['=']);
  const after = tree.nextSibling(equals === 0 ? expression : equals);
  if (equals !== 0) addText(lowering, VERBATIM, tree.start(node) + 1, tree.start(after), pieces);
  const spec = specNode === 0 ? undefined : lowerSpecifier(lowering, specNode, prefix);
  const implied = equals !== 0 && spec === undefined ? 'r'.charCodeAt(0) : -1;
  const conversion = conversionNode === 0 ? implied : lowering.content.charCodeAt(tree.start(conversionNode) + 1);
  const value = lowering.expression(expression);
  const start = tree.start(node);
  const end = tree.end(node);
  const text = lowering.content.slice(start + 1, tree.start(equals === 0 ? after : equals)).trimEnd();
  pieces.push({ kind: 'field', node: makeField(prefix, start, end, value, text, conversion, spec) });
}

/** `{x:=10}` is no walrus: it pads `x` with the specifier `=10`. */
function addPaddedField(lowering: Lowering, node: number, named: number, prefix: Prefix, pieces: Piece[]): void {
  const { tree } = lowering;
  const start = tree.start(node);
  const end = tree.end(node);
  const name = lowering.child(named, Field.name);
  const colon = tree.start(tree.nextSibling(name));
  const source = lowering.content.slice(colon + 1, end - 1);
  if (source.includes('{')) {
    pieces.push({ kind: 'field', node: lowering.unparsed(node) });
    return;
  }
  const value = stringValue(source, prefix);
  const spec = makeJoinedStr(colon, end - 1, [makeConstant(colon + 1, end - 1, { kind: 'str', value }, undefined)]);
  const made = makeField(prefix, start, end, lowering.expression(name), lowering.textOf(name), -1, spec);
  pieces.push({ kind: 'field', node: made });
}

function makeField(
  prefix: Prefix,
  start: number,
  end: number,
  value: Expression,
  text: string,
  conversion: number,
  spec: Expression | undefined,
): Expression {
  if (!prefix.isTemplate) return makeFormattedValue(start, end, value, conversion, spec);
  return makeInterpolation(start, end, value, text, conversion, spec);
}

function lowerSpecifier(lowering: Lowering, node: number, prefix: Prefix): Expression {
  const { tree } = lowering;
  const pieces: Piece[] = [];
  addFormatPieces(lowering, node, { ...prefix, isTemplate: false }, tree.start(node) + 1, tree.end(node), pieces);
  return makeJoinedStr(tree.start(node), tree.end(node), joinPieces(pieces));
}

/** Neighbouring text becomes one constant, empty text none. */
function joinPieces(pieces: readonly Piece[]): Expression[] {
  const values: Expression[] = [];
  for (let i = 0; i < pieces.length; ) {
    const first = pieces[i++];
    if (first === undefined) break;
    if (first.kind === 'field') {
      values.push(first.node);
      continue;
    }
    let { end, value } = first;
    for (let next = pieces[i]; next?.kind === 'text'; next = pieces[++i]) {
      end = next.end;
      value += next.value;
    }
    const kindPrefix = first.isUnicode ? 'u' : undefined;
    if (value !== '') values.push(makeConstant(first.start, end, { kind: 'str', value }, kindPrefix));
  }
  return values;
}
