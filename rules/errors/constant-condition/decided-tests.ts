/** Tests whose outcome the definitions decide: a method that is not called, a member of an enumeration that is compared with a text. */
import { memoize } from '#collections';
import { defineQuestion } from '#kit';
import { type Answer, type LocatedClass, NO, type ProjectModel, UNKNOWN, whenReached, YES } from '#project';
import type { SummaryClass } from '#semantics';

/** An access path (`ObjectTypes.pathOf`) in the file `from`. */
interface ProjectReference {
  readonly path: string;
  readonly from: string;
}

interface Compared extends ProjectReference {
  /** Of what it is compared with, where that is no constant. */
  readonly other?: string;
}

/** Does a way through an object lead to a method that is plainly one, also in whatever derives from the class? */
export const isPlainMethod = defineQuestion<ProjectReference>(
  'is-plain-method',
  ({ path }) => `\`${path}\` is a method that nothing calls there`,
  isMethodAlone,
);

/** Does an access path lead to a class whose objects always count as true: neither it nor any above it says otherwise? Unknown where not all of these are seen. */
export const countsAsTrue = defineQuestion<ProjectReference>(
  'counts-as-true',
  ({ path }) => `objects of \`${path}\` always count as true`,
  areAlwaysTrue,
);

/** Does one way lead to a member of an enumeration that is no text, and the other (a constant where there is none) to a text? Unknown where only an annotation says so. */
export const areEnumAndText = defineQuestion<Compared>(
  'are-enum-and-text',
  ({ path }) => `\`${path}\` and what it is compared with are a member of an enumeration and a text`,
  neverEqual,
);

/** A method that its class, those above and those below have as nothing else, and that nothing stores on an object. */
function isMethodAlone({ path, from }: ProjectReference, project: ProjectModel): Answer {
  const name = path.slice(path.lastIndexOf('.') + 1);
  const importer = methodNames(project).has(name) ? project.moduleByPath(from) : undefined;
  const target = importer && project.follow(path, importer);
  if (target?.kind !== 'function' || !target.isBound || target.function.decorators.length > 0) return NO;
  const isKept = project.modules.some(({ attributeStores }) => attributeStores.includes(name));
  const isSame = project.holdsForOverrides(
    target,
    (each) => each.kind === 'function' && each.function.decorators.length === 0,
  );
  if (isKept || !isSame) return NO;
  return whenReached({ path: target.module.path, ...target.function.place, message: 'it is a method' });
}

const methodNames = memoize(
  ({ modules }: ProjectModel): ReadonlySet<string> =>
    new Set(modules.flatMap(({ classes }) => classes.flatMap((each) => each.methods))),
);

/** Python asks `__bool__`, and `__len__` where there is none. */
function areAlwaysTrue({ path, from }: ProjectReference, project: ProjectModel): Answer {
  const importer = project.moduleByPath(from);
  const found = importer && project.follow(path, importer);
  const line = found?.kind === 'class' ? project.lineOf(found) : [path];
  const foreign = line.filter((each) => typeof each === 'string');
  const own = line.flatMap((each) => (typeof each === 'string' ? [] : each.class.methods));
  if (own.includes('__bool__') || own.includes('__len__')) return NO;
  return foreign.every((each) => ALWAYS_TRUE.test(each)) ? YES : UNKNOWN;
}

/** Models of Django and pydantic, exceptions, and bases that bring nothing. */
const ALWAYS_TRUE =
  /^(?:django\.db\.models\.(?:base\.)?Model|django\.contrib\.[\w.]+\.models\.\w+|pydantic\.BaseModel|pydantic_settings\.BaseSettings|builtins\.(?:object|\w*(?:Error|Exception))|abc\.ABC|typing\.(?:Generic|Protocol))$/;

/** A member of an enumeration that is no text, and a text: known of fields that pydantic fills, and likely by other annotations. */
function neverEqual({ path, other, from }: Compared, project: ProjectModel): Answer {
  const found = heldClass(path, from, project);
  const text = other === undefined ? undefined : heldClass(other, from, project);
  if (found?.enumeration === undefined || (other !== undefined && text?.isText !== true)) return NO;
  const { module, class: owner } = found.enumeration;
  if (text?.valueClass !== undefined && text.valueClass !== owner) return NO;
  const isCertain = [found, text].every((each) => each?.isFilled !== false);
  const name = owner.qualifiedName.slice(module.module.length + 1);
  const evidence = [{ path: module.path, ...owner.place, message: `\`${name}\` is an enumeration, and none of texts` }];
  return isCertain ? { verdict: 'yes', evidence } : UNKNOWN;
}

interface Held {
  readonly enumeration?: LocatedClass;
  readonly isText?: boolean;
  /** The class of the member whose value it is: that of another may be a member of this one. */
  readonly valueClass?: SummaryClass;
  /** Whether what is in the annotation is seen to; absent of a member itself. */
  readonly isFilled?: boolean;
}

function heldClass(path: string, from: string, project: ProjectModel): Held | undefined {
  const dot = path.lastIndexOf('.');
  const name = path.slice(dot + 1);
  const isNamedInProject = dot > 0 && (name === 'value' || attributeNames(project).has(name));
  const importer = isNamedInProject ? project.moduleByPath(from) : undefined;
  const owner = importer && project.follow(path.slice(0, dot), importer);
  if (owner?.kind === 'class' && isPlainEnum(owner, project))
    return Object.hasOwn(owner.class.attributes, name) && /^[A-Z]/.test(name) ? { enumeration: owner } : undefined;
  if (owner?.kind !== 'object' || importer === undefined) return undefined;
  // What a member stands for is none, and its other members are read of it too.
  if (isPlainEnum(owner, project) && !owner.class.methods.includes(name))
    return name === 'value'
      ? { isText: true, valueClass: owner.class }
      : Object.hasOwn(owner.class.attributes, name) && /^[A-Z]/.test(name)
        ? { enumeration: owner }
        : undefined;
  const line = project.lineOf(owner);
  const known = line.flatMap((each) => (typeof each === 'string' ? [] : [each]));
  const holder = known.find(({ class: each }) => Object.hasOwn(each.attributes, name));
  // What its configuration makes of members nobody asks.
  const isSet = known.some(
    ({ class: each }) =>
      each.attributes.model_config !== undefined || project.classNamed(`${each.qualifiedName}.Config`),
  );
  const isFilled = line.includes('pydantic.BaseModel') && !isSet;
  if (holder?.class.attributes[name] === 'builtins.str') return { isText: true, isFilled };
  const held = project.follow(path, importer);
  return held.kind === 'object' && isPlainEnum(held, project) ? { enumeration: held, isFilled } : undefined;
}

const attributeNames = memoize(
  ({ modules }: ProjectModel): ReadonlySet<string> =>
    new Set(modules.flatMap(({ classes }) => classes.flatMap((each) => Object.keys(each.attributes)))),
);

function isPlainEnum(found: LocatedClass, project: ProjectModel): boolean {
  const line = project.lineOf(found);
  return (
    line.includes('enum.Enum') &&
    line.every((each) => (typeof each === 'string' ? PLAIN.has(each) : !each.class.methods.includes('__eq__')))
  );
}

const PLAIN: ReadonlySet<string> = new Set(['enum.Enum', 'builtins.object', 'object']);
