/** How Python code names files of configuration: by their names, by parts of them, or by the folder that they lie in. */
import { type Expression, identifiersOf, lastName, type Node, nodesOf } from '#ast';
import type { FactsContext } from '#kit';

/** Plain JSON, as facts of a rule. */
export interface ConfigurationTexts {
  /** File names as they are written, without folders. */
  readonly names: readonly string[];
  /** What the names end with where the rest is put together, or found: `.yaml`, `_config.json`. */
  readonly endings: readonly string[];
  /** Folders that are given on, so that whatever lies in them may be opened; as written, without `./` and the last `/`. */
  readonly folders: readonly string[];
  /** Names that such a folder is kept in, for other files to import. */
  readonly kept: readonly { readonly name: string; readonly folder: string }[];
}

const ENDING = /\.(?:ya?ml|toml|ini|cfg|conf|json|properties)\b/;
const NAME = new RegExp(`(?<![\\w.*-])[\\w.*-]{0,100}${ENDING.source}`, 'g');

/** File names of configuration in a text, without folders, with their `*`. */
export function configurationNamesIn(text: string): readonly string[] {
  // Most texts hold none, and their endings say so sooner.
  return ENDING.test(text) ? [...text.matchAll(NAME)].map(([name]) => name) : [];
}

/** Undefined where the file names none. */
export function configurationTexts(file: FactsContext): ConfigurationTexts | undefined {
  const found = { names: new Set<string>(), endings: new Set<string>(), folders: new Set<string>() };
  const kept: { name: string; folder: string }[] = [];
  const finds = identifiersOf(file.module);
  const walks = ['listdir', 'iterdir', 'walk', 'scandir', 'glob', 'rglob', 'iglob'].some((name) => finds.has(name));
  for (const constant of nodesOf(file.module, 'Constant')) {
    const text = constant.value.kind === 'str' ? constant.value.value : '';
    if (text.length < 2 || text.length > MAX_LENGTH) continue;
    const isPart = constant.parent?.kind === 'JoinedStr' || constant.parent?.kind === 'BinOp';
    const written = configurationNamesIn(text);
    for (const name of written) {
      const ending = name.slice(name.lastIndexOf('*') + 1);
      if (/^[.\-_]|\*/.test(name)) {
        if (isPart || walks || name.includes('*') || !name.startsWith('.')) found.endings.add(ending);
      } else found.names.add(name);
    }
    if (written.length > 0 || /[\s:<>]/.test(text)) continue;
    const folder = text.replace(/^(?:\.{0,2}\/)+|(?<!\/)\/+$/g, '');
    const use = folder === '' ? 'none' : folderUse(constant, text.includes('/'), file);
    if (use === 'open') found.folders.add(folder);
    else if (use !== 'none') kept.push({ name: use.keptIn, folder });
  }
  const { names, endings, folders } = found;
  if (names.size + endings.size + folders.size + kept.length === 0) return undefined;
  return { names: [...names], endings: [...endings], folders: [...folders], kept };
}

/** Longer texts are data. */
const MAX_LENGTH = 20_000;

type FolderUse = 'none' | 'open' | { readonly keptIn: string };

/** What becomes of a folder: only files of it are opened whose names are written beside it, or it is given on. */
function folderUse(constant: Expression, hasSlash: boolean, file: FactsContext): FolderUse {
  const path = outermostPath(constant);
  if (path === constant && !hasSlash && !isArgumentOfPath(constant)) return 'none';
  if (namesFile(path)) return 'none';
  const { parent } = path;
  const target =
    parent?.kind === 'Assign' ? parent.targets[0] : parent?.kind === 'AnnAssign' ? parent.target : undefined;
  if (target?.kind !== 'Name') return 'open';
  const uses = file.names.resolve(target)?.references ?? [];
  return uses.every((use) => namesFile(outermostPath(use))) ? { keptIn: target.id } : 'open';
}

/** The whole path that an expression is a part of: `base / "config" / name`, `os.path.join(base, "config", name)`. */
function outermostPath(part: Expression): Expression {
  let path = part;
  for (;;) {
    const { parent }: Node = path;
    if (parent?.kind !== 'BinOp' && parent?.kind !== 'Call' && parent?.kind !== 'Attribute') return path;
    if (!isStepOf(parent, path)) return path;
    path = parent;
  }
}

function isStepOf(outer: Expression, path: Expression): boolean {
  if (outer.kind === 'BinOp') return outer.op === 'Div';
  if (outer.kind === 'Attribute') return PATHS.test(outer.attr);
  if (outer.kind !== 'Call') return false;
  return outer.func === path ? path.kind === 'Attribute' : PATHS.test(lastName(outer.func) ?? '');
}

const PATHS =
  /^(?:join|joinpath|Path|PurePath|PosixPath|resolve|absolute|abspath|realpath|expanduser|str|parent|normpath)$/;

const isArgumentOfPath = ({ parent }: Node): boolean =>
  parent?.kind === 'Call' && /^(?:glob|iglob|listdir|walk|scandir|files)$/.test(lastName(parent.func) ?? '');

/** A file's name is in the path. */
function namesFile(path: Expression): boolean {
  const texts: string[] = [];
  const visit = (node: Expression): void => {
    if (node.kind === 'Constant' && node.value.kind === 'str') texts.push(node.value.value);
    else if (node.kind === 'BinOp') [node.left, node.right].forEach(visit);
    else if (node.kind === 'Call') [node.func, ...node.args].forEach(visit);
    else if (node.kind === 'Attribute') visit(node.value);
  };
  visit(path);
  return texts.some((text) => /\w\.\w+$/.test(text));
}
