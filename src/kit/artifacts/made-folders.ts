/** Folders that Python code makes where it runs, so that a repository need not have them. */
import { nodesOf } from '../../ast/index.ts';
import type { FactsContext } from '../rule.ts';

/** `os.makedirs("datasets", exist_ok=True)`: relative paths, as they are written. */
export function foldersMade({ module, types, values, text }: FactsContext): string[] {
  if (!/\b(?:makedirs|mkdir)\b/.test(text.content)) return [];
  return nodesOf(module, 'Call').flatMap(({ func, args: [path] }) => {
    const isMaking = path !== undefined && /^os\.(?:makedirs|mkdir)$/.test(types.calleeName(func) ?? '');
    const folder = isMaking ? values.string(path)?.replace(/^\.\/|\/$/g, '') : undefined;
    return folder === undefined || /^(?:[/~.]|$)/.test(folder) ? [] : [folder];
  });
}
