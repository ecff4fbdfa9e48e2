/** What a call does to more than the module that makes it: to the process, to files, to other machines. */
import { type Call, lastName } from '../../ast/index.ts';
import { HEAVY_OBJECTS } from '../../knowledge/heavy-objects.ts';
import { MODEL_LOADERS } from '../../knowledge/model-loaders.ts';
import { PROCESS_ACTS } from '../../knowledge/process-acts.ts';
import type { SemanticModel } from '../../semantics/index.ts';

export interface ProcessAct {
  readonly call: Call;
  /** In words that follow "importing this module". */
  readonly what: string;
  readonly name: string;
  /** What programs do once, at their start. */
  readonly isSetup: boolean;
}

/** Calls that load a model, by qualified name. */
export const MODEL_LOADS: readonly string[] = [
  ...MODEL_LOADERS.keys(),
  ...[...HEAVY_OBJECTS].flatMap(([name, cost]) => (cost === 'model' ? [name] : [])),
];
const LOADS: ReadonlySet<string> = new Set(MODEL_LOADS);

export function processActOf(call: Call, model: SemanticModel): ProcessAct | undefined {
  const name = model.types.calleeName(call.func) ?? madeTables(call, model);
  if (name === undefined) return undefined;
  const what = PROCESS_ACTS.get(name) ?? whatIsDone(call, name, model);
  if (what !== undefined) return { call, what, name, isSetup: name.startsWith('logging.') };
  const blocking = model.effects.blocking(call);
  if (blocking === undefined || blocking.endsWith('.acquire')) return undefined;
  return { call, what: describeBlocking(call, model), name: blocking, isSetup: false };
}

/** `Base.metadata.create_all(engine)`, `db.create_all()`: whatever has it is SQLAlchemy's. */
function madeTables({ func }: Call, { source }: SemanticModel): string | undefined {
  return func.kind === 'Attribute' && CREATES.test(func.attr)
    ? source.text.content.slice(func.start, func.end)
    : undefined;
}

const CREATES = /^(?:create|drop)_all$/;

function whatIsDone(call: Call, name: string, model: SemanticModel): string | undefined {
  if (CREATES.test(lastName(call.func) ?? '')) return 'changes the tables of a database';
  if (LOADS.has(name) || /^(?:transformers|diffusers)\.\w+\.from_pretrained$/.test(name)) return 'loads a model';
  return name === 'builtins.open' && /[wax+]/.test(modeOf(call, model)) ? 'opens a file for writing' : undefined;
}

function modeOf(call: Call, { values }: SemanticModel): string {
  const mode = values.givenArgument(call, 'mode', 1);
  return (mode === undefined ? undefined : values.string(mode)) ?? '';
}

function describeBlocking(call: Call, model: SemanticModel): string {
  switch (model.effects.of(call)) {
    case 'network':
      return 'reaches the network';
    case 'database':
      return 'opens a database';
    case 'process':
      return 'runs a program';
    default:
      return 'waits';
  }
}
