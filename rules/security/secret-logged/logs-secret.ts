import { defineQuestion } from '#kit';
import { NO, UNKNOWN, whenReached } from '#project';

/** An access path (`ObjectTypes.pathOf`) in the file `from`, and fields that are left out. */
interface LoggedText {
  readonly path: string;
  readonly from: string;
  readonly except: readonly string[];
}

/** Does an access path lead to an object (or what makes one) of a class of the project whose text form tells a secret that it holds? */
export const logsSecret = defineQuestion<LoggedText>(
  'tells-secret',
  ({ path }) => `the string form of \`${path}\` contains a secret`,
  ({ path, from, except }, project) => {
    const importer = project.moduleByPath(from);
    const found = importer && project.follow(path, importer);
    if (found?.kind !== 'object') return UNKNOWN;
    for (const each of project.lineOf(found)) {
      if (typeof each === 'string') continue;
      const { module, class: owner } = each;
      if (owner.methods.some((name) => name === '__repr__' || name === '__str__')) return NO;
      const field = owner.fields?.find(({ name, isSecret }) => isSecret === true && !except.includes(name));
      const message = `\`${field?.name}\` is one of its fields`;
      if (field !== undefined) return whenReached({ path: module.path, ...owner.place, message });
    }
    return NO;
  },
);
