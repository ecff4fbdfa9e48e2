/** SQL that is put together from texts and values. */
import type { Expression } from '../../ast/index.ts';
import { definitionCalled } from '../../semantics/effects/definition-called.ts';
import type { Definition, SemanticModel } from '../../semantics/index.ts';

/** Where a value stands in SQL: in a literal, where one is expected, or in the place of a name. Without quotes it looks like a column. */
export type SqlPlace = 'quoted' | 'value' | 'identifier';

export interface SqlInsertion {
  readonly at: Expression;
  readonly place: SqlPlace;
}

export interface SqlText {
  /** It begins as a statement whose values a driver can bind, which DDL, ATTACH and COPY are not; SET is by some. */
  readonly isStatement: boolean;
  /** It neither begins in capitals nor has the clauses of a statement. */
  readonly looksLikeProse: boolean;
  readonly insertions: readonly SqlInsertion[];
}

/** Every text that an expression may be, or that is added to it, with what is written into it where a value or a name stands. */
export function sqlTexts(sql: Expression, model: SemanticModel): readonly SqlText[] {
  return textsAddedTo(sql, model).map((text) => {
    const insertions: SqlInsertion[] = [];
    let before = '';
    for (const piece of model.values.textPieces(text) ?? []) {
      if (piece.kind === 'constant') {
        before += piece.text;
        continue;
      }
      const place = placeAfter(before);
      if (place !== undefined) insertions.push({ at: piece.expression, place });
      before += '\u0001';
    }
    return {
      isStatement: STATEMENT.test(before),
      looksLikeProse: !CAPITALS.test(before) && !CLAUSES.test(before),
      insertions,
    };
  });
}

const STATEMENT =
  /^\s*(?:\(\s*)?(?:select\b[^;]*\bfrom\b|insert\s+(?:or\s+\w+\s+)?into\b|replace\s+into\b|update\b[^;]*\bset\b|delete\s+from\b|with\s+\w+\s+as\b|merge\s+into\b|set\s+(?:local\s+|session\s+|global\s+)?[\w.@]+\s*=)/is;

/** `from orders where city = …`, `into orders (city) values (…)`. */
const CLAUSES =
  /\bfrom\s+[\w."`]+\s+(?:\w+\s+)?where\s+[\w."`]+\s*(?:[=<>!]|like\b|in\b)|\binto\s+[\w."`]+\s*(?:\([^()]*\)\s*)?values\s*\(|\bupdate\s+[\w."`]+\s+set\s+[\w."`]+\s*=/i;

const CAPITALS = /^[\s(]*[A-Z]{4,}\b/;

/** A value is expected next: after a comparison, in a list of IN or VALUES. */
const VALUE_NEXT = /(?:(?:=|<|(?<!=)>)|\b(?:like|ilike|between)|\b(?:in|values)\s*\((?:[^()]*,)?)\s*$/i;
const IDENTIFIER_NEXT = /\b(?:from|join|into|update|order\s+by|group\s+by)\s+["`[]?$/i;

/** A name that is bound or added to in several places stands for all of these texts, and a call for what a function of the file puts together. */
export function textsAddedTo(sql: Expression, model: SemanticModel, calls = 0): readonly Expression[] {
  if (sql.kind === 'Call') {
    const maker = calls < MAX_CALLS ? definitionCalled(model, sql) : undefined;
    if (maker === undefined || maker.kind === 'ClassDef') return [sql];
    return model.flow.returnValues(maker).flatMap((text) => (text ? textsAddedTo(text, model, calls + 1) : []));
  }
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
  }
  return texts.flatMap((text) => (text.kind === 'Call' ? textsAddedTo(text, model, calls) : text));
}

const MAX_CALLS = 2;

/**
 * A quote that is not closed opens a literal, of SQLite and MySQL a double one too, and of others a name; a path in a function's argument
 * (`read_csv('…')`) is not looked at.
 */
function placeAfter(before: string): SqlPlace | undefined {
  const closed = before.replaceAll(/'[^']*'|"[^"]*"/g, '\u0001');
  const open = closed.search(/['"]/);
  const outside = open < 0 ? closed : closed.slice(0, open);
  if (VALUE_NEXT.test(outside)) return open < 0 ? 'value' : 'quoted';
  return closed[open] !== "'" && IDENTIFIER_NEXT.test(outside) ? 'identifier' : undefined;
}
