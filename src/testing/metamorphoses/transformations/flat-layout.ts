import type { Rewriting } from '../rewriting.ts';
import { moduleOf, nodesUnder } from '../syntax.ts';
import type { Subject, Transformation } from '../transformation.ts';

export const flatLayout: Transformation = {
  name: 'flat-layout',
  what: 'the modules of the package stand side by side at the root',
  sameness: 'moved',
  apply(subject, rewriting) {
    const folder = onlyPackage(subject);
    if (folder === undefined) return;
    for (const { path } of subject.python) {
      if (path.startsWith(`${folder}/`)) rewriting.rename(path, path.slice(folder.length + 1));
    }
    for (const file of subject.python) {
      for (const node of nodesUnder(moduleOf(file))) {
        if (node.kind !== 'ImportFrom') continue;
        const end = file.text.indexOf(' import', node.start + 4);
        const module = node.level > 0 ? (node.module ?? '') : node.module?.replace(new RegExp(`^${folder}(\\.|$)`), '');
        if (module === node.module && node.level === 0) continue;
        if (module === '') rewriteNames(rewriting, file.path, node.start, node.end, file.text.slice(end + 8, node.end));
        else rewriting.replace(file.path, node.start, end, `from ${module}`);
      }
    }
  },
};

/** `from package import module` has become `import module`. */
function rewriteNames(rewriting: Rewriting, path: string, start: number, end: number, names: string): void {
  rewriting.replace(
    path,
    start,
    end,
    `import ${names
      .replace(/[()\n]/g, ' ')
      .trim()
      .replace(/,$/, '')}`,
  );
}

/** The folder that holds all modules, none in a folder of its own, where nothing names it but imports of names from it. */
function onlyPackage(subject: Subject): string | undefined {
  const folders = new Set(subject.python.map(({ path }) => path.split('/').slice(0, -1).join('/')));
  const [folder] = folders;
  if (folders.size !== 1 || folder === undefined || !/^\w+$/.test(folder) || ROLES.test(folder)) return undefined;
  if (subject.files.size !== subject.python.length) return undefined;
  const holdsCode = subject.python.some(({ path, text }) => path.endsWith('__init__.py') && text.trim() !== '');
  const isNamed = subject.python.some((file) =>
    nodesUnder(moduleOf(file)).some(
      (node) =>
        (node.kind === 'Import' && node.names.some(({ name }) => name.split('.')[0] === folder)) ||
        (node.kind === 'ImportFrom' && (node.level > 1 || (packageItself(node, folder) && holdsCode))),
    ),
  );
  return isNamed || holdsCode || !isWhole(subject, folder) ? undefined : folder;
}

/** At the root a module would take the place of another that is imported by its name, or lose one that is not here. */
function isWhole({ python }: Subject, folder: string): boolean {
  const stems = new Set(python.map(({ path }) => path.slice(folder.length + 1, -3)));
  return python.every(({ model }) =>
    model.names.imports.every(({ module }) => {
      const [root = '', below = ''] = module.split('.');
      return root === folder ? below === '' || stems.has(below) : !stems.has(root);
    }),
  );
}

/** Folders whose names say what their files are for. */
const ROLES =
  /^(?:tests?|testing|scripts?|tools?|examples?|cookbook|docs?|demos?|features|benchmarks?|bin|migrations|src)$/;

function packageItself({ level, module }: { level: number; module: string | undefined }, folder: string): boolean {
  return (level === 1 && module === undefined) || (level === 0 && module === folder);
}
