/** Attributes that may be `None` as the class itself says, relations of mapped classes among them, and reads that take them for granted. */
import {
  type Attribute,
  attributesNamed,
  booleanConstant,
  type ClassDef,
  type Expression,
  holds,
  isPresenceTested,
  lastName,
  type Name,
  type Node,
  nameSpan,
  nodesOf,
  type Stmt,
} from '#ast';
import { type FactsContext, type PackedPlace, type ProjectProblem, packPlace, unpackPlace } from '#kit';
import type { ProjectModel } from '#project';
import type { ModuleSummary, SemanticModel } from '#semantics';
import { firstPartyOf } from '#semantics/effects/first-party';
import { starImports } from '#semantics/names/imports-module';
import { namesNone } from '#semantics/types/names-none';
import { mayBeUsed } from './breaking-uses.ts';
import { packUse, type Use, unguardedReadOf } from './unguarded-uses.ts';

/** What a property gives is computed, and no time fills it; a relation leads to no row. */
type Sort = 'field' | 'property' | 'relation';

/** What a class declares, and where it stands. */
export interface DeclaringFact {
  readonly kind: 'optional-attributes';
  readonly owner: string;
  readonly sorts: Readonly<Record<string, Sort>>;
  readonly place: PackedPlace;
}

/** A use of an attribute of an object of the project. */
export interface AttributeUseFact extends Use {
  readonly kind: 'attribute-use';
  /** The way to the object (`ObjectTypes.pathOf`). */
  readonly owner: string;
  readonly isOwn: boolean;
  /** A test of something else decides whether it is read. */
  readonly isDecided: boolean;
}

/** Attributes that the code of a file tests for being there: its authors know that they may be missing. */
export interface TestedFact {
  readonly kind: 'attributes-tested';
  readonly names: readonly string[];
}

export type AttributeFact = DeclaringFact | AttributeUseFact | TestedFact;

export function attributeFactsIn(file: FactsContext): readonly AttributeFact[] {
  const declaring = nodesOf(file.module, 'ClassDef').flatMap((node): DeclaringFact[] => {
    const sorts = Object.fromEntries(node.body.flatMap((field) => optionalIn(field, node, file)));
    const owner = file.names.fullNameOf(node);
    const place = packPlace(file, nameSpan(node));
    return Object.keys(sorts).length === 0 ? [] : [{ kind: 'optional-attributes', owner, sorts, place }];
  });
  const reads = nodesOf(file.module, 'Attribute');
  const names = [...new Set(reads.flatMap((each) => (isPresenceTested(each) ? each.attr : [])))].sort();
  return [
    ...declaring,
    ...(names.length === 0 ? [] : [{ kind: 'attributes-tested' as const, names }]),
    ...reads.flatMap((read) => useOf(read, file) ?? []),
  ];
}

function optionalIn(field: Stmt, owner: ClassDef, model: SemanticModel): readonly (readonly [string, Sort])[] {
  if (field.kind === 'FunctionDef') {
    const isProperty = field.decorator_list.some((each) => /^(?:cached_)?property$/.test(lastName(each) ?? ''));
    return isProperty && field.returns !== undefined && namesNone(field.returns) ? [[field.name, 'property']] : [];
  }
  const { name, value } = declared(field);
  if (name === undefined) return [];
  if (isNullableRelation(field, name, value, owner, model)) return [[name, 'relation']];
  const isOptional = field.kind === 'AnnAssign' && namesNone(field.annotation) && isRecord(owner, model);
  return isOptional ? [[name, 'field']] : [];
}

/** Its fields are filled by whoever makes it, and by libraries. */
const isRecord = ({ decorator_list: decorators, bases }: ClassDef, { names }: SemanticModel): boolean =>
  bases.length > 0 ||
  decorators.some((each) => names.qualifiedName(each.kind === 'Call' ? each.func : each) !== undefined);

function declared(field: Stmt): { readonly name?: string; readonly value?: Expression | undefined } {
  const target = field.kind === 'AnnAssign' ? field.target : field.kind === 'Assign' ? field.targets[0] : undefined;
  if (target?.kind !== 'Name' || (field.kind !== 'Assign' && field.kind !== 'AnnAssign')) return {};
  return { name: target.id, value: field.value };
}

function isNullableRelation(
  field: Stmt,
  name: string,
  value: Expression | undefined,
  owner: ClassDef,
  model: SemanticModel,
): boolean {
  if (value?.kind !== 'Call') return false;
  const maker = model.names.qualifiedName(value.func)?.split('.').at(-1) ?? lastName(value.func) ?? '';
  if (/^(?:ForeignKey|OneToOneField|ForeignKeyField)$/.test(maker))
    return booleanConstant(model.values.givenArgument(value, 'null', undefined)) === true;
  if (!/^[rR]elationship$/.test(maker)) return false;
  return isNullable(owner.body.find((other) => declared(other).name === `${name}_id`) ?? field, model);
}

/** It may be empty by `nullable`, by its annotation, or when the row that it names goes. */
function isNullable(field: Stmt, { values }: SemanticModel): boolean {
  const has = (key: string, isWanted: (value: Expression) => boolean): boolean =>
    holds(field, (node) => {
      const given = node.kind === 'Call' ? values.givenArgument(node, key, undefined) : undefined;
      return given !== undefined && isWanted(given);
    });
  if (has('nullable', () => true)) return has('nullable', (given) => booleanConstant(given) === true);
  return (
    (field.kind === 'AnnAssign' && namesNone(field.annotation)) ||
    has('ondelete', (act) => values.string(act)?.toLowerCase() === 'set null')
  );
}

