import { type Attribute, type Call, type Expression, isCapWords, lastName, nodesOf, withoutAwait } from '#ast';
import {
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  NOT_PRODUCTION,
  type PackedPlace,
  packPlace,
  unpackPlace,
} from '#kit';
import { type SchemaFact, schemaFactsIn, schemaOf } from '#kit/schema';
import { NEVER_TWICE } from '#knowledge/random-identifiers';

/** A query that fails where it finds two rows. */
interface Lookup {
  readonly kind: 'look-up';
  readonly row: string;
  readonly columns: readonly string[];
  /** `scalar_one_or_none` */
  readonly by: string;
  readonly fn: string;
  readonly place: PackedPlace;
}

type Fact = SchemaFact | Lookup;

export default defineProjectRule<Fact>({
  docs: {
    summary: 'missing unique constraint: the code relies on one row, the table allows several',
    why: '`scalar_one_or_none()` and `one()` of SQLAlchemy and `get()` of Django raise an exception as soon as two rows match. Without a unique constraint two concurrent requests, a retry or an import create the second row, and every later look-up of it fails.',
    remedy:
      'Add a unique constraint on the columns (and a migration that creates it), and handle `IntegrityError` where rows are inserted',
    harm: 'breaks',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'Field report 2', finding: 'no unique constraint on cart_items(user_id, item_id)' }],
    bad: shop(''),
    good: shop('    __table_args__ = (UniqueConstraint("user_id", "item_id"),)\n'),
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => [...schemaFactsIn(file), ...lookupsIn(file)],
  check(project, ctx) {
    const schema = schemaOf(project, ctx.facts);
    const reported = new Set<string>();
    for (const { path, fact } of factsOfKind(ctx.facts, 'look-up')) {
      const table = schema.rowNamed(fact.row, path);
      const columns = table?.columns.filter(({ attribute }) => fact.columns.includes(attribute)) ?? [];
      // A column of another class, or a property that is none.
      if (table === undefined || columns.length < fact.columns.length) continue;
      if (fact.columns.every((name) => NEVER_TWICE.test(name))) continue;
      const identity = `${table.row} ${fact.columns.toSorted().join()}`;
      if (schema.keepsUnique(table, fact.columns) !== false || reported.has(identity)) continue;
      reported.add(identity);
      const [column] = columns;
      const name = table.row.slice(table.row.lastIndexOf('.') + 1);
      ctx.report({
        at: { path: column?.path ?? table.path, ...unpackPlace(column?.place ?? table.place) },
        message: `missing unique constraint on \`${name}(${fact.columns.join(', ')})\`: \`${fact.by}\` in \`${fact.fn}\` fails once two rows match`,
        cause: table.row,
        related: [{ path, ...unpackPlace(fact.place), message: 'at most one row is expected here' }],
        key: identity,
      });
    }
  },
});

const STRICT = /^(?:scalar_one_or_none|scalar_one|one_or_none|one|one_or_404)$/;
/** Of managers of Django, which are given the conditions themselves. */
const STRICT_OF_MANAGERS = /^a?get$/;
const RUNNING = /^(?:execute|exec|scalars|scalar|stream)$/;
const NARROWING = /^(?:where|filter|filter_by)$/;
/** Links that change neither which rows there are nor how many. */
const NEUTRAL = /^(?:options|execution_options|with_for_update|scalars|unique|populate_existing|mappings)$/;

function lookupsIn(file: FactsContext): readonly Lookup[] {
  return nodesOf(file.module, 'Call').flatMap((call): Lookup[] => {
    const { func } = call;
    const fn = file.names.qualnameOf(call);
    if (func.kind !== 'Attribute' || fn === '') return [];
    const columns = new Set<string>();
    const row = STRICT_OF_MANAGERS.test(func.attr)
      ? readConditions(call, columns) && columns.size > 0 && queried(func.value, columns, file)
      : STRICT.test(func.attr) && queried(call.args[0] ?? func.value, columns, file);
    return row && columns.size > 0
      ? [{ kind: 'look-up', row, columns: [...columns], by: func.attr, fn, place: packPlace(file, call) }]
      : [];
  });
}

/** The class whose rows a chain asks for by nothing but the columns; undefined where it asks for less or more. */
function queried(chain: Expression, columns: Set<string>, file: FactsContext, depth = 0): string | undefined {
  let at = withoutAwait(chain);
  for (let steps = 0; steps < MAX_STEPS; steps += 1) {
    if (at.kind === 'Name') {
      const [only, ...others] = file.flow.origins(at);
      if (only === undefined || only === at || others.length > 0 || depth > 3) return undefined;
      return queried(only, columns, file, depth + 1);
    }
    if (at.kind === 'Attribute' && /^(?:query|objects)$/.test(at.attr)) return classNamed(at.value, file);
    if (at.kind !== 'Call') return undefined;
    const [first, ...more] = at.args;
    const name = lastName(at.func) ?? '';
    if ((name === 'select' || name === 'query') && first !== undefined)
      return more.length > 0 ? undefined : classNamed(columnOf(first)?.value ?? first, file);
    if (at.func.kind !== 'Attribute') return undefined;
    if (RUNNING.test(name) && first !== undefined) return queried(first, columns, file, depth + 1);
    if (NARROWING.test(name) ? !readConditions(at, columns) : !NEUTRAL.test(name)) return undefined;
    at = withoutAwait(at.func.value);
  }
  return undefined;
}

const MAX_STEPS = 20;

const classNamed = (expression: Expression, { names }: FactsContext): string | undefined =>
  isClass(expression) ? names.qualifiedName(expression) : undefined;

const isClass = (expression: Expression): boolean => isCapWords(lastName(expression) ?? '');

/** `Order.number` */
const columnOf = (column: Expression): Attribute | undefined =>
  column.kind === 'Attribute' && isClass(column.value) ? column : undefined;

/** `where(Order.user_id == user.id, number == Order.number)`; false where a condition is another. */
function readConditions({ args, keywords }: Call, columns: Set<string>): boolean {
  for (const each of args) {
    if (each.kind !== 'Compare' || each.ops.length !== 1 || each.ops[0] !== 'Eq') return false;
    const [column, second] = [each.left, ...each.comparators].flatMap((side) => columnOf(side) ?? []);
    if (column === undefined || second !== undefined) return false;
    columns.add(column.attr);
  }
  for (const { arg } of keywords) {
    if (arg === undefined) return false;
    columns.add(arg);
  }
  return true;
}

function shop(constraint: string): string {
  return `from sqlalchemy import Column, ForeignKey, Integer, UniqueConstraint, select
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class CartItem(Base):
    __tablename__ = "cart_items"
${constraint}    id = Column(Integer, primary_key=True)
    user_id = Column(Integer, ForeignKey("users.id"))
    item_id = Column(Integer, ForeignKey("items.id"))


def find(session, user, item):
    return session.scalars(select(CartItem).where(CartItem.user_id == user.id, CartItem.item_id == item.id)).one_or_none()
`;
}
