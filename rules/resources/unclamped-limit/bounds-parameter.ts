import { defineQuestion } from '#kit';
import { NO, UNKNOWN, whenReached } from '#project';
import { givenAt, type ParameterQuery } from '#project/answered-results';

/** Does the function of the project that an access path leads to give this parameter an upper bound? */
export const boundsParameter = defineQuestion<ParameterQuery>(
  'bounds',
  ({ path }) => `\`${path}\` gives what it is given an upper bound`,
  (query, project) => {
    const given = givenAt(query, project);
    if (given === undefined) return UNKNOWN;
    const { module, function: fn, name } = given;
    if (name === undefined || fn.boundsParameters?.includes(name) !== true) return NO;
    return whenReached({ path: module.path, ...fn.place, message: 'this gives it an upper bound' });
  },
);
