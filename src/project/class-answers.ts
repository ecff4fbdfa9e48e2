/** What a class of the project is to those who hold its objects. */
import type { Project } from './build.ts';
import { classKnownAs } from './known-as.ts';
import type { LocatedClass } from './project-model.ts';
import type { Answer, QuestionOf } from './question.ts';
import { aliasOf } from './refusals.ts';
import { NO, UNKNOWN, YES } from './verdicts.ts';

export type AboutClasses = QuestionOf<'is-stateful-class' | 'declares-table' | 'field-checked'>;

export function answerOnClass(question: AboutClasses, project: Project): Answer {
  if (question.kind === 'field-checked' && isDependency(question.class, project)) return YES;
  const found = classKnownAs(question.class, project);
  if (question.kind === 'declares-table') return found !== undefined && declaresTable(found) ? YES : NO;
  if (found === undefined) return UNKNOWN;
  if (question.kind === 'field-checked') return isFieldChecked(question.field, found, project);
  const { module, class: owner } = found;
  if (!owner.isStateful) return NO;
  const message = `instances of \`${owner.qualifiedName.split('.').at(-1)}\` hold state of their own`;
  return { verdict: 'yes', evidence: [{ path: module.path, ...owner.place, message }] };
}

/** `Annotated[Settings, Depends(settings)]` under a name of its own: no client sends its fields, as it does those of a class. */
function isDependency(name: string, project: Project): boolean {
  const [caller] = project.modules;
  const alias = caller && aliasOf(name, caller, project);
  return (
    alias?.accessPaths.every((accessPath) => project.follow(accessPath, alias.module)?.kind === 'function') === true
  );
}

/** By the class itself, or the nearest above it that declares the field; of a whole record, each of them. */
function isFieldChecked(field: string | undefined, owner: LocatedClass, project: Project): Answer {
  const lineage = [owner, ...owner.class.bases.flatMap((base) => classKnownAs(base, project) ?? [])];
  if (field === undefined) {
    const fields = lineage.flatMap((each) => each.class.fields ?? []);
    return fields.length === 0 ? UNKNOWN : fields.some(({ isChecked }) => isChecked !== true) ? NO : YES;
  }
  const [declared] = lineage.flatMap((each) => each.class.fields?.find(({ name }) => name === field) ?? []);
  if (declared === undefined) return UNKNOWN;
  return declared.isChecked === true ? YES : NO;
}

/** By its table's name, as SQLModel says it, or as a `Model` of Flask-SQLAlchemy, which names tables itself. */
const declaresTable = ({ class: { attributes, bases, keywords = [] } }: LocatedClass): boolean =>
  bases.some((base) => /\.Model$/.test(base)) ||
  Object.hasOwn(attributes, '__tablename__') ||
  Object.hasOwn(attributes, '__table__') ||
  keywords.includes('table');
