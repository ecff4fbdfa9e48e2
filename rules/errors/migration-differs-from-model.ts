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
import { mappedTables, migratedSchemas, type SchemaFact, schemaFactsIn } from '#kit/schema';
import { listedCode } from '#text/wording';

/** A file that changes tables beside the migrations, and the words in its texts. */
type Fact =
  | SchemaFact
  | { readonly kind: 'by-hand'; readonly words: readonly string[]; readonly createsTables: boolean };
type Mapped = ReturnType<typeof mappedTables>[number];
type Migrated = ReturnType<typeof migratedSchemas>[number];
type MigratedTable = NonNullable<ReturnType<Migrated['tables']['get']>>;
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
    const schemas = migratedSchemas(factsOfKind(ctx.facts, 'migration'));
    if (schemas.length === 0) return;
    for (const schema of schemas) {
      reportTypes(schema, ctx);
      reportUnmade(schema, ctx);
    }
    const byHand = factsOfKind(ctx.facts, 'by-hand');
    const added = new Set(byHand.flatMap(({ fact }) => fact.words));
    const createsTables = byHand.some(({ fact }) => fact.createsTables);
    const mapped = mappedTables(factsOfKind(ctx.facts, 'mapped'), project);
    for (const each of mapped) {
      const homes = schemas.filter(({ tables }) => tables.has(each.table));
      const [home] = homes;
      const table = home?.tables.get(each.table);
      if (homes.length > 1) continue;
      if (home === undefined || table === undefined) {
        if (!createsTables) reportTable(each, mapped, schemas, ctx);
      } else if (!home.isOpen && !table.isOpen) {
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

/** What holds for a column that both have. */
function reportRules(each: Mapped, table: MigratedTable, ctx: Context): void {
  for (const column of each.columns) {
    const there = table.columns.get(column.name);
    if (there === undefined) continue;
    const at = { path: column.path, ...unpackPlace(column.place) };
    const name = `${nameOf(each)}.${column.attribute}`;
    const related = [{ path: there.path, ...unpackPlace(there.place), message: 'the migration is here' }];
    const [inModel, inTable] = [column.references?.onDelete, there.references?.onDelete];
    if (column.references !== undefined && there.references !== undefined && inModel !== inTable)
      ctx.report({
        at,
        message: `schema drift: \`${name}\` declares ${ruleOf(inModel)}, and the migrations create the foreign key with ${ruleOf(inTable)}`,
        kind: 'different ON DELETE rule',
        related,
        key: `${each.table} ${column.name} ondelete`,
      });
    if (column.isKey || there.isKey || isNullable(column) === isNullable(there)) continue;
    const isRejected = isNullable(column) && !there.hasServerDefault;
    ctx.report({
      at,
      message: isNullable(column)
        ? `schema drift: \`${name}\` may be null in the model, and the migrations make the column \`NOT NULL\``
        : `schema drift: \`${name}\` is \`NOT NULL\` in the model, and the migrations leave the column nullable`,
      kind: isRejected ? 'rejected by the database' : 'weaker in the database',
      // What the ORM keeps from being null is null only for what goes past it.
      cause: isRejected ? `${each.table} nullable` : 'weaker',
      related,
      key: `${each.table} ${column.name} nullable`,
    });
  }
}

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
  if (/^alembic\b/m.test(file.names.imports.map(({ module }) => module).join('\n'))) return [];
  const createsTables = nodesOf(file.module, 'Attribute').some(({ attr }) => attr === 'create_all');
  const texts = nodesOf(file.module, 'Constant').flatMap((each) => stringConstant(each) ?? []);
  const isAltering =
    texts.some((text) => /\balter\s+table\b/i.test(text)) && texts.some((text) => /\badd\s+(?:column\b)?/i.test(text));
  const words = isAltering
    ? [...new Set(texts.filter((text) => text.length < 2000).flatMap((text) => text.match(/\w+/g) ?? []))]
    : [];
  return createsTables || isAltering ? [{ kind: 'by-hand', words, createsTables }] : [];
}

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
