import { defineQuestion } from '#kit';
import { type Answer, NO, type ProjectModel, whenReached } from '#project';

/** An access path (`ObjectTypes.pathOf`) in the file `from`, and qualified names. */
interface ResultQuery {
  readonly path: string;
  readonly from: string;
  readonly names: readonly string[];
}

/** Does the function of the project that an access path leads to give what one of the names gives, itself or by others (three calls)? */
export const returnsResultOf = defineQuestion<ResultQuery>(
  'gives-result-of',
  ({ path }) => `the result of \`${path}\` depends on the clock or on chance`,
  giverOf,
);

const MAX_CALLS = 3;

/** The first function on the way whose results hold those of one of the names. */
function giverOf({ path, from, names }: ResultQuery, project: ProjectModel): Answer {
  let accessPaths = [{ accessPath: path, importer: project.moduleByPath(from) }];
  for (let depth = 0; depth < MAX_CALLS; depth++) {
    const givers = accessPaths.flatMap(({ accessPath, importer }) => {
      const target = importer === undefined ? undefined : project.follow(accessPath, importer);
      const isPlain = target?.kind === 'function' && !target.function.isAsync && !target.function.isGenerator;
      return isPlain ? [target] : [];
    });
    for (const { function: fn, module } of givers) {
      const name = fn.returnsResultsOf?.find((each) => names.includes(each));
      const place = { path: module.path, ...fn.place };
      if (name !== undefined) return whenReached({ ...place, message: `it gives what \`${name}\` gives` });
    }
    accessPaths = givers.flatMap(({ function: fn, module }) =>
      (fn.returnsResultsOf ?? []).map((accessPath) => ({ accessPath, importer: module })),
    );
  }
  return NO;
}
