/** Which columns of a class of rows lead to the user whose they are, or to the row that tells it. */
import { type Assign, type Call, type ClassDef, findNode, nodesOf } from '#ast';
import type { SemanticModel } from '#semantics';
import { memoizeByFile } from '#semantics/by-file';
import { ownNameOf } from '#semantics/own-name';

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
    const isUsers = (to: string): boolean => IS_USERS.test(to) || usersIn(file).has(to.slice(to.lastIndexOf('.') + 1));
    const made = owner.body.flatMap((member) => columnOf(member) ?? []);
    const leading = made.map(({ name, made }) => [ownerName(name), leadsTo(made, file)] as const);
    const columns = leading.flatMap(([name, to]) =>
      to !== undefined && isUsers(to) && !IS_ACT.test(name) ? name : [],
    );
    const parents = leading.flatMap(([name, to]) => (to === undefined || isUsers(to) ? [] : [[name, to] as const]));
    if (columns.length + parents.length === 0) return [];
    const keys = made.filter(({ made }) => made.keywords.some(({ arg }) => arg === 'primary_key'));
    return [
      {
        kind: 'owned-class',
        class: file.names.fullNameOf(owner),
        table: tableOf(owner, file),
        columns,
        parents,
        // Of a key of several columns, one alone leads to many rows.
        keys: ['id', 'pk', ...(keys.length === 1 ? keys.map(({ name }) => name) : [])],
      },
    ];
  });

/** Those who log in, whatever their class is called: `class Customer(AbstractUser)`; by class and by table. */
const usersIn = memoizeByFile(
  (file: SemanticModel): ReadonlySet<string> =>
    new Set(
      nodesOf(file.source.module, 'ClassDef').flatMap((owner) =>
        owner.bases.some(
          (base) =>
            USER_BASES.test(ownNameOf(base, file.names) ?? '') && !OWN_MIXIN.test(file.names.qualifiedName(base) ?? ''),
        )
          ? [owner.name, tableOf(owner, file)]
          : [],
      ),
    ),
);
const USER_BASES = /^(?:Abstract(?:Base)?User|UserMixin|SQLAlchemyBaseUserTable\w*)$/;
/** A mixin of the project adds columns that lead to users. */
const OWN_MIXIN = /^(?!flask_).*\bUserMixin$/;

const tableOf = (owner: ClassDef, { values }: SemanticModel): string =>
  owner.body.flatMap((each) => (isTableName(each) ? (values.string(each.value) ?? []) : []))[0] ??
  owner.name.toLowerCase();

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
    node.kind === 'Call' ? /^(?:ForeignKey|OneToOneField)$/.test(ownNameOf(node.func, names) ?? '') : false,
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
/** `approved_by` says what someone did with the row, and not whose it is. */
const IS_ACT = /^(?!created|owned|uploaded|added)\w+_by(?:_user)?$/;
