/** Classes of rows: their columns and relations are what they declare, and what the mapper adds to that. */
import { type Call, type Expression, identifiersOf, lastName, nodesOf, stringConstant, walk } from '../../ast/index.ts';
import { groupBy, memoize } from '../../collections/index.ts';
import type { DoubtId } from '../../findings/doubts.ts';
import { MAPPER_BASES, type MapperBase } from '../../knowledge/mapper-members.ts';
import type { LocatedClass, ProjectModel } from '../../project/index.ts';
import { memoizeByFile } from '../../semantics/by-file.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import type { MembersSet } from '../names/members-set.ts';
import { familyOf, lacksItself } from './class-families.ts';

export interface MappedFamily {
  readonly family: readonly LocatedClass[];
  readonly doubt?: DoubtId;
}

/** `familyWithout` of a class that is mapped to a table. `relations` is what `backReferences` says of all files. */
export function mappedFamilyWithout(
  attribute: string,
  found: LocatedClass,
  relations: ReadonlySet<string>,
  project: ProjectModel,
): MappedFamily | undefined {
  if (attribute.startsWith('_') || relations.has(REFLECTED) || !hasTable(found, project)) return undefined;
  const family = familyOf(found, project);
  const line = project.lineOf(found);
  // From a child in a table of its own Django makes `place.restaurant`.
  if (family.some((each) => nameOf(each).toLowerCase() === attribute)) return undefined;
  if (relations.has(`${ANNOTATED} ${attribute}`)) return undefined;
  if (line.some((step) => typeof step !== 'string' && isAddedByRelation(nameOf(step), attribute, relations, project)))
    return undefined;
  const isLackedBy = (each: LocatedClass): boolean =>
    project.lineOf(each).every((step) => isLacking(attribute, step, each, project));
  if (!family.every(isLackedBy)) return undefined;
  const isOpen =
    isAddedByRelation('?', attribute, relations, project) ||
    line.some((step) => typeof step !== 'string' && mayAdd(step, project));
  return { family, ...(isOpen && { doubt: 'dynamic-binding' as const }) };
}

/** Whether a relation puts the name on the class: by itself, or for the class that a template stands for (`%(class)s_lines`). */
function isAddedByRelation(
  owner: string,
  attribute: string,
  relations: ReadonlySet<string>,
  { modules }: ProjectModel,
): boolean {
  if (relations.has(`${owner} ${attribute}`)) return true;
  const templates = (templatesIn(relations).get(owner) ?? []).filter((each) => fits(attribute, each));
  return templates.some(({ before, behind }) =>
    modules.some(({ classes }) =>
      classes.some(({ qualifiedName }) => {
        const name = qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1).toLowerCase();
        return attribute.endsWith(`${before}${name}${behind}`);
      }),
    ),
  );
}

interface Template {
  readonly owner: string;
  readonly before: string;
  readonly behind: string;
}

const fits = (attribute: string, { before, behind }: Template): boolean =>
  attribute.includes(before) && attribute.endsWith(behind);

/** Of many relations few are templates, and each attribute that is read asks. */
const templatesIn = memoize((relations: ReadonlySet<string>) =>
  groupBy(
    [...relations].flatMap((each): Template[] => {
      const [, owner, before, behind] = /^(\S+) (?:%\(app_label\)s)?(\w*)%\(class\)s(\w*)$/.exec(each) ?? [];
      return owner === undefined || before === undefined || behind === undefined ? [] : [{ owner, before, behind }];
    }),
    ({ owner }) => owner,
  ),
);

/** Keywords that make no object of it: a mapper takes the names that its class has, and raises a TypeError for others. */
export function refusedKeywords(
  keywords: readonly string[],
  found: LocatedClass,
  relations: ReadonlySet<string>,
  set: MembersSet,
  project: ProjectModel,
): { readonly names: readonly string[]; readonly doubt?: DoubtId } | undefined {
  const isMadeOtherwise = project
    .lineOf(found)
    .some((step) =>
      typeof step === 'string'
        ? mapperNamed(step, found, project)?.takesMore === true
        : step.class.methods.includes('__init__') || step.class.methods.includes('__new__'),
    );
  if (keywords.length === 0 || isMadeOtherwise) return undefined;
  const refused = keywords.flatMap((name) => {
    const mapped = mappedFamilyWithout(name, found, relations, project);
    return mapped === undefined || set.find(found.class.qualifiedName, name) !== undefined ? [] : [{ name, ...mapped }];
  });
  if (refused.length === 0) return undefined;
  const doubt = refused.find((each) => each.doubt !== undefined)?.doubt;
  return { names: refused.map(({ name }) => name), ...(doubt !== undefined && { doubt }) };
}

const nameOf = ({ class: { qualifiedName } }: LocatedClass): string =>
  qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1);

function isLacking(
  attribute: string,
  step: LocatedClass | string,
  within: LocatedClass,
  project: ProjectModel,
): boolean {
  if (typeof step !== 'string') return lacksItself(attribute, step) && !isKeyOf(attribute, step);
  const mapper = mapperNamed(step, within, project);
  return mapper === undefined
    ? lacksItself(attribute, step)
    : !mapper.members.has(attribute) && mapper.made?.test(attribute) !== true;
}

/** Django's `customer_id`, of the field `customer`. */
const isKeyOf = (attribute: string, { class: { attributes } }: LocatedClass): boolean =>
  attribute.endsWith('_id') && attributes[attribute.slice(0, -3)]?.startsWith('django.') === true;

