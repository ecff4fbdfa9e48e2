/** SQL that is put together from texts and values. */

import type { Def, Expression, Name } from '../../ast/index.ts';
import { memoizeByFile } from '../by-file.ts';
import { walkOwnCode } from '../effects/calls-within.ts';
import { definitionCalled } from '../effects/definition-called.ts';
import { FOLLOWED } from '../limits.ts';
import type { SemanticModel } from '../model.ts';
import type { Definition } from '../names.ts';
import { argumentsHandedTo } from '../taint/callers.ts';
import { valuesPutInto } from '../taint/fillings.ts';
import type { TextPiece } from '../values.ts';
import { handedBack } from './handed-back.ts';

/**
 * Where a value is in SQL: in a literal that is compared or stored, in another (`read_csv('…')`, whose author mostly chose it), where a value is
 * expected, or in the place of a name. Without quotes it looks like a column.
 */
export type SqlPlace = 'quoted' | 'argument' | 'value' | 'identifier';

export interface SqlInsertion {
  readonly at: Expression;
  readonly place: SqlPlace;
}

export interface SqlText {
  /** It begins as a statement whose values a driver can bind, which DDL, ATTACH and COPY are not; SET is by some. */
  readonly isStatement: boolean;
  /** It is one of those. */
  readonly isCommand?: true;
  /** It neither begins in capitals nor has the clauses of a statement. */
  readonly looksLikeProse: boolean;
  readonly insertions: readonly SqlInsertion[];
}

/** The file holds the words of a statement anywhere: most do not. */
export const holdsSql = memoizeByFile(({ source }: SemanticModel): boolean =>
  /\b(?:SELECT|INSERT|UPDATE|DELETE)\b/.test(source.text.content),
);

/** Every text that an expression may be, or that is added to it, with what is written into it where a value or a name stands. */
export function sqlTexts(sql: Expression, model: SemanticModel): readonly SqlText[] {
  return textsAddedTo(sql, model).map((text) => {
    const reading: Reading = { before: '', insertions: [] };
    for (const piece of model.values.textPieces(text) ?? templateOfCallers(text, model)) read(piece, reading, model);
    const { before, insertions } = reading;
    const isStatement = STATEMENT.test(before);
    return {
      isStatement,
      ...(!isStatement && COMMAND.test(before) && { isCommand: true as const }),
      looksLikeProse: !CAPITALS.test(before) && !CLAUSES.test(before),
      insertions,
    };
  });
}

/** What was read of a text, a mark in it for each value. */
interface Reading {
  before: string;
  readonly insertions: SqlInsertion[];
}

const MARK = '\u0001';

function read(piece: TextPiece, reading: Reading, model: SemanticModel): void {
  if (piece.kind === 'constant') {
    reading.before += piece.text;
    return;
  }
  const elements = elementsJoined(piece.expression, model);
  const own = elements.flatMap((each) => {
    const parts = model.values.textPieces(each);
    return parts === undefined ? [] : [parts];
  });
  // Each is where the first does: behind it comes what parts them.
  const { before } = reading;
  for (const parts of own) {
    reading.before = before;
    for (const part of parts) read(part, reading, model);
  }
  if (own.length > 0) return;
  const place = placeAfter(before);
  if (place !== undefined) reading.insertions.push({ at: piece.expression, place });
  reading.before += MARK;
}

/** `clause` of `" AND ".join(clauses)` and `", ".join(f"{name} = ?" for name in names)`, wherever the list was filled. */
function elementsJoined(expression: Expression, model: SemanticModel): readonly Expression[] {
  const joined = expression.kind === 'Name' ? model.flow.whole(expression) : expression;
  // `" WHERE " + " AND ".join(clauses) if clauses else ""`
  if (joined.kind === 'IfExp') {
    const sides = [joined.body, joined.orelse];
    return sides.every((side) => model.values.textPieces(side) !== undefined) ? sides : [];
  }
  if (joined.kind !== 'Call' || joined.func.kind !== 'Attribute' || joined.func.attr !== 'join') return [];
  const [given] = joined.args;
  return given === undefined || model.values.string(joined.func.value) === undefined ? [] : elementsOf(given, model);
}

function elementsOf(list: Expression, model: SemanticModel): readonly Expression[] {
  switch (list.kind) {
    case 'List':
    case 'Tuple':
      return list.elts;
    case 'ListComp':
    case 'GeneratorExp':
    case 'SetComp':
      return [list.elt];
    case 'Name':
      return model.flow
        .reachingDefinitions(list)
        .flatMap((definition) => [
          ...(definition.value === undefined ? [] : elementsOf(definition.value, model)),
          ...valuesPutInto(list, definition, model),
        ]);
    case 'Call': {
      const maker = definitionCalled(model, list);
      return maker === undefined || maker.kind === 'ClassDef' ? [] : yieldedBy(maker);
    }
    default:
      return [];
  }
}

function yieldedBy({ body }: Def): readonly Expression[] {
  const yielded: Expression[] = [];
  walkOwnCode(body, (node) => {
    if (node.kind === 'Yield' && node.value !== undefined) yielded.push(node.value);
    return undefined;
  });
  return yielded;
}

/** `template % values` of a parameter: the templates that the calls of the file hand to it. */
function templateOfCallers(text: Expression, model: SemanticModel): readonly TextPiece[] {
  if (text.kind !== 'BinOp' || text.op !== 'Mod' || text.left.kind !== 'Name') return [];
  for (const given of handedOver(text.left, model)) {
    const pieces = model.values.textPieces(given) ?? [];
    const template = pieces.map((piece) => (piece.kind === 'constant' ? piece.text : MARK)).join('');
    const at = template.search(/%s/);
    if (at >= 0 && STATEMENT.test(template))
      return [
        { kind: 'constant', text: template.slice(0, at) },
        { kind: 'expression', expression: text.right },
        { kind: 'constant', text: template.slice(at + 2) },
      ];
  }
  return [];
}

