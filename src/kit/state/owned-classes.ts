/** Which columns of a class of rows lead to the user whose they are, or to the row that tells it. */
import { type Assign, type Call, type ClassDef, findNode, lastName, nodesOf } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** A class of rows with columns that lead to the table of users, or to other rows. */
export interface OwnedClassFact {
  readonly kind: 'owned-class';
  readonly class: string;
  readonly table: string;
  /** Those that lead to a user, as `ownerName` has them: `user` for `user_id`. */
  readonly columns: readonly string[];
  /** Those that lead to other rows, and to which: `trip` and `trips` or `trips.models.Trip`. */
  readonly parents: readonly (readonly [string, string])[];
  readonly keys: readonly string[];
}

/** `user_id` and the relation `user` are about the same. */
export const ownerName = (column: string): string => column.replace(/(?:_?id|_uuid|_pk)$/i, '') || column;

export const ownedClassesIn = (file: SemanticModel): readonly OwnedClassFact[] =>
  nodesOf(file.source.module, 'ClassDef').flatMap((owner): OwnedClassFact[] => {
    const made = owner.body.flatMap((member) => columnOf(member) ?? []);
    const leading = made.map(({ name, made }) => [ownerName(name), leadsTo(made, file)] as const);
    const columns = leading.flatMap(([name, to]) =>
      to !== undefined && IS_USERS.test(to) && !IS_ACT.test(name) ? name : [],
    );
    const parents = leading.flatMap(([name, to]) =>
      to === undefined || IS_USERS.test(to) ? [] : [[name, to] as const],
    );
    if (columns.length + parents.length === 0) return [];
    const keys = made.filter(({ made }) => made.keywords.some(({ arg }) => arg === 'primary_key'));
    const table = owner.body.flatMap((each) => (isTableName(each) ? (file.values.string(each.value) ?? []) : []))[0];
    return [
      {
        kind: 'owned-class',
        class: file.names.fullNameOf(owner),
        table: table ?? owner.name.toLowerCase(),
        columns,
        parents,
        // Of a key of several columns, one alone leads to many rows.
        keys: ['id', 'pk', ...(keys.length === 1 ? keys.map(({ name }) => name) : [])],
      },
    ];
  });

const isTableName = (member: ClassDef['body'][number]): member is Assign =>
  member.kind === 'Assign' && member.targets[0]?.kind === 'Name' && member.targets[0].id === '__tablename__';

function columnOf(member: ClassDef['body'][number]): { readonly name: string; readonly made: Call } | undefined {
  if (member.kind !== 'Assign' && member.kind !== 'AnnAssign') return undefined;
  const target = member.kind === 'Assign' ? member.targets[0] : member.target;
  return target?.kind === 'Name' && member.value?.kind === 'Call' ? { name: target.id, made: member.value } : undefined;
}

/** The table or class: `ForeignKey("users.id")`, `Field(foreign_key="user.id")`, Django's `ForeignKey(settings.AUTH_USER_MODEL)`. */
function leadsTo(made: Call, { source, values, names }: SemanticModel): string | undefined {
  const key = findNode(made, (node): node is Call =>
    node.kind === 'Call' ? /^(?:ForeignKey|OneToOneField)$/.test(lastName(node.func) ?? '') : false,
  );
  const target =
    key?.args[0] ??
    key?.keywords.find(({ arg }) => arg === 'to')?.value ??
    made.keywords.find(({ arg }) => arg === 'foreign_key')?.value;
  if (target === undefined) return undefined;
  const text = values.string(target);
  if (key !== made) return text?.replace(/\.\w+$/, '');
  const written = source.text.slice(target);
  return text ?? (IS_USERS.test(written) ? written : names.qualifiedName(target));
}

const IS_USERS = /(?:^|[._])users?$|[^._]User$|(?:^|[._])(?:User|AUTH_USER_MODEL|get_user_model\(\))$|^accounts?$/;
/** `approved_by` says what somebody did with the row, and not whose it is. */
const IS_ACT = /^(?!created|owned|uploaded|added)\w+_by(?:_user)?$/;
