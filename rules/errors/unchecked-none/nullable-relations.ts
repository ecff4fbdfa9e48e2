/** Relations of mapped classes that may lead to no row, as the class itself says, and reads of them that take one for granted. */
import {
  type Attribute,
  booleanConstant,
  type Call,
  type ClassDef,
  type Expression,
  holds,
  lastName,
  type Node,
  nameSpan,
  nodesOf,
  type Stmt,
  walk,
} from '#ast';
import type { DoubtId } from '#findings';
import { type FactsContext, type PackedPlace, type ProjectProblem, packPlace, unpackPlace } from '#kit';
import type { ProjectModel } from '#project';
import type { ModuleSummary, SemanticModel } from '#semantics';
import { starImports } from '#semantics/names/imports-module';
import { namesNone } from './empty-paths.ts';
import { unguardedReadOf } from './unguarded-uses.ts';

/** What a class declares, and where it stands. */
export interface RelationsFact {
  readonly kind: 'relations';
  readonly owner: string;
  readonly names: readonly string[];
  readonly place: PackedPlace;
}

/** What a use takes for granted. */
export interface RelationFact {
  readonly kind: 'relation';
  readonly owner: string;
  readonly callee: string;
  readonly says: string;
  readonly place: PackedPlace;
  readonly within: string;
  readonly doubt?: DoubtId;
}

/** Nullable relations of the file, and the reads of relations that nothing asks about. */
export function relationFactsIn(file: FactsContext): readonly (RelationsFact | RelationFact)[] {
  const declaring = nodesOf(file.module, 'ClassDef').flatMap((node): RelationsFact[] => {
    const names = node.body.flatMap((field) => nullableIn(field, node, file) ?? []);
    const owner = file.names.fullNameOf(node);
    return names.length === 0 ? [] : [{ kind: 'relations', owner, names, place: packPlace(file, nameSpan(node)) }];
  });
  return [...declaring, ...nodesOf(file.module, 'Attribute').flatMap((read) => readOf(read, file) ?? [])];
}

/** `owner.relation`, of which something is read, where the file tells which class the owner is of. */
function readOf(read: Attribute, file: FactsContext): RelationFact | undefined {
  const { value } = read;
  if (value.kind !== 'Name' || read.parent?.kind !== 'Attribute') return undefined;
  const owner = file.types.classOf(value) ?? servedClass(value, file);
  const use = owner === undefined ? undefined : unguardedReadOf(read, file);
  if (owner === undefined || use === undefined || file.flow.isUnreachable(read)) return undefined;
  // `if self.customer_id is None`: the column is the relation.
  const isKey = (node: Node): boolean => node.kind === 'Attribute' && node.attr === `${read.attr}_id`;
  if (file.flow.conditionsAt(read).some(({ test }) => holds(test, isKey))) return undefined;
  return {
    kind: 'relation',
    owner,
    callee: read.attr,
    says: use.says,
    place: packPlace(file, use.node),
    within: file.names.qualnameOf(read),
    ...(file.context.testsAround(read).length > 0 && { doubt: 'infeasible-path' as const }),
  };
}

/** What a method takes beside `self` in a serializer or form that says what it is for: `class Meta: model = Trip`. */
function servedClass(object: Expression & { kind: 'Name' }, { context, names }: SemanticModel): string | undefined {
  const fn = context.functionAround(object);
  const parameter = fn?.kind === 'FunctionDef' && fn.args.args.length === 2 ? fn.args.args[1] : undefined;
  if (fn === undefined || parameter === undefined || names.parameterOf(object) !== parameter) return undefined;
  const meta = context.classOfMethod(fn)?.body.find((each) => each.kind === 'ClassDef' && each.name === 'Meta');
  const fields = meta?.kind === 'ClassDef' ? meta.body : [];
  const served = fields.map(declared).find(({ name }) => name === 'model')?.value;
  const [star, ...others] = starImports(names);
  const isProvided = served?.kind === 'Name' && names.resolve(served) === undefined && others.length === 0;
  return isProvided && star !== undefined ? `${star.module}.${served.id}` : served && names.qualifiedName(served);
}

/** The field's name, where it is a relation that may be empty. */
function nullableIn(field: Stmt, classDef: ClassDef, model: SemanticModel): string | undefined {
  const { name, value } = declared(field);
  if (name === undefined || value?.kind !== 'Call') return undefined;
  const maker = model.names.qualifiedName(value.func)?.split('.').at(-1) ?? lastName(value.func) ?? '';
  if (/^(?:ForeignKey|OneToOneField|ForeignKeyField)$/.test(maker))
    return booleanConstant(model.values.givenArgument(value, 'null', undefined)) === true ? name : undefined;
  if (!/^[rR]elationship$/.test(maker)) return undefined;
  const key = classDef.body.find((other) => declared(other).name === `${name}_id`) ?? field;
  return isNullable(key, model) ? name : undefined;
}

function declared(field: Stmt): { readonly name?: string; readonly value?: Expression | undefined } {
  const target = field.kind === 'AnnAssign' ? field.target : field.kind === 'Assign' ? field.targets[0] : undefined;
  if (target?.kind !== 'Name' || (field.kind !== 'Assign' && field.kind !== 'AnnAssign')) return {};
  return { name: target.id, value: field.value };
}

/** It may be empty by `nullable`, by its annotation, or when the row that it names goes. */
function isNullable(field: Stmt, { values }: SemanticModel): boolean {
  const calls: Call[] = [];
  walk(field, (node) => {
    if (node.kind === 'Call') calls.push(node);
  });
  const given = (key: string) => calls.flatMap((call) => values.givenArgument(call, key, undefined) ?? []);
  const [nullable] = given('nullable');
  if (nullable !== undefined) return booleanConstant(nullable) === true;
  return (
    (field.kind === 'AnnAssign' && namesNone(field.annotation)) ||
    given('ondelete').some((act) => values.string(act)?.toLowerCase() === 'set null')
  );
}

/** What is to be said of a relation that a use takes for granted; undefined where nothing declares that it may be empty. `declared` is by owner. */
export function lostRelation(
  { owner, callee, says }: RelationFact,
  from: ModuleSummary,
  declared: ReadonlyMap<string, { readonly path: string; readonly fact: RelationsFact }>,
  project: ProjectModel,
): Pick<ProjectProblem, 'message' | 'cause' | 'related'> | undefined {
  const found = project.resolve(owner, from);
  const line = found.kind === 'class' && declared.size > 0 ? project.lineOf(found) : [];
  const declaring = line.flatMap((each) => {
    const declaration = typeof each === 'string' ? undefined : declared.get(each.class.qualifiedName);
    return declaration?.fact.names.includes(callee) ? declaration : [];
  })[0];
  if (declaring === undefined) return undefined;
  const { path, fact } = declaring;
  return {
    message: `None dereference: \`${callee}\` is nullable by its declaration, and ${says}`,
    cause: `${from.path} ${fact.owner}`,
    related: [{ path, ...unpackPlace(fact.place), message: 'the class that declares it' }],
  };
}
