import { defineQuestion } from '#kit';
import { NO, whenReached } from '#project';
import { isAtLeast } from '#project/specifier';

/** Does code of the project raise where a version of the distribution below `version` is installed, or below one that it does not write out? */
export const refusesVersionBelow = defineQuestion<{ readonly distribution: string; readonly version: string }>(
  'refuses-version-below',
  ({ distribution, version }) => `code of the project refuses \`${distribution}\` below ${version}`,
  ({ distribution, version }, { modules }) => {
    for (const { path, roles, refusedVersions = [] } of modules) {
      if (roles.includes('test')) continue;
      const found = refusedVersions.find(
        ({ library, below }) => library === distribution && (below === undefined || isAtLeast(below, version)),
      );
      if (found === undefined) continue;
      return whenReached({ path, ...found.place, message: `older versions of \`${distribution}\` are refused here` });
    }
    return NO;
  },
);
