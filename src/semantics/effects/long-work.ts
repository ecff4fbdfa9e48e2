/** Whether a call keeps its thread busy: computing, packing, loading a model, moving files. */
import type { Call, Expression } from '../../ast/index.ts';
import { FEW_ROUNDS, mayWorkLong, worksLong } from '../../knowledge/long-work.ts';
import type { Flow } from '../flow.ts';
import type { SemanticModel } from '../model.ts';

/** Qualified name of what works for long, else undefined; `Class.__call__` where an object is called itself. */
export function longWork(model: SemanticModel, call: Call): string | undefined {
  if (call.parent?.kind === 'Await') return undefined;
  const name = model.types.calleeName(call.func);
  if (name !== undefined && worksLong(name))
    return makesEmpty(call, name) ? undefined : isQuick(call, name, model) ? name + FEW_ROUNDS : name;
  // A file is hashed piece by piece.
  if (name === 'hashlib._Hash.update') return model.context.loopAround(call) === undefined ? undefined : name;
  if (name !== undefined && model.names.qualifiedName(call.func) === name && call.func.kind === 'Attribute')
    return undefined;
  const called = model.types.classOf(call.func);
  if (called === undefined || !mayWorkLong(called)) return undefined;
  const callMethod = `${called}.__call__`;
  return worksLong(callMethod) ? callMethod : undefined;
}

/** Some milliseconds: ten thousands of rounds, or what is set to cost next to nothing; what hashes passwords has hundreds of thousands. */
function isQuick(call: Call, name: string, { flow, values }: SemanticModel): boolean {
  const numberOf = (from: Expression | undefined, keyword: string, position?: number): number | undefined => {
    const given = from?.kind === 'Call' ? values.givenArgument(from, keyword, position) : undefined;
    return given === undefined ? undefined : values.number(given);
  };
  if (name === 'hashlib.pbkdf2_hmac') return isCheap('pbkdf2', numberOf(call, 'iterations', 3));
  if (name === 'bcrypt.hashpw') return isCheap('bcrypt', numberOf(originOf(call.args[1], flow), 'rounds', 0));
  const made = call.func.kind === 'Attribute' ? originOf(call.func.value, flow) : undefined;
  if (name.startsWith('argon2.'))
    return isCheap('argon2', numberOf(made, 'time_cost', 0), numberOf(made, 'memory_cost', 1));
  const schemes = made?.kind === 'Call' ? values.givenArgument(made, 'schemes', 0) : undefined;
  const [first] = schemes?.kind === 'List' || schemes?.kind === 'Tuple' ? schemes.elts : [];
  const scheme = first && values.string(first);
  const rounds = ['rounds', 'default_rounds', 'time_cost'].map((each) => numberOf(made, `${scheme}__${each}`));
  return isCheap(
    scheme ?? '',
    rounds.find((each) => each !== undefined),
    numberOf(made, `${scheme}__memory_cost`),
  );
}

/** Where it comes from one place. */
function originOf(of: Expression | undefined, flow: Flow): Expression | undefined {
  const [only, another] = of === undefined ? [] : flow.origins(of);
  return another === undefined ? only : undefined;
}

/** Rounds of bcrypt double; argon2 takes as long as what it goes over, in KiB, is large. */
function isCheap(scheme: string, rounds = Number.POSITIVE_INFINITY, memory = 65_536): boolean {
  if (scheme === 'argon2') return rounds * memory <= 16_384;
  return rounds <= (scheme === 'bcrypt' ? 8 : 30_000);
}

/** `Document()`: a new one, of which nothing is read. */
const makesEmpty = ({ args, keywords }: Call, name: string): boolean =>
  args.length === 0 && keywords.length === 0 && /^(?:docx\.Document|pptx\.Presentation)$/.test(name);