/** What no driver binds values of, and is put together for that: who chooses a name in it chooses what is done. */
const COMMAND =
  /^\s*(?:set|use|create|drop|alter|truncate|grant|revoke|attach|copy|exec(?:ute)?|call|lock|refresh|vacuum)\s+\S/i;

const STATEMENT =
  /^\s*(?:\(\s*)?(?:select\b[^;]*\bfrom\b|insert\s+(?:or\s+\w+\s+)?into\b|replace\s+into\b|update\b[^;]*\bset\b|delete\s+from\b|with\s+\w+\s+as\b|merge\s+into\b|set\s+(?:local\s+|session\s+|global\s+)?[\w.@]+\s*=)/is;

/** `from orders where city = …`, `into orders (city) values (…)`. */
const CLAUSES =
  /\bfrom\s+[\w."`]+\s+(?:\w+\s+)?where\s+[\w."`]+\s*(?:[=<>!]|like\b|in\b)|\binto\s+[\w."`]+\s*(?:\([^()]*\)\s*)?values\s*\(|\bupdate\s+[\w."`]+\s+set\s+[\w."`]+\s*=/i;

const CAPITALS = /^[\s(]*[A-Z]{4,}\b/;

/** A value is expected next: after a comparison, in a list of IN or VALUES. */
const VALUE_NEXT = /(?:(?:=|<|(?<!=)>)|\b(?:like|ilike|between)|\b(?:in|values)\s*\((?:[^()]*,)?)\s*$/i;
const BEGUN = /^[\s(]*(?:select|insert|replace|update|delete|with|merge)\s/i;
const IDENTIFIER_NEXT =
  /\b(?:from|join|into|update|order\s+by|group\s+by|set|table|schema|database|user|role|search_path\s+to|use|on|to|call)\s+(?:if\s+(?:not\s+)?exists\s+)?["`[]?$/i;

/** A name that is bound or added to in several places stands for all of these texts, and a call for what a function of the file puts together. */
export function textsAddedTo(sql: Expression, model: SemanticModel, calls = 0): readonly Expression[] {
  if (sql.kind === 'Call') {
    const given = calls < FOLLOWED.calls ? handedBack(sql, model) : undefined;
    if (given !== undefined) return textsAddedTo(given, model, calls + 1);
    const maker = calls < FOLLOWED.calls ? definitionCalled(model, sql) : undefined;
    if (maker === undefined || maker.kind === 'ClassDef') return [sql];
    return model.flow.returnValues(maker).flatMap((text) => (text ? textsAddedTo(text, model, calls + 1) : []));
  }
  // `query + " LIMIT 5"`, `f"{query} LIMIT 5"`
  const begun = beginningOf(sql);
  if (begun !== undefined) return [sql, ...textsAddedTo(begun, model, calls)];
  if (sql.kind !== 'Name') return [sql];
  const texts: Expression[] = [];
  const seen = new Set<Definition>();
  const pending = [...model.flow.reachingDefinitions(sql)];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    if (at.kind === 'augmented' && at.statement.kind === 'AugAssign' && at.node.kind === 'Name') {
      texts.push(at.statement.value);
      pending.push(...model.flow.reachingDefinitions(at.node));
    } else if (at.value !== undefined) texts.push(at.value);
    else if (at.kind === 'for' && at.partOf !== undefined) texts.push(...elementsOf(at.partOf, model));
    else if (at.kind === 'parameter' && calls < FOLLOWED.calls)
      texts.push(...handedOver(sql, model).flatMap((text) => textsAddedTo(text, model, calls + 1)));
  }
  return texts.flatMap((text) => (text.kind === 'Call' ? textsAddedTo(text, model, calls) : text));
}

/** `def rows(self, sql): … execute(sql)`: what the calls of the file hand over. */
function handedOver(sql: Name, model: SemanticModel): readonly Expression[] {
  const parameter = model.names.parameterOf(sql);
  const fn = parameter?.parent?.parent;
  if (parameter === undefined || (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef')) return [];
  return argumentsHandedTo(parameter, fn, sql, model);
}

function beginningOf(text: Expression): Name | undefined {
  let at: Expression | undefined = text;
  while (at?.kind === 'BinOp' || at?.kind === 'JoinedStr' || at?.kind === 'FormattedValue')
    at =
      at.kind === 'BinOp' ? (at.op === 'Add' ? at.left : undefined) : at.kind === 'JoinedStr' ? at.values[0] : at.value;
  return at !== text && at?.kind === 'Name' ? at : undefined;
}

/**
 * A quote that is not closed opens a literal, of SQLite and MySQL a double one too, and of others a name; a path in a function's argument
 * (`read_csv('…')`) is not looked at.
 */
function placeAfter(before: string): SqlPlace | undefined {
  const closed = before.replaceAll(/'[^']*'|"[^"]*"/g, '\u0001');
  const open = closed.search(/['"]/);
  const outside = open < 0 ? closed : closed.slice(0, open);
  if (VALUE_NEXT.test(outside)) return open < 0 ? 'value' : 'quoted';
  if (closed[open] === "'") return 'argument';
  // A column of a condition or a list, an order, a whole clause: no driver binds it.
  return IDENTIFIER_NEXT.test(outside) || (open < 0 && BEGUN.test(outside)) ? 'identifier' : undefined;
}
