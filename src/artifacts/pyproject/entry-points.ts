/** What a pyproject.toml says that installing the project makes runnable or findable. */
import type { Located } from '../../text/index.ts';
import { type TomlNode, tomlAt, tomlEntries, tomlText } from '../../text/toml/toml-node.ts';
import type { DeclaredEntryPoint } from '../packaging/packaging.ts';

/**
 * Those of `[project.scripts]`, `[project.gui-scripts]`, `[project.entry-points.*]` and their Poetry twins, each where its
 * reference is written, in the order of the file.
 */
export function entryPointsOf(root: TomlNode): readonly Located<DeclaredEntryPoint>[] {
  const poetry = tomlAt(root, 'tool', 'poetry');
  const named = [tomlAt(root, 'project', 'entry-points'), tomlAt(poetry, 'plugins')];
  const groups = [
    { group: 'console_scripts', table: tomlAt(root, 'project', 'scripts') },
    { group: 'gui_scripts', table: tomlAt(root, 'project', 'gui-scripts') },
    { group: 'console_scripts', table: tomlAt(poetry, 'scripts') },
    ...named.flatMap((all) => tomlEntries(all).map(({ key, value }) => ({ group: key.value, table: value }))),
  ];
  return groups
    .flatMap(({ group, table }) =>
      tomlEntries(table).flatMap(({ key, value }) => {
        const reference = tomlText(value) ?? poetryReference(value);
        if (reference === undefined) return [];
        return { value: { group, name: key.value, reference: reference.value }, span: reference.span };
      }),
    )
    .sort((a, b) => a.span.start - b.span.start);
}

/** `{ reference = "pkg.module:function", type = "console" }`; files are no references. */
function poetryReference(script: TomlNode): Located<string> | undefined {
  return tomlText(tomlAt(script, 'type'))?.value === 'file'
    ? undefined
    : (tomlText(tomlAt(script, 'reference')) ?? tomlText(tomlAt(script, 'callable')));
}