/** It has a table, and none that is described elsewhere. */
function hasTable(found: LocatedClass, project: ProjectModel): boolean {
  const line = project.lineOf(found);
  const binds = (name: string): boolean =>
    line.some(
      (step) =>
        typeof step !== 'string' && (Object.hasOwn(step.class.attributes, name) || step.class.methods.includes(name)),
    );
  const mappers = line.flatMap((step) => (typeof step === 'string' ? (mapperNamed(step, found, project) ?? []) : []));
  const isNamed = mappers.every((each) => each.isNamed !== true) || binds('__tablename__');
  return mappers.length > 0 && isNamed && !binds('__table__');
}

/** What a base is, itself or through a name of the project: `Base = declarative_base()`, `db.Model`. */
function mapperNamed(base: string, { module }: LocatedClass, project: ProjectModel): MapperBase | undefined {
  const made = project.foreignMethod(`${base}.metadata`, module)?.replace(/\.metadata$/, '');
  const name = project.foreignMethod(base, module) ?? made ?? base;
  return MAPPER_BASES.find((each) => each.base.test(name));
}

/** `objects = OrderManager()`, `price = MoneyField()`: code that is not seen is told of the class. */
function mayAdd({ module, class: { attributes } }: LocatedClass, project: ProjectModel): boolean {
  return Object.entries(attributes).some(
    ([name, type]) =>
      name === 'objects' ||
      (type !== null &&
        /(?:Field|Records|Manager)$/.test(type) &&
        !/^(?:django|sqlmodel|pydantic|sqlalchemy)\./.test(type) &&
        project.resolve(type, module).kind === 'unknown'),
  );
}

const REFLECTED = '*';

/**
 * Names that relations put on the classes that they lead to (`Customer orders`, for `relationship("Customer", backref="orders")`), under `?`
 * where it is not said which, and what queries give to each row (`annotatedNames`); `*` where columns come from the database.
 */
export const backReferences = memoizeByFile((model: SemanticModel): readonly string[] => {
  const { module } = model.source;
  const isReflected = nodesOf(module, 'Dict').some(({ keys }) =>
    keys.some((key) => key !== undefined && stringConstant(key)?.startsWith('autoload') === true),
  );
  const relations = nodesOf(module, 'Call').flatMap((call) => {
    const names = call.keywords.flatMap(({ arg, value }) => (BACK.has(arg ?? '') ? (nameIn(value, model) ?? []) : []));
    const unnamed = names.length === 0 && lastName(call.func) === 'OneToOneField' && model.context.classAround(call);
    const put = unnamed ? [unnamed.name.toLowerCase()] : names;
    // Of nearly all calls none.
    const owners = put.length === 0 ? [] : targetsOf(call, model);
    return put.flatMap((name) => owners.map((owner) => `${owner} ${name}`));
  });
  return [...(isReflected ? [REFLECTED] : []), ...relations, ...annotatedNames(model)];
});

/** Names that queries give to what they compute for each row: `annotate(views_count=Count("views"))`, `annotate(Count("views"))`. */
function annotatedNames(model: SemanticModel): readonly string[] {
  if (!identifiersOf(model.source.module).has('annotate')) return [];
  return nodesOf(model.source.module, 'Call').flatMap(({ func, args, keywords }) => {
    if (func.kind !== 'Attribute' || func.attr !== 'annotate') return [];
    const given = args.flatMap((each) => {
      const of = each.kind === 'Call' && each.args[0] ? model.values.string(each.args[0]) : undefined;
      return each.kind === 'Call' && of !== undefined ? `${of}__${lastName(each.func)?.toLowerCase()}` : [];
    });
    return [...given, ...keywords.flatMap(({ arg }) => arg ?? [])].map((name) => `${ANNOTATED} ${name}`);
  });
}
const ANNOTATED = '.annotate';

const BACK: ReadonlySet<string> = new Set(['backref', 'related_name', 'back_populates']);

/** The class that a relation names, or those in the annotation of the attribute: `lines: Mapped[list["Line"]] = relationship(backref="order")`. */
function targetsOf(call: Call, { values, names, flow, context }: SemanticModel): readonly string[] {
  const {
    args: [first],
    keywords,
    parent,
  } = call;
  const target = first ?? keywords.find(({ arg }) => arg === 'to' || arg === 'argument')?.value;
  const text =
    target === undefined ? undefined : (values.string(target) ?? names.qualifiedName(target) ?? lastName(target));
  if (text === 'self') return [context.classAround(call)?.name ?? '?'];
  // The class of users is whichever the settings name.
  const isOfUsers =
    target !== undefined &&
    [target, ...flow.origins(target)].some((each) => {
      const name = lastName(each.kind === 'Call' ? each.func : each);
      return name === 'AUTH_USER_MODEL' || name === 'get_user_model';
    });
  if (isOfUsers) return ['?'];
  if (text !== undefined) return [text.split('.').at(-1) ?? '?'];
  const named: string[] = [];
  if (parent?.kind === 'AnnAssign')
    walk(parent.annotation, (node) => {
      const name = node.kind === 'Name' ? (names.qualifiedName(node) ?? node.id) : undefined;
      const text = node.kind === 'Constant' ? stringConstant(node) : name;
      named.push(...(text?.match(/\w+/g) ?? []));
    });
  return named.length > 0 ? named : ['?'];
}

function nameIn(value: Expression, { values }: SemanticModel): string | undefined {
  // `backref("orders", lazy="dynamic")`
  const first = value.kind === 'Call' ? value.args[0] : value;
  return first === undefined ? undefined : values.string(first);
}
