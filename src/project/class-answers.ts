/** What a class of the project is to those who hold its objects. */
import type { Project } from './build.ts';
import type { LocatedClass } from './project-model.ts';
import type { Answer, QuestionOf } from './question.ts';

export function answerOnClass(question: QuestionOf<'is-stateful-class' | 'field-checked'>, project: Project): Answer {
  const found = classKnownAs(question.class, project);
  if (found === undefined) return UNKNOWN;
  if (question.kind === 'field-checked') return isFieldChecked(question.field, found, project);
  const { module, class: owner } = found;
  if (!owner.isStateful) return NO;
  const message = `instances of \`${owner.qualifiedName.split('.').at(-1)}\` hold state of their own`;
  return { verdict: 'yes', evidence: [{ path: module.path, ...owner.place, message }] };
}

const NO: Answer = { verdict: 'no', evidence: [] };
const UNKNOWN: Answer = { verdict: 'unknown', evidence: [] };

/** By the class itself, or the nearest above it that declares the field. */
function isFieldChecked(field: string, owner: LocatedClass, project: Project): Answer {
  const lineage = [owner, ...owner.class.bases.flatMap((base) => classKnownAs(base, project) ?? [])];
  const [told] = lineage.flatMap((each) => each.class.fields?.find(({ name }) => name === field) ?? []);
  if (told === undefined) return UNKNOWN;
  return told.isChecked === true ? { verdict: 'yes', evidence: [] } : NO;
}

function classKnownAs(name: string, project: Project): LocatedClass | undefined {
  const [asker] = project.modules;
  const own = project.classNamed(name);
  const resolved = own !== undefined || asker === undefined ? undefined : project.resolve(name, asker);
  return own ?? (resolved?.kind === 'class' ? resolved : undefined);
}
