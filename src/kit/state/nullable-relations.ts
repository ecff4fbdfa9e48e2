/** Relations of mapped classes that may lead to no row, as the class itself says, and reads of them that take one for granted. */
import {
  type Attribute,
  type Call,
  type ClassDef,
  type Expression,
  holds,
  isNone,
  lastName,
  nameSpan,
  nodesOf,
  type Stmt,
  stringConstant,
  walk,
} from '../../ast/index.ts';
import { groupBy } from '../../collections/index.ts';
import type { ModuleSummary, ProjectModel } from '../../project/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { unguardedReadOf } from '../calls/unguarded-uses.ts';
import { type PackedPlace, packPlace, unpackPlace } from '../packed-place.ts';
import type { FactsContext, ProjectProblem } from '../rule.ts';

/** `driver` of `trip.driver.phone`, and the class that has it. */
interface RelationRead {
  readonly read: Attribute;
  /** The way to the class, as the file names it. */
  readonly owner: string;
}

/** The names of a class's relations that it declares to be nullable. */
function nullableRelations(classDef: ClassDef, model: SemanticModel): readonly string[] {
  return classDef.body.flatMap((field) => {
    const { name, value } = declared(field);
    if (name === undefined || value?.kind !== 'Call') return [];
    const maker = model.names.qualifiedName(value.func)?.split('.').at(-1) ?? lastName(value.func) ?? '';
    if (IS_KEY.test(maker)) return isTrue(model.values.givenArgument(value, 'null', undefined)) ? [name] : [];
    if (!IS_RELATION.test(maker) || isTrue(model.values.givenArgument(value, 'uselist', undefined))) return [];
    const key = classDef.body.find((other) => declared(other).name === `${name}_id`);
    return (key === undefined ? saysNone(field, model) : isNullableKey(key, model)) ? [name] : [];
  });
}

const IS_KEY = /^(?:ForeignKey|OneToOneField|ForeignKeyField)$/;
const IS_RELATION = /^[rR]elationship$/;

const isTrue = (value: Expression | undefined): boolean =>
  value?.kind === 'Constant' && value.value.kind === 'bool' && value.value.value;

interface Declared {
  readonly name?: string;
  readonly value?: Expression;
}

function declared(field: Stmt): Declared {
  const target = field.kind === 'AnnAssign' ? field.target : field.kind === 'Assign' ? field.targets[0] : undefined;
  if (target?.kind !== 'Name' || (field.kind !== 'Assign' && field.kind !== 'AnnAssign')) return {};
  return { name: target.id, ...(field.value !== undefined && { value: field.value }) };
}

/** `Mapped["Team | None"]`, `Optional[Team]`. */
const saysNone = (field: Stmt, model: SemanticModel): boolean =>
  field.kind === 'AnnAssign' &&
  holds(field.annotation, (node) => {
    if (node.kind === 'Name' || node.kind === 'Attribute')
      return /^typing(?:_extensions)?\.Optional$/.test(model.names.qualifiedName(node) ?? '');
    return node.kind === 'Constant' && (isNone(node) || /\bNone\b|\bOptional\[/.test(stringConstant(node) ?? ''));
  });

/** The column of the relation: it may be empty by its annotation, by `nullable`, or when the row that it names goes. */
function isNullableKey(field: Stmt, model: SemanticModel): boolean {
  const { value } = declared(field);
  if (value === undefined) return saysNone(field, model);
  const calls: Call[] = [];
  walk(value, (node) => {
    if (node.kind === 'Call') calls.push(node);
  });
  const given = (key: string) => calls.flatMap((call) => model.values.givenArgument(call, key, undefined) ?? []);
  const [nullable] = given('nullable');
  if (nullable !== undefined) return isTrue(nullable);
  return saysNone(field, model) || given('ondelete').some((act) => /^set null$/i.test(model.values.string(act) ?? ''));
}

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
  readonly guess?: string;
}

