/** Folders that a file puts on `sys.path`, where it writes them out: from its own place, or from where the program is started. */
import { type Call, type Expression, identifiersOf, nodesOf, numberConstant } from '../../ast/index.ts';
import { joinPath } from '../../text/index.ts';
import type { SemanticModel } from '../model.ts';
import type { ModuleSummary } from '../summary.ts';

/** From the repository's root, which is `''` and where programs are taken to be started; in source order; `?` for what is not seen, or leads out of it. */
export function addedFolders(model: SemanticModel): Pick<ModuleSummary, 'addsFolders'> {
  const { module } = model.source;
  if (!identifiersOf(module).has('path')) return {};
  const written = [
    ...nodesOf(module, 'Call').flatMap((call) => addedBy(call, model)),
    ...nodesOf(module, 'AugAssign').flatMap(({ target, value }) => (isPath(target, model) ? elementsOf(value) : [])),
  ];
  const folders = written.map((each) => folderOf(each, model) ?? '?');
  return folders.length === 0 ? {} : { addsFolders: [...new Set(folders)] };
}

const isPath = (expression: Expression, { names }: SemanticModel): boolean =>
  names.qualifiedName(expression) === 'sys.path';

function addedBy({ func, args }: Call, model: SemanticModel): readonly Expression[] {
  if (func.kind !== 'Attribute') return [];
  const added = givenTo(func.attr, args);
  // Last: whose method it is takes the longest to tell, and files append to much else.
  return added.length > 0 && isPath(func.value, model) ? added : [];
}

function givenTo(method: string, [first, second]: Call['args']): readonly Expression[] {
  switch (method) {
    case 'insert':
      return second === undefined ? [] : [second];
    case 'append':
      return first === undefined ? [] : [first];
    case 'extend':
      return first === undefined ? [] : elementsOf(first);
    default:
      return [];
  }
}

const elementsOf = (list: Expression): readonly Expression[] =>
  list.kind === 'List' || list.kind === 'Tuple' ? list.elts : [];

/** A path from the root, as `joinPath` writes it; undefined where it is not written out or leads out of the repository. */
function folderOf(expression: Expression, model: SemanticModel): string | undefined {
  const text = model.values.string(expression);
  if (text !== undefined) return text.startsWith('/') ? undefined : joinPath('', text);
  const at = model.flow.whole(expression);
  switch (at.kind) {
    case 'Name':
      return at.id === '__file__' ? model.path : undefined;
    case 'Attribute':
      return at.attr === 'parent' ? above(at.value, 1, model) : undefined;
    case 'Subscript': {
      const steps = numberConstant(at.slice);
      const { value: parents } = at;
      if (steps === undefined || parents.kind !== 'Attribute' || parents.attr !== 'parents') return undefined;
      return above(parents.value, steps + 1, model);
    }
    case 'BinOp':
      return at.op === 'Div' ? below(at.left, [at.right], model) : undefined;
    case 'Call':
      return folderOfCall(at, model);
    default:
      return undefined;
  }
}

function folderOfCall({ func, args: [first, ...others] }: Call, model: SemanticModel): string | undefined {
  const name = model.names.qualifiedName(func) ?? '';
  if (name === 'os.getcwd' || name === 'pathlib.Path.cwd') return '';
  if (first !== undefined && JOINING.has(name)) return below(first, others, model);
  if (first !== undefined && name === 'os.path.dirname') return above(first, 1, model);
  if (func.kind !== 'Attribute') return undefined;
  if (SAME_PATH.has(func.attr)) return folderOf(func.value, model);
  return func.attr === 'joinpath' && first !== undefined ? below(func.value, [first, ...others], model) : undefined;
}

/** What gives its first argument, with the others below it. */
const JOINING: ReadonlySet<string> = new Set([
  'builtins.str',
  'os.fspath',
  'os.path.abspath',
  'os.path.join',
  'os.path.normpath',
  'os.path.realpath',
  'pathlib.Path',
]);
const SAME_PATH: ReadonlySet<string> = new Set(['absolute', 'as_posix', 'resolve']);

function below(folder: Expression, names: readonly Expression[], model: SemanticModel): string | undefined {
  return names.reduce<string | undefined>(
    (path, each) => {
      const name = model.values.string(each);
      return path === undefined || name === undefined || name.startsWith('/') ? undefined : joinPath(path, name);
    },
    folderOf(folder, model),
  );
}

function above(path: Expression, steps: number, model: SemanticModel): string | undefined {
  const folder = folderOf(path, model);
  return folder === undefined ? undefined : joinPath(folder, '../'.repeat(steps));
}
