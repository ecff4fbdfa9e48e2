/** What other modules do with a secret that one of them holds. */
import { memoize } from '#collections';
import { defineQuestion } from '#kit';
import { decided, type ProjectModel } from '#project';
import { isProduction } from '#project/production';
import { isComposeForDevelopment } from '#project/reach/for-development';

/** Does another file than this one compare with the text, or list it, as a stand-in that someone has to replace? */
export const knowsText = defineQuestion<{ readonly text: string; readonly from: string }>(
  'knows-text',
  () => 'another module knows the text as one that somebody has to replace',
  ({ text, from }, { modules }) =>
    decided(modules.some(({ path, knownTexts }) => path !== from && knownTexts?.includes(text) === true)),
);

/** Do settings that take all of the module's by a star, and are not for work on the code, bind the name anew? */
export const laidOver = defineQuestion<{ readonly module: string; readonly name: string }>(
  'laid-over',
  ({ module, name }) => `settings that are laid over \`${module}\` bind \`${name}\` anew`,
  ({ module, name }, { modules }) =>
    decided(
      modules.some(
        (other) =>
          isProduction(other) &&
          !isComposeForDevelopment(other.path) &&
          other.constants?.DEBUG?.value !== true &&
          other.names[name] !== undefined &&
          other.imports.some((each) => each.name === '*' && each.module === module),
      ),
    ),
);

/** Does production code compare untrusted input with a secret that is called so, in whatever case? */
export const comparedWithInput = defineQuestion<{ readonly names: readonly string[] }>(
  'compared-with-input',
  ({ names }) => `untrusted input is compared with ${names.map((name) => `\`${name}\``).join(' or ')}`,
  ({ names }, project) => decided(names.some((name) => gateKeysOf(project).has(name.toLowerCase()))),
);

const gateKeysOf = memoize(
  ({ modules }: ProjectModel): ReadonlySet<string> => new Set(modules.flatMap(({ gateKeys = [] }) => gateKeys)),
);
