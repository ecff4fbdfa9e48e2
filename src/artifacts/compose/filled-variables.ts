/** Variables that compose fills in. Source: https://docs.docker.com/reference/compose-file/interpolation/ */
import { spanInFile } from '../../text/index.ts';
import { scalarsBelow } from '../yaml/queries.ts';
import { mappedText } from '../yaml/scalar-text.ts';
import type { YamlNode } from '../yaml/yaml-node.ts';
import type { FilledVariable } from './compose-file.ts';

/** Without those that have a value of their own: `${LEVEL:-info}`. */
export const filledVariables = (root: YamlNode): readonly FilledVariable[] =>
  [...scalarsBelow(root)]
    .filter(({ content }) => content.includes('$'))
    .flatMap((scalar) => {
      const text = mappedText(scalar);
      return [...text.content.matchAll(FILLED)].flatMap((match): FilledVariable[] => {
        const [whole, plain, name = plain, sign, given = ''] = match;
        if (name === undefined || sign === '+' || (sign === '-' && given !== '')) return [];
        const span = spanInFile(text, { start: match.index, end: match.index + whole.length });
        return [{ written: { value: `$${name}`, span }, isRequired: sign === '?' }];
      });
    });

/** `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME:?message}`; `$$` is a dollar sign. */
const FILLED = /\$(?:\$|([A-Z][A-Z0-9_]*)|\{([A-Z][A-Z0-9_]*)(?::?([-?+])([^}]{0,200}))?\})/g;
