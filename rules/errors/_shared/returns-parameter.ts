import { defineQuestion } from '#kit';
import { NO, UNKNOWN, whenReached } from '#project';
import { givenAt, type ParameterQuery } from '#project/answered-results';

/** Does what the function of the project that an access path leads to gives hold what it is given for this parameter? */
export const returnsParameter = defineQuestion<ParameterQuery>(
  'gives-back',
  ({ path }) => `what \`${path}\` gives holds what it is given`,
  (query, project) => {
    const given = givenAt(query, project);
    if (given === undefined) return UNKNOWN;
    const { module, function: fn, name } = given;
    if (name === undefined || fn.returnsParameters?.includes(name) !== true) return NO;
    return whenReached({ path: module.path, ...fn.place, message: 'this puts it into the answer' });
  },
);
