import { renameOwn } from '../renaming.ts';
import type { Transformation } from '../transformation.ts';

export const neutralNames: Transformation = {
  name: 'neutral-names',
  what: 'own names say nothing: `f1`, `v2`, `C3`',
  sameness: 'names',
  apply: (subject, rewriting) =>
    renameOwn(
      subject,
      rewriting,
      (kind, index) => `${{ function: 'f', class: 'C', constant: 'K', variable: 'v' }[kind]}${index}`,
    ),
};
