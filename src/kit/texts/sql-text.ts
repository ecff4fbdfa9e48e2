/** SQL that is put together from texts and values. */
import type { Expression } from '../../ast/index.ts';
import type { Definition, SemanticModel } from '../../semantics/index.ts';

/** Where a value stands in SQL: in a literal, where one is expected, or in the place of a name. Without quotes it looks like a column. */
export type SqlPlace = 'quoted' | 'value' | 'identifier';

export interface SqlInsertion {
  readonly at: Expression;
  readonly place: SqlPlace;
}

export interface SqlText {
  /** It begins as a statement whose values a driver can bind, which DDL, SET, ATTACH and COPY are not. */
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
  /^\s*(?:\(\s*)?(?:select\b[^;]*\bfrom\b|insert\s+(?:or\s+\w+\s+)?into\b|replace\s+into\b|update\b[^;]*\bset\b|delete\s+from\b|with\s+\w+\s+as\b|merge\s+into\b)/is;

/** `from orders where city = …`, `into orders (city) values (…)`. */
const CLAUSES =
  /\bfrom\s+[\w."`]+\s+(?:\w+\s+)?where\s+[\w."`]+\s*(?:[=<>!]|like\b|in\b)|\binto\s+[\w."`]+\s*(?:\([^()]*\)\s*)?values\s*\(|\bupdate\s+[\w."`]+\s+set\s+[\w."`]+\s*=/i;

const CAPITALS = /^[\s(]*[A-Z]{4,}\b/;

/** A value is expected next: after a comparison, in a list of IN or VALUES. */
const VALUE_NEXT = /(?:(?:=|<|(?<!=)>)|\b(?:like|ilike|between)|\b(?:in|values)\s*\((?:[^()]*,)?)\s*$/i;
const IDENTIFIER_NEXT = /\b(?:from|join|into|update|order\s+by|group\s+by)\s+["`[]?$/i;

/** A name that is bound or added to in several places stands for all of these texts. */
export function textsAddedTo(sql: Expression, model: SemanticModel): readonly Expression[] {
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
  return texts;
}

/** An odd number of quotes is an open literal; a path in a function's argument (`read_csv('…')`) is not looked at. */
function placeAfter(before: string): SqlPlace | undefined {
  const isOpen = (before.split("'").length - 1) % 2 === 1;
  const outside = isOpen ? before.slice(0, before.lastIndexOf("'")) : before;
  if (VALUE_NEXT.test(outside)) return isOpen ? 'quoted' : 'value';
  return !isOpen && IDENTIFIER_NEXT.test(outside) ? 'identifier' : undefined;
}