/** Nullable relations of the file, and the reads of relations that nothing asks about. */
export function relationFactsIn(file: FactsContext): readonly (RelationsFact | RelationFact)[] {
  const declaring = nodesOf(file.module, 'ClassDef').flatMap((node): RelationsFact[] => {
    const names = nullableRelations(node, file);
    const owner = file.names.fullNameOf(node);
    return names.length === 0 ? [] : [{ kind: 'relations', owner, names, place: packPlace(file, nameSpan(node)) }];
  });
  const reading = relationReads(file).flatMap(({ read, owner }): RelationFact[] => {
    const use = unguardedReadOf(read, file);
    if (use === undefined || file.flow.isUnreachable(read)) return [];
    const guess = isDiscriminated(read, file) ? 'a test around it asks for another member, which may tell' : undefined;
    return [
      {
        kind: 'relation',
        owner,
        callee: read.attr,
        says: use.says,
        place: packPlace(file, use.node),
        within: file.names.qualnameOf(read),
        ...(guess !== undefined && { guess }),
      },
    ];
  });
  return [...declaring, ...reading];
}

/** `if self.kind == "user"` around `self.user.name`. */
const isDiscriminated = ({ value }: Attribute, { context }: SemanticModel): boolean =>
  value.kind === 'Name' &&
  context
    .testsAround(value)
    .some((test) =>
      holds(test, (node) => node.kind === 'Attribute' && node.value.kind === 'Name' && node.value.id === value.id),
    );

type Declarations = ReadonlyMap<string, readonly (RelationsFact & { readonly path: string })[]>;

/** What the classes of the project declare, by class. */
export const declaredRelations = (
  facts: readonly { readonly path: string; readonly fact: { readonly kind: string } }[],
): Declarations =>
  groupBy(
    facts.flatMap(({ path, fact }) => (isDeclaring(fact) ? [{ path, ...fact }] : [])),
    ({ owner }) => owner,
  );

const isDeclaring = (fact: { readonly kind: string }): fact is RelationsFact => fact.kind === 'relations';

/** What is to be said of a relation that a use takes for granted; undefined where nothing declares that it may be empty. */
export function lostRelation(
  { owner, callee, says }: RelationFact,
  from: ModuleSummary,
  relations: Declarations,
  project: ProjectModel,
): Pick<ProjectProblem, 'message' | 'cause' | 'related'> | undefined {
  const found = project.resolve(owner, from);
  if (found.kind !== 'class') return undefined;
  const declared = project
    .lineOf(found)
    .flatMap((each) => (typeof each === 'string' ? [] : (relations.get(each.class.qualifiedName) ?? [])))
    .find(({ names }) => names.includes(callee));
  return (
    declared && {
      message: `\`${callee}\` may be \`None\` by its declaration, and ${says}`,
      cause: `${from.path} ${declared.owner}`,
      related: [{ path: declared.path, ...unpackPlace(declared.place), message: 'the class that declares it' }],
    }
  );
}

/** Reads `owner.relation.member`, where the file tells which class the owner is of. */
function relationReads(model: SemanticModel): readonly RelationRead[] {
  return nodesOf(model.source.module, 'Attribute').flatMap((member): RelationRead[] => {
    const read = member.value;
    if (member.ctx !== 'Load' || read.kind !== 'Attribute' || read.value.kind !== 'Name') return [];
    const owner = ownerOf(read.value, model);
    return owner === undefined ? [] : [{ read, owner }];
  });
}

/** The class of `self`, of what the types tell, or the one that the class around serves: `class Meta: model = Trip`. */
function ownerOf(object: Expression & { kind: 'Name' }, model: SemanticModel): string | undefined {
  const { context, names, types } = model;
  const known = types.classOf(object);
  if (known !== undefined) return known;
  const fn = context.functionAround(object);
  const parameter = names.parameterOf(object);
  const around = fn === undefined ? undefined : context.classOfMethod(fn);
  if (around === undefined || parameter === undefined || parameter.parent?.parent !== fn) return undefined;
  if (fn?.kind !== 'FunctionDef' || fn.args.args[0] === parameter || parameter.annotation !== undefined)
    return undefined;
  const served = fn.args.args.length === 2 ? modelOf(around) : undefined;
  if (served === undefined) return undefined;
  const stars = names.imports.filter(({ name }) => name === '*');
  const isBrought = served.kind === 'Name' && names.resolve(served) === undefined && stars.length === 1;
  return isBrought ? `${stars[0]?.module}.${served.id}` : names.qualifiedName(served);
}

/** What a serializer or form is for: methods of it that take one thing take one of these. */
function modelOf(classDef: ClassDef): Expression | undefined {
  const meta = classDef.body.find((each) => each.kind === 'ClassDef' && each.name === 'Meta');
  const fields = meta?.kind === 'ClassDef' ? meta.body : [];
  return fields.map(declared).find(({ name }) => name === 'model')?.value;
}