function useOf(read: Attribute, file: FactsContext): AttributeUseFact | undefined {
  const { value, attr, ctx } = read;
  if (ctx !== 'Load' || attr.startsWith('_') || !mayBeUsed(read)) return undefined;
  const owner = ownerOf(read, file);
  const use = owner === undefined ? undefined : unguardedReadOf(read, file);
  if (owner === undefined || use === undefined || isFilledHere(read, file)) return undefined;
  const isDecided = file.context.testsAround(read).length > 0;
  return { kind: 'attribute-use', owner, isOwn: lastName(value) === 'self', isDecided, ...packUse(attr, use, file) };
}

function ownerOf(read: Attribute, file: FactsContext): string | undefined {
  const path = file.effects.projectPath({ func: read });
  if (path?.endsWith(`().${read.attr}`)) return path.slice(0, -read.attr.length - 1);
  const type =
    read.value.kind === 'Name' ? (file.types.classOf(read.value) ?? servedClass(read.value, file)) : undefined;
  return type === undefined || firstPartyOf(file.names).isForeign(type) ? undefined : `${type}()`;
}

/** What a method takes beside `self` in a serializer or form that says what it is for: `class Meta: model = Trip`. */
function servedClass(object: Name, { context, names }: SemanticModel): string | undefined {
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

/** The function itself fills it before, or makes the object with it; or it asks for the column of the relation: `self.customer_id`. */
function isFilledHere(read: Attribute, { context, flow, source }: SemanticModel): boolean {
  const made = read.value.kind === 'Name' ? flow.whole(read.value) : read.value;
  if (made.kind === 'Call' && made.keywords.some(({ arg }) => arg === read.attr)) return true;
  const written = source.text.slice(read);
  const isFilled = attributesNamed(read.attr, source.module).some(
    (other) =>
      other.ctx === 'Store' &&
      other.start < read.start &&
      context.functionAround(other) === context.functionAround(read) &&
      source.text.slice(other) === written,
  );
  const isKey = (node: Node): boolean => node.kind === 'Attribute' && node.attr === `${read.attr}_id`;
  return isFilled || flow.conditionsAt(read).some(({ test }) => holds(test, isKey));
}

/** What the files tell of the attributes of the project. */
export interface KnownAttributes {
  /** By the name of the class. */
  readonly declared: ReadonlyMap<string, { readonly path: string; readonly fact: DeclaringFact }>;
  readonly tested: ReadonlySet<string>;
  /** No other is looked up. */
  readonly names: ReadonlySet<string>;
}

export function knownAttributes(
  facts: readonly { readonly path: string; readonly fact: { readonly kind: string } }[],
): KnownAttributes {
  const declared = new Map<string, { readonly path: string; readonly fact: DeclaringFact }>();
  const tested = new Set<string>();
  for (const { path, fact } of facts) {
    if (isDeclaring(fact)) declared.set(fact.owner, { path, fact });
    if (isTests(fact)) for (const name of fact.names) tested.add(name);
  }
  return { declared, tested, names: new Set([...declared.values()].flatMap(({ fact }) => Object.keys(fact.sorts))) };
}

const isDeclaring = (fact: { readonly kind: string }): fact is DeclaringFact => fact.kind === 'optional-attributes';
const isTests = (fact: { readonly kind: string }): fact is TestedFact => fact.kind === 'attributes-tested';

/** What is to be said of a use; undefined where the class of the object is not known, or nothing shows that the attribute may be empty. */
export function lostAttribute(
  { owner, callee, says, isOwn, isDecided }: AttributeUseFact,
  from: ModuleSummary,
  { declared, tested, names }: KnownAttributes,
  project: ProjectModel,
): Pick<ProjectProblem, 'message' | 'cause' | 'doubt' | 'related'> | undefined {
  const found = names.has(callee) ? project.follow(owner, from) : undefined;
  if (found?.kind !== 'object') return undefined;
  for (const each of project.lineOf(found)) {
    const declaring = typeof each === 'string' ? undefined : declared.get(each.class.qualifiedName);
    const sort = declaring?.fact.sorts[callee];
    if (declaring === undefined || sort === undefined) continue;
    const isRelation = sort === 'relation';
    if (!isRelation && (isOwn || (sort === 'field' && !tested.has(callee)))) continue;
    const note = isRelation ? 'nullable by its declaration' : 'optional by its declaration';
    const doubt = isRelation ? (isDecided ? 'infeasible-path' : undefined) : 'value-always-present';
    return {
      message: `None dereference: \`${callee}\` is ${note}${sort === 'field' ? ' (other code checks it)' : ''}, and ${says}`,
      cause: isRelation ? `${from.path} ${declaring.fact.owner}` : `${declaring.fact.owner}.${callee}`,
      ...(doubt && { doubt }),
      related: [{ path: declaring.path, ...unpackPlace(declaring.fact.place), message: 'the class that declares it' }],
    };
  }
  return undefined;
}
