/** Files that are written over themselves, and the code that reads them back. */
import { type Call, type Def, type Expression, holds, isWithin, type Node, nodesOf, wordsOfName } from '#ast';
import type { SourceContext } from '#kit';
import { fileAccessOf } from '#semantics/files/file-access';
import { nameInFolder } from '#semantics/files/name-in-folder';

const RENAMERS: ReadonlySet<string> = new Set(['os.replace', 'os.rename', 'shutil.move', 'os.link']);

/** `with open(path, "r+") as file:` and `file.truncate()`: what was read is written anew over itself. */
export function isCutInPlace(call: Call, { names }: SourceContext): boolean {
  const { parent } = call;
  const kept =
    parent?.kind === 'withitem' ? parent.optional_vars : parent?.kind === 'Assign' ? parent.targets[0] : undefined;
  return (
    kept?.kind === 'Name' &&
    (names.resolve(kept)?.references ?? []).some(
      ({ parent: member }) => member?.kind === 'Attribute' && member.attr === 'truncate',
    )
  );
}

/** It is kept as the path that is written, or has the same name in a folder that is given. */
export function isLike(written: Expression, ctx: SourceContext): (path: Expression) => boolean {
  const name = nameInFolder(written, ctx);
  const text = ctx.text.slice(written);
  return (path) => {
    if (name !== undefined && nameInFolder(path, ctx) === name) return true;
    if (isSameParameter(written, path, ctx)) return true;
    const binding = path.kind === 'Name' ? ctx.names.resolve(path) : undefined;
    return (
      written.kind === 'Attribute' &&
      binding?.references.some(
        ({ parent }) => parent?.kind === 'Assign' && parent.targets.some((target) => ctx.text.slice(target) === text),
      ) === true
    );
  };
}

/** `save(self, path)` and `load(self, path)` of one class, `save_basket(path)` and `load_basket(path)`: what the one writes the other reads; `write_file` and `read_text` of any path do not. */
function isSameParameter(written: Expression, read: Expression, { context, names }: SourceContext): boolean {
  if (written.kind !== 'Name' || read.kind !== 'Name' || written.id !== read.id) return false;
  const [one, other] = [names.parameterOf(written), names.parameterOf(read)];
  if (one === undefined || other === undefined || one === other) return false;
  const owner = context.classAround(written);
  if (owner !== context.classAround(read)) return false;
  const kept = thingOf(context.defAround(written));
  return kept === thingOf(context.defAround(read)) && (owner !== undefined || kept !== '');
}

/** `checkpoint` of `save_checkpoint` and of `loadCheckpoint`. */
const thingOf = (fn: Def | undefined): string =>
  wordsOfName(fn?.name ?? '')
    .slice(1)
    .join(' ')
    .toLowerCase();

/** The caller says which file it is, or the function renames one, maybe this. */
export function mayBeOther(keys: readonly string[], path: Expression, fn: Def, ctx: SourceContext): boolean {
  const isGiven = keys.every((each) => /^\d+:/.test(each)) && nameInFolder(path, ctx) === undefined;
  return isOfCaller(path) || isGiven || isReplacedLater(fn, ctx);
}

/** `resolve(file_path, root)`. */
const isOfCaller = (path: Expression): boolean =>
  path.kind === 'Call' &&
  path.args.some((arg) => arg.kind === 'Name' && arg.id !== 'self' && /path|file/i.test(arg.id));

/** Where functions of the class or module read the file. */
export function readsOf(owner: Node, isSame: (path: Expression) => boolean, ctx: SourceContext): readonly Call[] {
  return nodesOf(ctx.module, 'Call').filter((call) => {
    const access = fileAccessOf(call, ctx);
    if (access?.how !== 'read' || !isWithin(call, owner)) return false;
    return isSame(access.path) && ctx.context.defAround(call) !== undefined;
  });
}

/** A rename in the function: what is written here may not be what is read. */
function isReplacedLater(fn: Def, ctx: SourceContext): boolean {
  return holds(fn, (node) => {
    if (node.kind !== 'Call') return false;
    if (RENAMERS.has(ctx.names.qualifiedName(node.func) ?? '')) return true;
    const name = node.func.kind === 'Attribute' && node.args.length === 1 ? node.func.attr : undefined;
    return name === 'rename' || name === 'replace';
  });
}
