/** Calls of Python's own functions that they cannot take. */
import { type Call, hasUnpackedArguments, keywordNames, lastName, nodesOf, suiteEndOf } from '#ast';
import { type FactsContext, type PackedPlace, type ProjectProblem, packPlace, unpackPlace } from '#kit';
import type { MembersSet } from '#kit/names';
import { callShapeOf, type KnownShape, SHAPED_NAMES } from '#knowledge/call-shapes';
import type { SemanticModel } from '#semantics';
import { describeMismatch } from '#semantics/calls/call-binding';
import { expectsTypeError } from '#semantics/calls/expected-mismatch';
import { swallowedFailure } from '#semantics/handlers/swallowed-failure';
import { isNeverEvaluated } from '#semantics/names/unbound-by-design';
import { counted } from '#text/wording';
import { hiddenBy } from './call-problems.ts';
import { isStandardModule, MODULE_CALLED } from './called-modules.ts';

/** A call of a function of Python itself that it cannot take. */
export interface KnownCall {
  /** Qualified name of what is called: `builtins.len`, `logging.Logger.info`. */
  readonly callee: string;
  readonly says: string;
  readonly at: PackedPlace;
  readonly swallowed?: string;
  readonly endsPathAt?: number;
}

/** What a file calls with too many arguments, too few, or under names that are not there. */
export function knownCallsOf(file: FactsContext): KnownCall[] {
  return nodesOf(file.module, 'Call').flatMap((call) => {
    const callee = calleeOf(call, file);
    const says = callee === undefined ? undefined : whyNotTaken(callee, call, file);
    if (callee === undefined || says === undefined) return [];
    if (expectsTypeError(call, file) || file.flow.isUnreachable(call) || isNeverEvaluated(call, file)) return [];
    const swallowed = swallowedFailure(call, 'TypeError', file);
    const end = suiteEndOf(call);
    return [
      {
        callee,
        says,
        at: packPlace(file, call),
        ...(swallowed !== undefined && { swallowed }),
        ...(end !== undefined && { endsPathAt: file.text.lineAt(end) }),
      },
    ];
  });
}

/** Undefined where some code sets the name to something else. */
export function knownProblem(call: KnownCall, path: string, set: MembersSet): ProjectProblem | undefined {
  const { callee, says, swallowed, endsPathAt } = call;
  const end = callee.lastIndexOf('.');
  const found = end < 0 ? undefined : set.find(callee.slice(0, end), callee.slice(end + 1));
  if (found === 'set') return undefined;
  return {
    at: { path, ...unpackPlace(call.at) },
    message: `\`${callee.replace(/^builtins\./, '')}\` ${says}${hiddenBy(call)}`,
    ...(says === MODULE_CALLED && { remedy: 'Import the object you mean from the module, and call that' }),
    ...(found === 'computed' && { doubt: 'dynamic-binding' }),
    ...(endsPathAt !== undefined && { endsPathAt }),
    ...(swallowed !== undefined && { harm: 'misleads' as const }),
    ...{ key: `${path} ${callee} call`, cause: `${path} ${callee} ${says}` },
  };
}

function whyNotTaken(callee: string, call: Call, model: SemanticModel): string | undefined {
  if (isStandardModule(callee)) return MODULE_CALLED;
  const shape = shapeOf(callee, call, model);
  return shape === undefined ? undefined : mismatchWith(call, shape);
}

/** Asked of every call of a file: for most, the last name shows that they are none of these. */
function calleeOf({ func }: Call, { names, types }: SemanticModel): string | undefined {
  const last = lastName(func);
  if (last === undefined || (!SHAPED_NAMES.has(last) && !LAST_NAMES.test(last))) return undefined;
  return func.kind === 'Attribute' ? types.calleeName(func) : names.qualifiedName(func);
}

/** A method of a class that is called by the name of the class gets its object before the arguments: `str.join(";", names)`. */
function shapeOf(callee: string, { func }: Call, { names }: SemanticModel): KnownShape | undefined {
  const shape = callShapeOf(callee);
  if (shape?.most === undefined || !METHOD.test(callee) || names.qualifiedName(func) !== callee) return shape;
  // One too few is left alone: the first run shows who forgot the object.
  return { ...shape, most: shape.most + 1 };
}

const METHOD =
  /^(?:(?:builtins|logging)\.\w+|pathlib\.Path|threading\.Event|queue\.Queue)\.\w+$|^datetime\.datetime\.(?:isoformat|strftime)$/;
const LAST_NAMES = /^[a-z]+$/;

function mismatchWith(call: Call, { least, most, keywords }: KnownShape): string | undefined {
  const named = keywordNames(call);
  const isOpen = hasUnpackedArguments(call);
  const given = call.args.filter(({ kind }) => kind !== 'Starred').length;
  if (most !== undefined && given > most) return describeMismatch({ kind: 'too-many', taken: most, given });
  // `json.dumps(order, cls=OrderEncoder, short=True)`: what the class takes is its own.
  const isOwn = named.includes('cls');
  const unexpected = keywords === undefined || isOwn ? [] : named.filter((name) => !keywords.includes(name));
  if (unexpected.length > 0) return describeMismatch({ kind: 'unexpected', names: unexpected });
  if (isOpen || given + named.length >= least) return undefined;
  return `takes at least ${counted(least, 'argument')} but gets ${given === 0 ? 'none' : given}`;
}
