import { identifiersOf, nodesOf } from '#ast';
import { defineProjectRule, type FactsContext, factsOfKind, NOT_PRODUCTION, unpackPlace } from '#kit';
import { type SchemaFact, schemaFactsIn, schemaOf } from '#kit/schema';
import { ENUMERATIONS } from '#knowledge/enumerations';
import { listedCode } from '#text/wording';

/** The members of an enumeration, in order: names, and the text of each value. */
interface Members {
  readonly kind: 'members';
  readonly class: string;
  readonly names: readonly string[];
  readonly values: readonly string[];
}

/** A map says what is stored for the classes of hints. */
interface HintMap {
  readonly kind: 'hint-map';
}

type Fact = SchemaFact | Members | HintMap;
type Column = ReturnType<typeof schemaOf>['mapped'][number]['columns'][number];

export default defineProjectRule<Fact>({
  docs: {
    summary: 'enum column stores names of members that the database type does not have',
    why: "SQLAlchemy's `Enum` stores the *name* of a Python enum's member (`PAID`), not its value (`paid`). A type that a migration creates with the values as labels rejects every row that the ORM writes.",
    remedy:
      'Pass `values_callable=lambda members: [member.value for member in members]` to `Enum`, or use the names as labels in the migration',
    harm: 'breaks',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [
      {
        document: 'Field report 2',
        finding: 'migration enum labels are lowercase values but the ORM stores member names',
      },
    ],
    bad: storing(''),
    good: storing(', values_callable=lambda members: [member.value for member in members]'),
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => [
    ...schemaFactsIn(file),
    ...membersIn(file),
    ...(identifiersOf(file.module).has('type_annotation_map') ? [{ kind: 'hint-map' as const }] : []),
  ],
  check(project, ctx) {
    const schema = schemaOf(project, ctx.facts);
    const enums = new Map(factsOfKind(ctx.facts, 'members').map(({ fact }) => [fact.class, fact]));
    const isMapped = factsOfKind(ctx.facts, 'hint-map').length > 0;
    for (const { table, row, columns } of schema.mapped) {
      const migrated = schema.tableNamed(table);
      if (migrated === 'open') continue;
      for (const column of columns) {
        const from = project.moduleByPath(column.path);
        const named = classStored(column, isMapped);
        const found = from === undefined || named === undefined ? undefined : project.resolve(named, from);
        const members = found?.kind === 'class' ? enums.get(found.class.qualifiedName) : undefined;
        const there = migrated?.columns.get(column.name);
        const labels = there?.enumeration?.labels;
        if (members === undefined || labels === undefined || there === undefined) continue;
        const unknown = members.names.filter((name) => !labels.includes(name));
        // Labels that are neither may have been added since, by a step that is not read.
        const isValue = (label: string) => members.values.includes(label) && !members.names.includes(label);
        if (unknown.length === 0 || !labels.some(isValue)) continue;
        ctx.report({
          at: { path: column.path, ...unpackPlace(column.place) },
          message: `enum stored by name: \`${row.slice(row.lastIndexOf('.') + 1)}.${column.attribute}\` writes ${listedCode(unknown, 3)}, and the type in the database has ${listedCode(labels, 3)}`,
          cause: `${members.class} names`,
          related: [
            {
              path: there.path,
              ...unpackPlace(there.place),
              message: 'the migration creates the type with these labels',
            },
          ],
          key: `${table} ${column.name}`,
        });
      }
    }
  },
});

/** The enumeration whose members a column stores by their names. */
const classStored = ({ enumeration, hinted }: Column, isMapped: boolean): string | undefined =>
  enumeration === undefined
    ? isMapped
      ? undefined
      : hinted
    : enumeration.storesValues
      ? undefined
      : enumeration.class;

function membersIn(file: FactsContext): readonly Members[] {
  return nodesOf(file.module, 'ClassDef').flatMap((owner): Members[] => {
    if (!file.types.derivesFrom(owner, ENUMERATIONS)) return [];
    const members = owner.body.flatMap((each) => {
      const target = each.kind === 'Assign' ? each.targets[0] : undefined;
      return each.kind === 'Assign' && target?.kind === 'Name'
        ? [{ name: target.id, value: file.values.string(each.value) ?? '' }]
        : [];
    });
    const names = members.map(({ name }) => name);
    return [{ kind: 'members', class: file.names.fullNameOf(owner), names, values: members.map(({ value }) => value) }];
  });
}

function storing(option: string): string {
  return `# path: app/models.py
import enum

from sqlalchemy import Column, Enum, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Status(str, enum.Enum):
    NEW = "new"
    PAID = "paid"


class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    status = Column(Enum(Status, name="status"${option}))
# path: alembic/versions/0001_initial.py
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("status", sa.Enum("new", "paid", name="status")),
    )
`;
}
