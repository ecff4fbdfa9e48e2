/** Temporary files and folders that a function makes and removes itself: what Python does not remove on its own. */
import { ancestors, type Call, type Def, defsOf, holds, isWithin, lastName, type Name, type Node } from '#ast';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { type OpenExit, openExit } from '#semantics/resources/open-paths';

export interface TemporaryLeft {
  readonly kind: 'temporary file' | 'temporary folder';
  readonly local: Name;
  readonly fn: Def;
  /** Undefined where nothing removes it at all. */
  readonly exit?: OpenExit;
  readonly removal?: Call;
}

/** Those of which a way out of the function passes by the removal, and those that nothing removes or hands on. */
export function temporaryLeftIn(model: SemanticModel): readonly TemporaryLeft[] {
  return defsOf(model.source.module).flatMap((fn) =>
    callsWithin([fn]).flatMap((call): TemporaryLeft[] => {
      const kind = temporaryMade(call, model);
      const local = kind === undefined ? undefined : targetOf(call);
      if (kind === undefined || local === undefined || model.names.resolve(local)?.scope.node !== fn) return [];
      const names = namesOf(local, model);
      const removals = removalsOf(local, names, fn, model);
      const [removal] = removals;
      if (removal === undefined) return isHandedOn(names, fn, model) ? [] : [{ kind, local, fn }];
      const exit = openExit(local, removals, fn, model, 'lasting');
      return exit === undefined ? [] : [{ kind, local, fn, exit, removal }];
    }),
  );
}

function temporaryMade(call: Call, { types, values }: SemanticModel): TemporaryLeft['kind'] | undefined {
  const name = types.calleeName(call.func);
  if (name === 'tempfile.mkdtemp') return 'temporary folder';
  if (name === 'tempfile.mkstemp') return 'temporary file';
  const given = call.keywords.find(({ arg }) => arg === 'delete')?.value;
  const flag = given && values.fold(given);
  return name === 'tempfile.NamedTemporaryFile' && flag?.kind === 'bool' && !flag.value ? 'temporary file' : undefined;
}

/** `folder = mkdtemp()`, `folder = Path(mkdtemp())`, `fd, path = mkstemp()`, `with NamedTemporaryFile(delete=False) as file`. */
function targetOf({ parent: around, func }: Call): Name | undefined {
  const parent = around?.kind === 'Call' && lastName(around.func) === 'Path' ? around.parent : around;
  if (parent?.kind !== 'withitem' && (parent?.kind !== 'Assign' || parent.targets.length !== 1)) return undefined;
  const target = parent.kind === 'withitem' ? parent.optional_vars : parent.targets[0];
  const path = target?.kind === 'Tuple' && lastName(func) === 'mkstemp' ? target.elts[1] : target;
  return path?.kind === 'Name' ? path : undefined;
}

/** It, and the locals that are made of it: `path = file.name`, `target = Path(folder) / "page.pdf"`. */
function namesOf(local: Name, { names }: SemanticModel): ReadonlySet<string> {
  const found = new Set([local.id]);
  for (const { parent } of names.resolve(local)?.references ?? []) {
    const made = [parent, parent?.parent, parent?.parent?.parent].find((each) => each?.kind === 'Assign');
    const [target] = made?.kind === 'Assign' ? made.targets : [];
    if (target?.kind === 'Name') found.add(target.id);
  }
  return found;
}

/** `os.unlink(file.name)`, `shutil.rmtree(folder)`, `Path(path).unlink()`. */
function removalsOf(local: Name, names: ReadonlySet<string>, fn: Def, model: SemanticModel): readonly Call[] {
  const isOfIt = (node: Node): boolean => node.kind === 'Name' && names.has(node.id);
  return callsWithin([fn]).filter(
    (call) => call.start > local.start && !isWithin(local, call) && removes(call, model) && holds(call, isOfIt),
  );
}

/** Somebody else may remove it: it is returned, kept, or given to a function of the project or an object that keeps it. */
function isHandedOn(names: ReadonlySet<string>, fn: Def, model: SemanticModel): boolean {
  return holds(fn, (node) => {
    if (node.kind !== 'Name' || node.ctx !== 'Load' || !names.has(node.id)) return false;
    if (model.context.functionAround(node) !== fn) return true;
    for (const at of ancestors(node)) {
      if (at.kind === 'Return' || at.kind === 'Yield') return true;
      if (at.kind === 'Assign') return at.targets.some(({ kind }) => kind !== 'Name');
      if (at.kind !== 'Call' || isWithin(node, at.func)) continue;
      if (lastName(at.func) === 'FileResponse') return false;
      const effect = KEEPING.test(lastName(at.func) ?? '') ? 'project' : model.effects.of(at);
      if (effect !== 'pure') return effect === 'project';
    }
    return false;
  });
}

/** All that is an object by its name, but no `FileResponse`, which only sends it; lists, and what moves it or does something at the end. */
const KEEPING =
  /^[A-Z]|^_?(?:append|add|put|callback|register|enqueue|submit|schedule|move|rename|replace|clean|delete|remove)/;

const removes = ({ func }: Call, { names }: SemanticModel): boolean =>
  REMOVERS.has(names.qualifiedName(func) ?? '') || (func.kind === 'Attribute' && func.attr === 'unlink');

const REMOVERS: ReadonlySet<string> = new Set(['os.remove', 'os.unlink', 'os.rmdir', 'shutil.rmtree']);
