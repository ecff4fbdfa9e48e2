/** Fields of records that may be `None` by their annotation, and reads that take them for granted. */
import {
  type Attribute,
  attributesNamed,
  type ClassDef,
  type Expression,
  lastName,
  nameSpan,
  nodesOf,
  presenceTested,
} from '#ast';
import type { DoubtId } from '#findings';
import { type FactsContext, type PackedPlace, type ProjectProblem, packPlace, unpackPlace } from '#kit';
import type { ProjectModel } from '#project';
import type { ModuleSummary, SemanticModel } from '#semantics';
import { namesNone } from './empty-paths.ts';
import { unguardedReadOf } from './unguarded-uses.ts';

/** What a class declares, and where it stands. */
export interface OptionalFieldsFact {
  readonly kind: 'optional-fields';
  readonly owner: string;
  readonly names: readonly string[];
  /** Of these, properties: what they give is computed, and no time fills it. */
  readonly properties: readonly string[];
  readonly place: PackedPlace;
}

/** A use of a field of an object of the project. */
export interface FieldUseFact {
  readonly kind: 'field-use';
  /** The way to the object (`ObjectTypes.pathOf`). */
  readonly owner: string;
  readonly callee: string;
  readonly says: string;
  readonly place: PackedPlace;
  readonly within: string;
  readonly doubt: DoubtId;
}

/** Attributes that the code of a file tests for being there: its authors know that they may be missing. */
export interface TestedFieldsFact {
  readonly kind: 'fields-asked';
  readonly names: readonly string[];
}

export type FieldFact = OptionalFieldsFact | FieldUseFact | TestedFieldsFact;

export function optionalFieldFactsIn(file: FactsContext): readonly FieldFact[] {
  const declaring = nodesOf(file.module, 'ClassDef').flatMap((node): OptionalFieldsFact[] => {
    const properties = optionalPropertiesOf(node);
    const names = [...(isRecord(node, file) ? optionalIn(node) : []), ...properties];
    const owner = file.names.fullNameOf(node);
    return names.length === 0
      ? []
      : [{ kind: 'optional-fields', owner, names, properties, place: packPlace(file, nameSpan(node)) }];
  });
  const names = testedFields(file);
  return [
    ...declaring,
    ...(names.length === 0 ? [] : [{ kind: 'fields-asked' as const, names }]),
    ...nodesOf(file.module, 'Attribute').flatMap((read) => useOf(read, file) ?? []),
  ];
}

function testedFields({ module }: FactsContext): string[] {
  const tests: Expression[] = [];
  for (const kind of ['If', 'IfExp', 'While', 'Assert'] as const)
    tests.push(...nodesOf(module, kind).map(({ test }) => test));
  for (const { values } of nodesOf(module, 'BoolOp')) tests.push(...values);
  for (const { ifs } of nodesOf(module, 'comprehension')) tests.push(...ifs);
  const names = tests.flatMap((test) => {
    const subject = presenceTested(test)?.subject;
    return subject?.kind === 'Attribute' ? subject.attr : [];
  });
  return [...new Set(names)].sort();
}

/** Its fields are filled by whoever makes it, and by libraries. */
const isRecord = ({ decorator_list: decorators, bases }: ClassDef, { names }: SemanticModel): boolean =>
  bases.length > 0 ||
  decorators.some((each) => names.qualifiedName(each.kind === 'Call' ? each.func : each) !== undefined);

const optionalIn = ({ body }: ClassDef): string[] =>
  body.flatMap((field) =>
    field.kind === 'AnnAssign' && field.target.kind === 'Name' && namesNone(field.annotation) ? field.target.id : [],
  );

const optionalPropertiesOf = ({ body }: ClassDef): string[] =>
  body.flatMap((each) => {
    if (each.kind !== 'FunctionDef' || each.returns === undefined || !namesNone(each.returns)) return [];
    const isProperty = each.decorator_list.some((decorator) =>
      /^(?:cached_)?property$/.test(lastName(decorator) ?? ''),
    );
    return isProperty ? each.name : [];
  });

