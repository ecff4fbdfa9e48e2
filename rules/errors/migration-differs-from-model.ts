import { nodesOf, stringConstant } from '#ast';
import {
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  NOT_PRODUCTION,
  type ProjectContext,
  type RelatedLocation,
  unpackPlace,
} from '#kit';
import { type SchemaFact, schemaFactsIn, schemaOf } from '#kit/schema';
import { listedCode } from '#text/wording';

/** A file that changes tables beside the migrations, and the words in its texts. */
type Fact =
  | SchemaFact
  | { readonly kind: 'by-hand'; readonly words: readonly string[]; readonly createsTables: boolean };
type Schema = ReturnType<typeof schemaOf>;
type Mapped = Schema['mapped'][number];
type Migrated = Schema['migrated'][number];
type MigratedTable = Exclude<ReturnType<Schema['tableNamed']>, 'open' | undefined>;
type Context = ProjectContext<Fact>;

export default defineProjectRule<Fact>({
  docs: {
    summary: 'schema drift: the migrations build another schema than the models declare',
    why: 'A database that Alembic sets up lacks the column, table or rule that the ORM relies on. Developers whose tables came from `create_all` do not notice; the first deployment to a fresh database fails, or behaves in another way.',
    remedy: 'Generate the missing migration (`alembic revision --autogenerate`), and run `alembic check` in CI',
    harm: 'breaks',
    severity: {
      'missing in the migrations': 'P1',
      'type created twice': 'P1',
      'rejected by the database': 'P2',
      'different ON DELETE rule': 'P2',
      'weaker in the database': 'P3',
    },
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'Field report 2', finding: 'column Offer.raw_line has no migration' }],
    bad: drifting(''),
    good: drifting('    op.add_column("orders", sa.Column("note", sa.Text()))\n'),
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => [...schemaFactsIn(file), ...byHandIn(file)],
  check(project, ctx) {
    const schema = schemaOf(project, ctx.facts);
    const { mapped, migrated: schemas } = schema;
    if (schemas.length === 0) return;
    for (const each of schemas) {
      reportTypes(each, ctx);
      reportUnmade(each, ctx);
    }
    const byHand = factsOfKind(ctx.facts, 'by-hand');
    const added = new Set(byHand.flatMap(({ fact }) => fact.words));
    const createsTables = byHand.some(({ fact }) => fact.createsTables);
    for (const each of mapped) {
      const table = schema.tableNamed(each.table);
      if (table === 'open') continue;
      if (table === undefined) {
        if (!createsTables) reportTable(each, mapped, schemas, ctx);
      } else {
        reportColumns(each, table, added, ctx);
        reportRules(each, table, ctx);
      }
    }
  },
});

/** A table that no migration makes, where they make most of the others. */
function reportTable(each: Mapped, mapped: readonly Mapped[], schemas: readonly Migrated[], ctx: Context): void {
  const [only] = schemas;
  if (schemas.length !== 1 || only === undefined || only.isOpen) return;
  const made = mapped.filter(({ table }) => only.tables.get(table)?.isUnmade === false).length;
  if (made * 2 <= mapped.length) return;
  ctx.report({
    at: { path: each.path, ...unpackPlace(each.place) },
    message: `table without a migration: \`${nameOf(each)}\` is mapped to \`${each.table}\`, which no migration in \`${only.folder}\` creates`,
    kind: 'missing in the migrations',
    key: each.table,
  });
}

function reportColumns(each: Mapped, table: MigratedTable, added: ReadonlySet<string>, ctx: Context): void {
  const missing = each.columns.filter(({ name }) => !table.columns.has(name) && !added.has(name));
  const [first] = missing;
  if (first === undefined) return;
  const known = new Set(each.columns.map(({ name }) => name));
  const only = [...table.columns.keys()].filter((name) => !known.has(name));
  const besides = only.length === 0 ? '' : `; the table has ${listedCode(only, 3)} instead`;
  const names = missing.map(({ attribute }) => `${nameOf(each)}.${attribute}`);
  ctx.report({
    at: { path: first.path, ...unpackPlace(first.place) },
    message: `column without a migration: no migration adds ${listedCode(names, 4)} to \`${each.table}\`${besides}`,
    kind: 'missing in the migrations',
    related: [{ path: table.path, ...unpackPlace(table.place), message: 'the table is created here' }],
    key: `${each.table} columns`,
  });
}

/** What holds for a column that both have. What the database only enforces less is reported once for a table. */
function reportRules(each: Mapped, table: MigratedTable, ctx: Context): void {
  const both = each.columns.flatMap((column): Both[] => {
    const there = table.columns.get(column.name);
    return there === undefined ? [] : [{ column, there }];
  });
  for (const one of both.filter(isRejected)) report(each, 'rejected by the database', [one], ctx);
  report(each, 'weaker in the database', both.filter(isWeaker), ctx);
  report(each, 'different ON DELETE rule', both.filter(hasOtherRule), ctx);
}

const isUnlike = ({ column: ours, there }: Both): boolean =>
  !ours.isKey && !there.isKey && isNullable(ours) !== isNullable(there);
const isRejected = (both: Both): boolean => isUnlike(both) && isNullable(both.column) && !both.there.hasServerDefault;
const isWeaker = (both: Both): boolean => isUnlike(both) && !isRejected(both);

