import { defineQuestion } from '#kit';
import { type Answer, NO, type ProjectModel, whenReached } from '#project';

/** A way (`ObjectTypes.pathOf`) in the file `from`, and qualified names. */
interface Asked {
  readonly path: string;
  readonly from: string;
  readonly names: readonly string[];
}

/** Does the function of the project that a way leads to give what one of the names gives, itself or by others (three calls)? */
export const givesResultOf = defineQuestion<Asked>(
  'gives-result-of',
  ({ path }) => `the result of \`${path}\` depends on the clock or on chance`,
  giverOf,
);

const MAX_CALLS = 3;

/** The first function on the way whose results hold those of one of the names. */
function giverOf({ path, from, names }: Asked, project: ProjectModel): Answer {
  let ways = [{ way: path, importer: project.moduleByPath(from) }];
  for (let depth = 0; depth < MAX_CALLS; depth++) {
    const givers = ways.flatMap(({ way, importer }) => {
      const target = importer === undefined ? undefined : project.follow(way, importer);
      const isPlain = target?.kind === 'function' && !target.function.isAsync && !target.function.isGenerator;
      return isPlain ? [target] : [];
    });
    for (const { function: fn, module } of givers) {
      const name = fn.givesResultsOf?.find((each) => names.includes(each));
      const place = { path: module.path, ...fn.place };
      if (name !== undefined) return whenReached({ ...place, message: `it gives what \`${name}\` gives` });
    }
    ways = givers.flatMap(({ function: fn, module }) =>
      (fn.givesResultsOf ?? []).map((way) => ({ way, importer: module })),
    );
  }
  return NO;
}
