/** Temporary files and folders that a function makes and removes itself: what Python does not remove on its own. */
import { type Call, type Def, defsOf, holds, isWithin, lastName, type Name, type Node } from '#ast';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { type OpenExit, openExit } from './open-paths.ts';

export interface TemporaryLeft {
  readonly kind: 'temporary file' | 'temporary folder';
  readonly local: Name;
  readonly fn: Def;
  readonly exit: OpenExit;
  readonly removal: Call;
}

/** Those of which a way out of the function passes by the removal. */
export function temporaryLeftIn(model: SemanticModel): readonly TemporaryLeft[] {
  return defsOf(model.source.module).flatMap((fn) =>
    callsWithin([fn]).flatMap((call): TemporaryLeft[] => {
      const kind = temporaryMade(call, model);
      const local = kind === undefined ? undefined : targetOf(call);
      if (kind === undefined || local === undefined || model.names.resolve(local)?.scope.node !== fn) return [];
      const removals = removalsOf(local, fn, model);
      const [removal] = removals;
      const exit = removal === undefined ? undefined : openExit(local, { closes: removals }, fn, model);
      return exit === undefined || removal === undefined ? [] : [{ kind, local, fn, exit, removal }];
    }),
  );
}

function temporaryMade(call: Call, { types, values }: SemanticModel): TemporaryLeft['kind'] | undefined {
  const name = types.calleeName(call.func);
  if (name === 'tempfile.mkdtemp') return 'temporary folder';
  if (name === 'tempfile.mkstemp') return 'temporary file';
  if (name !== 'tempfile.NamedTemporaryFile') return undefined;
  const given = call.keywords.find(({ arg }) => arg === 'delete')?.value;
  const isKept = given === undefined ? undefined : values.fold(given);
  return isKept?.kind === 'bool' && !isKept.value ? 'temporary file' : undefined;
}

/** `folder = mkdtemp()`, `fd, path = mkstemp()`, `with NamedTemporaryFile(delete=False) as file`. */
function targetOf({ parent, func }: Call): Name | undefined {
  if (parent?.kind === 'withitem') return parent.optional_vars?.kind === 'Name' ? parent.optional_vars : undefined;
  if (parent?.kind !== 'Assign' || parent.targets.length !== 1) return undefined;
  const [target] = parent.targets;
  const path = target?.kind === 'Tuple' && lastName(func) === 'mkstemp' ? target.elts[1] : target;
  return path?.kind === 'Name' ? path : undefined;
}

/** `os.unlink(file.name)`, `shutil.rmtree(folder)`, `Path(path).unlink()`; also by a local that is made of it. */
function removalsOf(local: Name, fn: Def, model: SemanticModel): readonly Call[] {
  const binding = model.names.resolve(local);
  const names = new Set([local.id]);
  for (const { parent } of binding?.references ?? []) {
    const made = [parent, parent?.parent, parent?.parent?.parent].find((each) => each?.kind === 'Assign');
    const [target] = made?.kind === 'Assign' ? made.targets : [];
    if (target?.kind === 'Name') names.add(target.id);
  }
  const isOfIt = (node: Node): boolean => node.kind === 'Name' && names.has(node.id);
  return callsWithin([fn]).filter(
    (call) => call.start > local.start && !isWithin(local, call) && removes(call, model) && holds(call, isOfIt),
  );
}

const removes = ({ func }: Call, { names }: SemanticModel): boolean =>
  REMOVERS.has(names.qualifiedName(func) ?? '') || (func.kind === 'Attribute' && func.attr === 'unlink');

const REMOVERS: ReadonlySet<string> = new Set(['os.remove', 'os.unlink', 'os.rmdir', 'shutil.rmtree']);