function report(each: Mapped, kind: Kind, [first, ...others]: readonly Both[], ctx: Context): void {
  if (first === undefined) return;
  const { column, there } = first;
  const says = (one: Both): string => `\`${nameOf(each)}.${one.column.attribute}\` ${differenceOf(one, kind)}`;
  ctx.report({
    at: { path: column.path, ...unpackPlace(column.place) },
    message: `schema drift: ${says(first)}`,
    kind,
    cause: `${each.table} ${kind}`,
    related: [
      { path: there.path, ...unpackPlace(there.place), message: 'the migration is here' },
      ...others.map((one) => ({ path: one.column.path, ...unpackPlace(one.column.place), message: says(one) })),
    ],
    key: `${each.table} ${column.name} ${kind}`,
  });
}

function differenceOf({ column, there }: Both, kind: Kind): string {
  if (kind === 'different ON DELETE rule')
    return `declares ${ruleOf(column.references?.onDelete)}, and the migrations create the foreign key with ${ruleOf(there.references?.onDelete)}`;
  return isNullable(column)
    ? 'may be null in the model, and the migrations make the column `NOT NULL`'
    : 'is `NOT NULL` in the model, and the migrations leave the column nullable';
}

type Kind = 'rejected by the database' | 'weaker in the database' | 'different ON DELETE rule';

interface Both {
  readonly column: Mapped['columns'][number];
  readonly there: NonNullable<ReturnType<MigratedTable['columns']['get']>>;
}

const hasOtherRule = ({ column: { references: ours }, there: { references: theirs } }: Both): boolean =>
  ours !== undefined && theirs !== undefined && ours.onDelete !== theirs.onDelete;

const isNullable = ({ isNullable }: { readonly isNullable?: boolean | undefined }): boolean => isNullable ?? true;
const ruleOf = (onDelete: string | undefined): string =>
  onDelete === undefined ? 'no `ON DELETE` rule' : `\`ON DELETE ${onDelete}\``;
const nameOf = ({ row }: Mapped): string => row.slice(row.lastIndexOf('.') + 1);

/** `order_status.create(bind)`, and then a column that creates the type again with its table. */
function reportTypes({ migrations }: Migrated, ctx: Context): void {
  // Alembic itself remembers which types its tables have brought; it does not know of those that are made beside.
  const created = new Map<string, RelatedLocation>();
  for (const { path, fact } of migrations)
    for (const step of fact.steps) {
      const message = 'the type is created here';
      if (step.does === 'type-dropped') created.delete(step.name);
      if (step.does === 'type') created.set(step.name, { path, ...unpackPlace(step.place), message });
      for (const type of typesMadeBy(step)) {
        const first = created.get(type);
        if (first === undefined || !created.delete(type)) continue;
        ctx.report({
          at: { path, ...unpackPlace(step.place) },
          message: `migration fails on PostgreSQL: \`create_table\` creates the enum type \`${type}\` a second time`,
          remedy: `Use \`postgresql.ENUM(…, name="${type}", create_type=False)\` for the column`,
          kind: 'type created twice',
          cause: `${path} types`,
          related: [first],
          key: `${path} ${type}`,
        });
      }
    }
}

const typesMadeBy = (step: Migrated['migrations'][number]['fact']['steps'][number]): readonly string[] =>
  step.does !== 'create'
    ? []
    : [
        ...new Set(
          step.columns.flatMap(({ enumeration }) => (enumeration?.isCreatedElsewhere ? [] : (enumeration?.name ?? []))),
        ),
      ];

/** The first revision changes a table that none creates: an empty database cannot be migrated. */
function reportUnmade({ tables, isOpen, migrations, folder }: Migrated, ctx: Context): void {
  const known = new Set(migrations.map(({ fact }) => fact.revision));
  const isWhole = migrations.every(({ fact }) => fact.after.every((revision) => known.has(revision)));
  const unmade = [...tables].filter(([, each]) => each.isUnmade);
  const [first] = unmade;
  if (isOpen || !isWhole || first === undefined) return;
  const [, { path, place }] = first;
  const names = unmade.map(([name]) => name);
  ctx.report({
    at: { path, ...unpackPlace(place) },
    message: `migrations fail on an empty database: they change ${listedCode(names, 3)}, which no migration in \`${folder}\` creates`,
    remedy: 'Generate a first migration that creates the tables, and put it before the others',
    kind: 'missing in the migrations',
    key: `${folder} unmade`,
  });
}

function byHandIn(file: FactsContext): readonly Fact[] {
  if (file.names.imports.some(({ module }) => /^alembic\b/.test(module))) return [];
  const createsTables = nodesOf(file.module, 'Attribute').some(({ attr }) => attr === 'create_all');
  const texts = nodesOf(file.module, 'Constant').flatMap((each) => stringConstant(each) ?? []);
  const isAltering = texts.some((text) => /\balter\s+table\b/i.test(text)) && texts.some((text) => ADDED.test(text));
  const words = isAltering
    ? [...new Set(texts.filter((text) => text.length < 2000).flatMap((text) => text.match(/\w+/g) ?? []))]
    : [];
  return createsTables || isAltering ? [{ kind: 'by-hand', words, createsTables }] : [];
}

/** `ADD COLUMN note TEXT`, `ALTER TABLE orders ADD note TEXT`, and parts of such a statement: `" ADD {name} {type}"`. */
const ADDED = /\badd\s+column\b|\balter\s+table\b.*\badd\b|^\s*add\s/is;

function drifting(added: string): string {
  return `# path: app/models.py
from sqlalchemy import Column, Integer, Text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    note = Column(Text)
# path: alembic/versions/0001_initial.py
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True))
${added}`;
}
