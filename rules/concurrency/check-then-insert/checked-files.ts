/** Files and folders that are made because none was found, and names that were found to be free. */
import { argumentValues, type Call, type Def, type Expression, lastName, type Node } from '#ast';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import type { SemanticModel } from '#semantics';
import { callsWithin, holdsInOwnCode } from '#semantics/effects/calls-within';
import { fileAccessOf } from '#semantics/files/file-access';
import { branchOf, existenceTested, testsIn } from '#semantics/flow/existence-tests';
import { runsManyAtOnce } from '../_shared/worker-threads.ts';

export interface CheckedFileFact {
  readonly kind: 'file';
  readonly fn: string;
  readonly path: string;
  /** The number of a process is written into it: anyone who finds none goes on. */
  readonly how: 'lock' | 'file' | 'name';
  readonly check: PackedPlace;
  readonly made: PackedPlace;
  /** A pool of this file runs the function. */
  readonly inMany?: true;
}

/** The first of a function. */
export function checkedFileIn(fn: Def, file: FactsContext): CheckedFileFact[] {
  const found = fileMade(fn, file) ?? nameFound(fn, file);
  if (found === undefined) return [];
  const { path, how, check, made } = found;
  const lock = file.context.lockHeldFrom(check, made);
  if (lock !== undefined) {
    file.proven({ at: made, by: 'a lock is held', where: lock.lock });
    return [];
  }
  const inMany = file.context.threadStartsOf(fn).some((start) => runsManyAtOnce(start, file));
  const places = { check: packPlace(file, check), made: packPlace(file, made) };
  return [{ kind: 'file', fn: file.names.fullNameOf(fn), path, how, ...places, ...(inMany && { inMany }) }];
}

type Found = Pick<CheckedFileFact, 'path' | 'how'> & { readonly check: Node; readonly made: Node };

/** `if not path.exists(): path.mkdir()`, `if exists(LOCK): return False`, `open(LOCK, "w")`. */
function fileMade(fn: Def, model: SemanticModel): Found | undefined {
  const calls = callsWithin([fn]);
  const isLock = calls.some(({ func }) => model.names.qualifiedName(func) === 'os.getpid');
  for (const test of testsIn(fn, model)) {
    const tested = existenceTested(test.test);
    const path = pathTested(tested?.subject, model);
    if (tested === undefined || path === undefined) continue;
    const absent = branchOf({ test: test.test, isTrue: !tested.isPresent }, model);
    const isLeft = isLock && holdsInOwnCode(test.body, ({ kind }) => kind === 'Return' || kind === 'Raise');
    const made = calls.find(
      (call) =>
        call.start >= test.test.end &&
        makes(call, path, model) &&
        (absent.leadsTo(call) === 'always' || isLeft) &&
        !isRefusalCaught(call, model),
    );
    if (made !== undefined) return { path, how: isLock ? 'lock' : 'file', check: test.test, made };
  }
  return undefined;
}

/** `while path.exists(): path = …`, and what is left is given back or written. */
function nameFound(fn: Def, model: SemanticModel): Found | undefined {
  for (const loop of model.context.nodesOfFunction(fn, 'While')) {
    const path = pathTested(loop.test, model);
    if (path === undefined) continue;
    const made = callsWithin([fn]).find((call) => call.start > loop.end && makes(call, path, model));
    const given = model.flow.returnValues(fn).find((value) => value && model.source.text.slice(value) === path);
    const end = made ?? given;
    if (end !== undefined) return { path, how: 'name', check: loop.test, made: end };
  }
  return undefined;
}

function pathTested(test: Expression | undefined, { source: { text } }: SemanticModel): string | undefined {
  if (test?.kind !== 'Call' || !/^(?:l?exists|is_?file|is_?dir)$/.test(lastName(test.func) ?? '')) return undefined;
  const path = test.args[0] ?? (test.func.kind === 'Attribute' ? test.func.value : undefined);
  return path && text.slice(path);
}

function makes(call: Call, path: string, model: SemanticModel): boolean {
  const isPath = (node: Node | undefined): boolean => node !== undefined && model.source.text.slice(node) === path;
  const access = fileAccessOf(call, model);
  if (access !== undefined) return access.how === 'overwrite' && isPath(access.path);
  if (!/^(?:mkdir|makedirs)$/.test(lastName(call.func) ?? '')) return false;
  if (call.keywords.some(({ arg }) => arg === 'exist_ok')) return false;
  return argumentValues(call).some(isPath) || (call.func.kind === 'Attribute' && isPath(call.func.value));
}

const isRefusalCaught = (call: Call, { context, handlers }: SemanticModel): boolean =>
  context
    .triesAround(call)
    .flatMap((each) => each.handlers)
    .some((handler) => handlers.describe(handler).catches.some((name) => /(?:FileExists|OS|IO)Error$/.test(name)));
