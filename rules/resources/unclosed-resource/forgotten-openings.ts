/** What an expression opens and nothing ever holds: `open(path).read()`. What a name holds is in `opened-resources.ts`. */
import { type Call, type Expression, keptLocal, type Node, withoutAwait } from '#ast';
import { CLOSING_METHODS, NEVER_CLOSING } from '#knowledge/resources';
import type { Effect, SemanticModel } from '#semantics';
import { memoizeInFile } from '#semantics/by-file';
import { WAITING } from '#semantics/values/awaited-value';

/** What is done with the thing, after which nobody has it any more; undefined where somebody may hold or close it. */
export function lastUseOf(opening: Call, model: SemanticModel): Node | undefined {
  const value = opening.parent?.kind === 'Await' ? opening.parent : opening;
  const { parent } = value;
  switch (parent?.kind) {
    case 'Attribute': {
      const call = parent.parent?.kind === 'Call' && parent.parent.func === parent ? parent.parent : undefined;
      return call === undefined || CLOSING_METHODS.has(parent.attr) || mayReturnSelf(parent.attr) ? undefined : call;
    }
    case 'For':
    case 'comprehension':
      return parent.iter === value ? parent : undefined;
    case 'Call':
      if (WAITING.has(model.names.qualifiedName(parent.func) ?? '')) return undefined;
      if (withoutAwait(value) === opening && readsOnly(parent, value, model)) return parent;
      return value === opening ? sendingOf(value, model) : undefined;
    case 'keyword':
    case 'Dict':
    case 'Tuple':
      return value === opening ? sendingOf(value, model) : undefined;
    default:
      return undefined;
  }
}

/** `__enter__` gives the thing again, and what is made of it with a word for itself (`detach`, `fileno`) goes on with it. */
const mayReturnSelf = (method: string): boolean =>
  method.startsWith('__') || method === 'detach' || method === 'fileno' || method === 'makefile';

/** `requests.post(url, files={"picture": open(path, "rb")})`: what a client sends it reads, and does not close; also by a local. */
function sendingOf(opening: Call, model: SemanticModel): Call | undefined {
  let given: Node = opening;
  while (given.parent !== undefined && HOLDING.has(given.parent.kind)) given = given.parent;
  const local = given === opening || given.kind === 'keyword' ? undefined : keptLocal(given as Expression);
  if (local === undefined) return sentBy(given, model);
  const uses = model.names.resolve(local)?.references;
  return uses && allSentBy(uses, model);
}

/** Each that a local is bound to asks. */
const allSentBy = memoizeInFile((uses: readonly Node[], model: SemanticModel): Call | undefined => {
  const calls = uses.flatMap((use) => sentBy(use, model) ?? []);
  return calls.length === uses.length ? calls[0] : undefined;
});

function sentBy(use: Node, { effects }: SemanticModel): Call | undefined {
  const call = use.parent?.kind === 'keyword' ? use.parent.parent : use.parent;
  return call?.kind === 'Call' && call.func !== use && effects.of(call) === 'network' ? call : undefined;
}

const HOLDING: ReadonlySet<Node['kind']> = new Set<Node['kind']>(['keyword', 'Dict', 'Tuple', 'List']);

const READING: ReadonlySet<Effect> = new Set<Effect>(['pure', 'parse']);

/** `json.load(open(path))`: the function reads it to its end; most objects that are made with it keep it, and close it. */
function readsOnly(call: Call, given: Node, { effects, names }: SemanticModel): boolean {
  const callee = names.qualifiedName(call.func);
  if (callee === undefined || !call.args.some((each) => each === given)) return false;
  if (NEVER_CLOSING.has(callee)) return true;
  if (!READING.has(effects.of(call))) return false;
  const name = callee.slice(callee.lastIndexOf('.') + 1);
  return /^[a-z]/.test(name) && !KEEPING.has(callee);
}

/** They close it later. */
const KEEPING: ReadonlySet<string> = new Set(['contextlib.closing', 'contextlib.aclosing']);
