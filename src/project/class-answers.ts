/** What a class of the project is to those who hold its objects. */
import type { Project } from './build.ts';
import { areEnumAndText, countsAsTrue, isPlainMethod } from './decided-tests.ts';
import { isProduction } from './production.ts';
import type { LocatedClass } from './project-model.ts';
import type { Answer, QuestionOf } from './question.ts';
import { aliasOf } from './refusals.ts';
import { isUsedByParts } from './used-by-parts.ts';

export type AboutClasses = QuestionOf<
  | 'is-stateful-class'
  | 'orders-rows'
  | 'declares-table'
  | 'field-checked'
  | 'tells-secret'
  | 'used-by-parts'
  | 'is-plain-method'
  | 'counts-as-true'
  | 'overrides'
  | 'are-enum-and-text'
>;

export function answerOnClass(question: AboutClasses, project: Project): Answer {
  if (question.kind === 'tells-secret') return tellsSecret(question, project);
  if (question.kind === 'is-plain-method') return isPlainMethod(question, project);
  if (question.kind === 'counts-as-true') return countsAsTrue(question, project);
  if (question.kind === 'overrides') return overrides(question, project);
  if (question.kind === 'are-enum-and-text') return areEnumAndText(question, project);
  if (question.kind === 'used-by-parts') return isUsedByParts(question, project) ? YES : NO;
  if (question.kind === 'field-checked' && isDependency(question.class, project)) return YES;
  const found = classKnownAs(question.class, project);
  if (question.kind === 'declares-table') return found !== undefined && declaresTable(found) ? YES : NO;
  if (found === undefined) return UNKNOWN;
  if (question.kind === 'field-checked') return isFieldChecked(question.field, found, project);
  if (question.kind === 'orders-rows') return ordersRows(found, project);
  const { module, class: owner } = found;
  if (!owner.isStateful) return NO;
  const message = `instances of \`${owner.qualifiedName.split('.').at(-1)}\` hold state of their own`;
  return { verdict: 'yes', evidence: [{ path: module.path, ...owner.place, message }] };
}

const YES: Answer = { verdict: 'yes', evidence: [] };
const NO: Answer = { verdict: 'no', evidence: [] };
const UNKNOWN: Answer = { verdict: 'unknown', evidence: [] };

/** `Annotated[Settings, Depends(settings)]` under a name of its own: no client sends its fields, as it does those of a class. */
function isDependency(name: string, project: Project): boolean {
  const [asker] = project.modules;
  const alias = asker && aliasOf(name, asker, project);
  return alias?.ways.every((way) => project.follow(way, alias.module)?.kind === 'function') === true;
}

/** By itself, or by a class of the project that stands above it too. */
function overrides({ of, methods }: QuestionOf<'overrides'>, project: Project): Answer {
  const has = ({ class: owner }: LocatedClass): boolean => owner.methods.some((name) => methods.includes(name));
  for (const module of project.modules.filter(isProduction)) {
    for (const owner of module.classes) {
      const line = owner.bases.length === 0 ? [] : project.lineOf({ module, class: owner });
      if (!line.some((each) => typeof each === 'string' && of.includes(each))) continue;
      const found = line.find((each): each is LocatedClass => typeof each !== 'string' && has(each));
      if (found === undefined) continue;
      const message = `\`${found.class.qualifiedName.split('.').at(-1)}\` has it of its own`;
      return { verdict: 'yes', evidence: [{ path: found.module.path, ...found.class.place, message }] };
    }
  }
  return NO;
}

/** A field of the class or of one above it, which its text form shows as it is. */
function tellsSecret({ path, from, except }: QuestionOf<'tells-secret'>, project: Project): Answer {
  const importer = project.moduleByPath(from);
  const found = importer && project.follow(path, importer);
  if (found?.kind !== 'object') return UNKNOWN;
  for (const each of project.lineOf(found)) {
    if (typeof each === 'string') continue;
    const { module, class: owner } = each;
    if (owner.methods.some((name) => name === '__repr__' || name === '__str__')) return NO;
    const field = owner.fields?.find(({ name, isSecret }) => isSecret === true && !except.includes(name));
    const message = `\`${field?.name}\` is one of its fields`;
    if (field !== undefined) return { verdict: 'yes', evidence: [{ path: module.path, ...owner.place, message }] };
  }
  return NO;
}

/** By the class itself, or the nearest above it that declares the field; of a whole record, each of them. */
function isFieldChecked(field: string | undefined, owner: LocatedClass, project: Project): Answer {
  const lineage = [owner, ...owner.class.bases.flatMap((base) => classKnownAs(base, project) ?? [])];
  if (field === undefined) {
    const fields = lineage.flatMap((each) => each.class.fields ?? []);
    return fields.length === 0 ? UNKNOWN : fields.some(({ isChecked }) => isChecked !== true) ? NO : YES;
  }
  const [told] = lineage.flatMap((each) => each.class.fields?.find(({ name }) => name === field) ?? []);
  if (told === undefined) return UNKNOWN;
  return told.isChecked === true ? YES : NO;
}

/** By its own `Meta`, or one that it inherits. */
function ordersRows(owner: LocatedClass, project: Project): Answer {
  const line = project.lineOf(owner);
  const known = line.flatMap((each) => (typeof each === 'string' ? [] : [each]));
  const ordering = known.find(({ class: each }) => each.ordersRows === true);
  if (ordering !== undefined) {
    const message = `\`${ordering.class.qualifiedName.split('.').at(-1)}\` gives its rows an order`;
    return { verdict: 'yes', evidence: [{ path: ordering.module.path, ...ordering.class.place, message }] };
  }
  const isSeen = line.every((each) =>
    typeof each === 'string' ? ORDERLESS.test(each) : each.class.ordersRows === undefined,
  );
  return isSeen ? NO : UNKNOWN;
}

/** By its table's name, as SQLModel says it, or as a `Model` of Flask-SQLAlchemy, which names tables itself. */
const declaresTable = ({ class: { attributes, bases, keywords = [] } }: LocatedClass): boolean =>
  bases.some((base) => /\.Model$/.test(base)) ||
  Object.hasOwn(attributes, '__tablename__') ||
  Object.hasOwn(attributes, '__table__') ||
  keywords.includes('table');

/** Classes of libraries that give no order. */
const ORDERLESS = /^(?:django\.db\.models(?:\.base)?\.Model|tortoise(?:\.models)?\.Model|builtins\.object)$/;

function classKnownAs(name: string, project: Project): LocatedClass | undefined {
  const [asker] = project.modules;
  const own = project.classNamed(name);
  const resolved = own !== undefined || asker === undefined ? undefined : project.resolve(name, asker);
  return own ?? (resolved?.kind === 'class' ? resolved : undefined);
}
