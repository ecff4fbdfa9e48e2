import { importsOf } from '../imported-uses.ts';
import type { Transformation } from '../transformation.ts';

export const importNames: Transformation = {
  name: 'import-names',
  what: '`import a` becomes `from a import b`, and `a.b` becomes `b`',
  sameness: 'imports',
  apply({ python }, rewriting) {
    for (const file of python) {
      const taken = new Set([...file.text.matchAll(/[A-Za-z_]\w*/g)].map(([word]) => word));
      for (const { statement, names } of importsOf(file)) {
        if (statement.kind !== 'Import' || names.length !== 1) continue;
        const [only] = names;
        if (only === undefined || (only.alias.asname === undefined && only.alias.name.includes('.'))) continue;
        const attributes = only.uses.map((use) => use.parent);
        const isPlain = attributes.every((above) => above?.kind === 'Attribute' && above.ctx === 'Load');
        if (attributes.length === 0 || !isPlain) continue;
        const wanted = new Map<string, string>();
        for (const node of attributes) {
          if (node?.kind !== 'Attribute') continue;
          const bound = wanted.get(node.attr) ?? freeName(node.attr, file.text, taken);
          wanted.set(node.attr, bound);
          rewriting.replace(file.path, node.start, node.end, bound);
        }
        const list = [...wanted].map(([name, bound]) => (name === bound ? name : `${name} as ${bound}`));
        rewriting.replace(file.path, statement.start, statement.end, `from ${only.alias.name} import ${list.join(', ')}`);
      }
    }
  },
};

/** The attribute's own name where it is a name nowhere in the file, and no builtin has it. */
function freeName(name: string, text: string, taken: Set<string>): string {
  const isNamed = new RegExp(`(?<![.\\w])${name}(?!\\w)`).test(text) || BUILTINS.has(name);
  const bound = isNamed ? `${name}_it` : name;
  taken.add(bound);
  return bound;
}

const BUILTINS: ReadonlySet<string> = new Set(
  'open print input compile hash id len sum min max abs all any round pow type list dict set map filter iter next exec eval range object vars dir format bytes bool float int str tuple slice sorted reversed zip repr'.split(' '),
);
