/** Folders that Python code makes where it runs, so that a repository need not have them. */
import { type Call, type Expression, identifiersOf, nodesOf } from '#ast';
import type { FactsContext } from '#kit';

/** `os.makedirs("datasets", exist_ok=True)`, `Path("datasets").mkdir()`: relative paths, as they are written. */
export function foldersMade(file: FactsContext): string[] {
  const used = identifiersOf(file.module);
  if (!used.has('makedirs') && !used.has('mkdir')) return [];
  return nodesOf(file.module, 'Call').flatMap((call) => {
    const path = pathMade(call, file);
    const folder = path && file.values.string(path)?.replace(/^\.\/|\/$/g, '');
    return folder === undefined || /^(?:[/~.]|$)/.test(folder) ? [] : [folder];
  });
}

function pathMade({ func, args }: Call, { types, flow }: FactsContext): Expression | undefined {
  if (/^os\.(?:makedirs|mkdir)$/.test(types.calleeName(func) ?? '')) return args[0];
  const made = func.kind === 'Attribute' && func.attr === 'mkdir' ? flow.whole(func.value) : undefined;
  return made?.kind === 'Call' && types.calleeName(made.func) === 'pathlib.Path' && made.args.length === 1
    ? made.args[0]
    : undefined;
}
