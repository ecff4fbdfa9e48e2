/** Names that are read where nothing binds them, and what may bind them elsewhere. */
import { suiteEndOf } from '#ast';
import { type DoubtId, type FactsContext, type PackedPlace, packPlace } from '#kit';
import type { MembersSet } from '#kit/names';
import { hostGiving } from '#knowledge/given-names';
import { swallowedFailure } from '#semantics/handlers/swallowed-failure';
import { isBoundInPython2, isInAnnotation, mayBePython2 } from '#semantics/names/unbound-by-design';
import { describeUnbound, errorOfUnbound } from './describe-unbound.ts';
import type { ExecutedFile } from './executed-files.ts';
import type { opennessOfModule } from './openness.ts';
import { isBesideBranch, isTemplate, type UnboundName } from './unbound-names.ts';

export interface Read {
  readonly name: string;
  readonly kind: UnboundName['kind'];
  readonly place: PackedPlace;
  readonly says: string;
  /** Where it is bound, for what is bound too late or elsewhere. */
  readonly bound?: PackedPlace;
  readonly within: string;
  /** Looked for among the names of the module. */
  readonly isOfModule?: true;
  /** What a handler around it does with the failure. */
  readonly swallowed?: string;
  readonly doubt?: DoubtId;
  /** Python 2 has a builtin of this name. */
  readonly mayBePython2?: true;
  /** Evaluated up to Python 3.13, where nobody asks for the annotation. */
  readonly isInAnnotation?: true;
  /** A branch that leaves binds it: who takes the usual way does not come here. */
  readonly isBeside?: true;
  readonly endsPathAt?: number;
}

export interface Fact {
  readonly reads: readonly Read[];
  /** Names that it sets in modules (`namesSet`). */
  readonly set: readonly string[];
  /** Files that it runs in a table of names. */
  readonly runs: readonly ExecutedFile[];
  /** Run by itself it does nothing. */
  readonly onlyDefines?: true;
  /** It adds to what nothing in it binds. */
  readonly addsTo?: true;
  /** `registersBy`. */
  readonly registers?: readonly string[];
}

export const NOT_EVALUATED = 'the Python version that the project requires does not evaluate annotations';
export const BOUND_BY_RUNNER = 'another file executes this one in its own namespace and binds the name first';
export const ON_PYTHON_2 = 'the project only runs on Python 2, which has a builtin of this name';

/** What other code may do to the names of the module. */
export function doubtFromElsewhere(
  { isOfModule, name }: Read,
  open: ReturnType<typeof opennessOfModule>,
  found: readonly ReturnType<MembersSet['find']>[],
  set: MembersSet,
): DoubtId | undefined {
  const mayBeSet = open === 'dynamic' || (isOfModule === true && set.mayBeGlobal(name)) || found.includes('computed');
  return mayBeSet ? 'dynamic-binding' : undefined;
}

export function readOf(unbound: UnboundName, file: FactsContext): Read | undefined {
  const { name, kind } = unbound;
  if (isTemplate(name) || (file.context.isPython2 && isBoundInPython2(name, file))) return undefined;
  const swallowed = swallowedFailure(name, errorOfUnbound(unbound), file);
  const doubt = doubtAbout(unbound, file);
  const end = kind === 'failure' || kind === 'branch' ? undefined : suiteEndOf(name);
  return {
    name: name.id,
    kind,
    place: packPlace(file, name),
    says: describeUnbound(unbound, file),
    ...((unbound.kind === 'nowhere' || unbound.binding.scope.kind === 'module') && { isOfModule: true as const }),
    within: file.names.qualnameOf(name),
    ...(unbound.kind !== 'nowhere' && { bound: packPlace(file, unbound.by.node) }),
    ...(swallowed !== undefined && { swallowed }),
    ...(isBesideBranch(unbound) && { isBeside: true as const }),
    ...(doubt !== undefined && { doubt }),
    ...(kind === 'nowhere' && mayBePython2(name, file) && { mayBePython2: true as const }),
    ...(isInAnnotation(name) && { isInAnnotation: true as const }),
    ...(end !== undefined && { endsPathAt: file.text.lineAt(end) }),
  };
}

function doubtAbout(unbound: UnboundName, file: FactsContext): DoubtId | undefined {
  const { name, kind } = unbound;
  if ((kind === 'failure' || kind === 'branch') && unbound.doubt !== undefined) return unbound.doubt;
  const isGiven = kind === 'nowhere' && hostGiving(name.id) !== undefined;
  return isGiven || file.path.endsWith('.ipynb') ? 'dynamic-binding' : undefined;
}
