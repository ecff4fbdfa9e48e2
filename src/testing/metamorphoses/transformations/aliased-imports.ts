import { importsOf } from '../imported-uses.ts';
import type { Transformation } from '../transformation.ts';

export const aliasedImports: Transformation = {
  name: 'aliased-imports',
  what: 'imported names are bound under others: `import a as a_lib`',
  sameness: 'imports',
  apply({ python }, rewriting) {
    for (const file of python) {
      for (const { statement, names } of importsOf(file)) {
        for (const { alias, boundAs, uses } of names) {
          if (statement.kind === 'Import' && alias.asname === undefined && alias.name.includes('.')) continue;
          const name = `${boundAs}_lib`;
          if (file.text.includes(name)) continue;
          rewriting.replace(file.path, alias.start, alias.end, `${alias.name} as ${name}`);
          for (const use of uses) rewriting.replace(file.path, use.start, use.end, name);
        }
      }
    }
  },
};
