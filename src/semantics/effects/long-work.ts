/** Whether a call keeps its thread busy: computing, packing, loading a model, moving files. */
import type { Call } from '../../ast/index.ts';
import { FEW_ROUNDS, mayWorkLong, worksLong } from '../../knowledge/long-work.ts';
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
  const asked = `${called}.__call__`;
  return worksLong(asked) ? asked : undefined;
}

/** Ten thousands of rounds take some milliseconds; what hashes passwords has hundreds of thousands. */
function isQuick(call: Call, name: string, { values }: SemanticModel): boolean {
  const rounds = name === 'hashlib.pbkdf2_hmac' ? values.givenArgument(call, 'iterations', 3) : undefined;
  return rounds !== undefined && (values.number(rounds) ?? MOST + 1) <= MOST;
}

const MOST = 30_000;

/** `Document()`: a new one, of which nothing is read. */
const makesEmpty = ({ args, keywords }: Call, name: string): boolean =>
  args.length === 0 && keywords.length === 0 && /^(?:docx\.Document|pptx\.Presentation)$/.test(name);
