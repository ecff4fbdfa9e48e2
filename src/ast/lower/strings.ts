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
  | { readonly kind: 'text'; readonly start: number; readonly end: number; readonly value: string }
  | { readonly kind: 'field'; readonly node: Expression };

interface Prefix extends StringStyle {
  readonly isTemplate: boolean;
  readonly isUnicode: boolean;
}

const PREFIXES: ReadonlySet<string> = new Set(['', 'r', 'u', 'b', 'f', 't', 'br', 'rb', 'fr', 'rf', 'tr', 'rt']);

function lowerStrings(lowering: Lowering, node: number, first: number): Expression {
  const { tree } = lowering;
  const start = tree.start(node);
  const end = tree.end(node);
  const prefixes: Prefix[] = [];
  const pieces: Piece[] = [];
  for (let string = first; string !== 0; string = string === node ? 0 : lowering.nextNamed(string)) {
    const prefix = readPrefix(lowering.textOf(tree.firstChild(string)));
    if (prefix === undefined || lowering.isBroken(string)) return lowering.unparsed(node);
    prefixes.push(prefix);
    addPieces(lowering, string, prefix, pieces);
  }
  const kindPrefix = prefixes[0]?.isUnicode === true ? 'u' : undefined;
  if (prefixes.some((prefix) => prefix.isTemplate)) return makeTemplateStr(start, end, joinPieces(pieces, kindPrefix));
  if (prefixes.some((prefix) => prefix.isFormat)) return makeJoinedStr(start, end, joinPieces(pieces, kindPrefix));
  const value = pieces.map((piece) => (piece.kind === 'text' ? piece.value : '')).join('');
  if (prefixes.every((prefix) => prefix.isBytes)) return makeConstant(start, end, { kind: 'bytes', value }, undefined);
  if (prefixes.some((prefix) => prefix.isBytes)) return lowering.unparsed(node);
  return makeConstant(start, end, { kind: 'str', value }, kindPrefix);
}

function readPrefix(opening: string): Prefix | undefined {
  const letters = opening.replace(/['"`]+$/, '').toLowerCase();
  if (!PREFIXES.has(letters) || opening.endsWith('`')) return undefined;
  return {
    isRaw: letters.includes('r'),
    isBytes: letters.includes('b'),
    isFormat: letters.includes('f') || letters.includes('t'),
    isTemplate: letters.includes('t'),
    isUnicode: letters === 'u',
  };
}

function addPieces(lowering: Lowering, string: number, prefix: Prefix, pieces: Piece[]): void {
  const { tree, content } = lowering;
  const opening = tree.firstChild(string);
  const closing = lowering.childOfKind(string, Kind.string_end);
  if (!prefix.isFormat) {
    const value = stringValue(content.slice(tree.end(opening), tree.start(closing)), prefix);
    pieces.push({ kind: 'text', start: tree.start(string), end: tree.end(string), value });
    return;
  }
  addFormatPieces(lowering, string, prefix, tree.end(opening), tree.start(closing), pieces);
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
  pieces.push({ kind: 'text', start, end, value: stringValue(lowering.content.slice(start, end), style) });
}

const VERBATIM: StringStyle = { isRaw: true, isBytes: false, isFormat: false };

/** `{x!r:>{width}}`; with `=` the text of the expression stands before its value. */
function addField(lowering: Lowering, node: number, prefix: Prefix, pieces: Piece[]): void {
  const { tree } = lowering;
  const expression = lowering.child(node, Field.expression);
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
  if (!prefix.isTemplate) {
    pieces.push({ kind: 'field', node: makeFormattedValue(start, end, value, conversion, spec) });
    return;
  }
  const textEnd = tree.start(equals === 0 ? after : equals);
  const text = lowering.content.slice(start + 1, textEnd).replace(/\s+$/, '');
  pieces.push({ kind: 'field', node: makeInterpolation(start, end, value, text, conversion, spec) });
}

function lowerSpecifier(lowering: Lowering, node: number, prefix: Prefix): Expression {
  const { tree } = lowering;
  const pieces: Piece[] = [];
  addFormatPieces(lowering, node, { ...prefix, isTemplate: false }, tree.start(node) + 1, tree.end(node), pieces);
  return makeJoinedStr(tree.start(node), tree.end(node), joinPieces(pieces, undefined));
}

/** Neighbouring text becomes one constant, empty text none. */
function joinPieces(pieces: readonly Piece[], kindPrefix: string | undefined): Expression[] {
  const values: Expression[] = [];
  let text: { start: number; end: number; value: string } | undefined;
  const flush = (): void => {
    if (text !== undefined && text.value !== '') {
      values.push(makeConstant(text.start, text.end, { kind: 'str', value: text.value }, kindPrefix));
    }
    text = undefined;
  };
  for (const piece of pieces) {
    if (piece.kind === 'field') {
      flush();
      values.push(piece.node);
    } else if (text === undefined) text = { start: piece.start, end: piece.end, value: piece.value };
    else text = { start: text.start, end: piece.end, value: text.value + piece.value };
  }
  flush();
  return values;
}