function useOf(read: Attribute, file: FactsContext): FieldUseFact | undefined {
  const { value, attr, ctx } = read;
  if (ctx !== 'Load' || attr.startsWith('_') || lastName(value) === 'self' || read.parent?.kind === 'Expr')
    return undefined;
  const path = file.effects.projectPath({ func: read });
  if (path === undefined || !path.endsWith(`().${attr}`)) return undefined;
  const use = unguardedReadOf(read, file);
  if (use === undefined || file.flow.isUnreachable(read) || isFilledHere(read, file)) return undefined;
  return {
    kind: 'field-use',
    owner: path.slice(0, -attr.length - 1),
    callee: attr,
    says: use.says,
    place: packPlace(file, use.node),
    within: file.names.qualnameOf(read),
    doubt: 'value-always-present',
  };
}

/** The function itself fills it before, or makes the object with it. */
function isFilledHere(read: Attribute, model: SemanticModel): boolean {
  const fn = model.context.functionAround(read);
  const made = read.value.kind === 'Name' ? model.flow.whole(read.value) : read.value;
  if (made.kind === 'Call' && made.keywords.some(({ arg }) => arg === read.attr)) return true;
  const written = textOf(read, model);
  return attributesNamed(read.attr, model.source.module).some(
    (other) =>
      other.ctx === 'Store' &&
      other.start < read.start &&
      model.context.functionAround(other) === fn &&
      textOf(other, model) === written,
  );
}

const textOf = ({ start, end }: Expression, { source }: SemanticModel): string => source.text.content.slice(start, end);

/** What the files tell of the fields of the project. */
export interface KnownFields {
  /** By the name of the class. */
  readonly declared: ReadonlyMap<string, { readonly path: string; readonly fact: OptionalFieldsFact }>;
  readonly tested: ReadonlySet<string>;
  readonly properties: ReadonlySet<string>;
}

export function knownFields(
  facts: readonly { readonly path: string; readonly fact: { readonly kind: string } }[],
): KnownFields {
  const declared = new Map<string, { readonly path: string; readonly fact: OptionalFieldsFact }>();
  const tested = new Set<string>();
  for (const { path, fact } of facts) {
    if (isDeclaring(fact)) declared.set(fact.owner, { path, fact });
    if (isTests(fact)) for (const name of fact.names) tested.add(name);
  }
  return { declared, tested, properties: new Set([...declared.values()].flatMap(({ fact }) => fact.properties)) };
}

const isDeclaring = (fact: { readonly kind: string }): fact is OptionalFieldsFact => fact.kind === 'optional-fields';
const isTests = (fact: { readonly kind: string }): fact is TestedFieldsFact => fact.kind === 'fields-asked';

/** What is to be said of a use; undefined where the class of the object is not known, or nothing shows that the field may be empty. */
export function lostField(
  { owner, callee, says }: FieldUseFact,
  from: ModuleSummary,
  { declared, tested, properties }: KnownFields,
  project: ProjectModel,
): Pick<ProjectProblem, 'message' | 'cause' | 'related'> | undefined {
  const found = properties.has(callee) || tested.has(callee) ? project.follow(owner, from) : undefined;
  if (found?.kind !== 'object') return undefined;
  for (const each of project.lineOf(found)) {
    const field = typeof each === 'string' ? undefined : declared.get(each.class.qualifiedName);
    if (field?.fact.names.includes(callee) !== true) continue;
    const note = field.fact.properties.includes(callee) ? '' : ' (other code checks it)';
    return {
      message: `None dereference: \`${callee}\` is optional by its declaration${note}, and ${says}`,
      cause: `${field.fact.owner}.${callee}`,
      related: [{ path: field.path, ...unpackPlace(field.fact.place), message: 'the class that declares it' }],
    };
  }
  return undefined;
}
