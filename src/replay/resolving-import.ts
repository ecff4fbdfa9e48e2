import { type Node, nodesOf } from '../ast/index.ts';
import type { AnchoredClaim } from './anchor-claim.ts';
import { reaches } from './import-ways.ts';
import type { Evidence } from './replayed-claim.ts';
import type { CodeFile, RepositoryCode } from './repository-code.ts';

/**
 * Where the imports lead that stand at the sure places of a claim, if each of them leads to a module beside its own that defines what is taken
 * from it and does not lead back; undefined otherwise. Whatever starts one module of a package finds the others of it.
 */
export function resolvingImports({ anchors }: AnchoredClaim, code: RepositoryCode): readonly Evidence[] | undefined {
  const found: Evidence[] = [];
  for (const { path, lines, confidence } of anchors) {
    const file = confidence === 'low' ? undefined : code.file(path);
    if (file?.isPython !== true) continue;
    for (const node of importsIn(file)) {
      const line = file.text.lineAt(node.start);
      if (line < lines.first || line > lines.last) continue;
      const home = homeOf(node, file, code);
      if (home === undefined) return undefined;
      found.push({ message: `\`${home}\` defines what is imported`, path, line });
    }
  }
  return found.length === 0 ? undefined : found;
}

function importsIn({ module }: CodeFile): readonly Node[] {
  return [...nodesOf(module, 'ImportFrom'), ...nodesOf(module, 'Import')];
}

function homeOf(node: Node, { path }: CodeFile, code: RepositoryCode): string | undefined {
  if (node.kind !== 'ImportFrom' || (node.level ?? 0) > 0 || node.module === undefined) return undefined;
  const stem = node.module.replaceAll('.', '/');
  if (stem.split('/')[0] !== path.split('/')[0]) return undefined;
  const home = [`${stem}.py`, `${stem}/__init__.py`].find((each) => code.paths.has(each));
  const file = home === undefined ? undefined : code.file(home);
  if (home === undefined || file === undefined) return undefined;
  const isThere = (name: string): boolean =>
    file.constructs.some((each) => each.name === name && each.qualifiedName === name) ||
    code.paths.has(`${stem}/${name}.py`);
  return node.names.every(({ name }) => isThere(name)) && reaches(home, path, code) === 'no' ? home : undefined;
}
