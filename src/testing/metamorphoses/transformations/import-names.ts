import type { Alias, Node } from '../../../ast/index.ts';
import { importsOf } from '../imported-uses.ts';
import type { PythonFile } from '../rewriting.ts';
import type { Transformation } from '../transformation.ts';

export const importNames: Transformation = {
  name: 'import-names',
  what: '`import a` becomes `from a import b`, and `a.b` becomes `b`',
  sameness: 'imports',
  apply({ python }, rewriting) {
    for (const file of python) {
      const bound = new Set<string>();
      for (const { statement, names } of importsOf(file)) {
        if (statement.kind !== 'Import' || names.length !== 1) continue;
        const [only] = names;
        if (
          only === undefined ||
          isOfPackage(only.alias, file) ||
          (only.alias.asname === undefined && only.alias.name.includes('.'))
        )
          continue;
        const attributes = only.uses.map((use) => use.parent);
        const isPlain = attributes.every((above) => above?.kind === 'Attribute' && above.ctx === 'Load');
        if (attributes.length === 0 || !isPlain) continue;
        // What is not there fails where it is read, which a handler expects; an import of it fails for all.
        if (attributes.some((above) => above !== undefined && isExpectedToLack(above, file))) continue;
        const wanted = new Map<string, string>();
        for (const node of attributes) {
          if (node?.kind !== 'Attribute') continue;
          const name = wanted.get(node.attr) ?? freeName(node.attr, file.text, bound);
          wanted.set(node.attr, name);
          rewriting.replace(file.path, node.start, node.end, name);
        }
        const list = [...wanted].map(([name, as]) => (name === as ? name : `${name} as ${as}`));
        rewriting.replace(
          file.path,
          statement.start,
          statement.end,
          `from ${only.alias.name} import ${list.join(', ')}`,
        );
      }
    }
  },
};

function isExpectedToLack(attribute: Node, { model }: PythonFile): boolean {
  return model.handlers.takerOf(attribute, 'builtins.AttributeError') !== undefined;
}

/** Another import makes what is taken from it: `import a as b`, `import a.c`, `b.c`. */
function isOfPackage({ name }: Alias, { model }: PythonFile): boolean {
  return model.names.imports.some(({ module }) => module.startsWith(`${name}.`));
}

/** The attribute's own name where it is a name nowhere in the file, and no builtin has it. */
function freeName(name: string, text: string, bound: Set<string>): string {
  const isNamed = new RegExp(`(?<![.\\w])${name}(?!\\w)`).test(text) || BUILTINS.has(name);
  let free = isNamed || bound.has(name) ? `${name}_it` : name;
  while (bound.has(free)) free = `${free}_too`;
  bound.add(free);
  return free;
}

const BUILTINS: ReadonlySet<string> = new Set(
  'open print input compile hash id len sum min max abs all any round pow type list dict set map filter iter next exec eval range object vars dir format bytes bool float int str tuple slice sorted reversed zip repr'.split(
    ' ',
  ),
);
