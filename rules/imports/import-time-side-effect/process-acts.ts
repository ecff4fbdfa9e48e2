/** What a call does to more than the module that makes it: to the process, to files, to other machines. */
import { type Call, lastName, type Node, type Stmt, walk } from '#ast';
import { HEAVY_OBJECTS } from '#knowledge/heavy-objects';
import { MODEL_LOADERS } from '#knowledge/model-loaders';
import { PROCESS_ACTS } from '#knowledge/process-acts';
import type { SemanticModel } from '#semantics';

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

export function processActOf(call: Call, model: SemanticModel): ProcessAct | undefined {
  const name = model.types.calleeName(call.func) ?? madeTables(call, model);
  if (name === undefined) return undefined;
  const what = PROCESS_ACTS.get(name) ?? whatIsDone(call, name, model);
  if (what !== undefined) return { call, what, name, isSetup: name.startsWith('logging.') };
  const blocking = model.effects.blocking(call);
  if (blocking === undefined || blocking.endsWith('.acquire')) return undefined;
  return { call, what: WORDS.get(model.effects.of(call)) ?? 'waits', name: blocking, isSetup: false };
}

/** `Base.metadata.create_all(engine)`, `db.create_all()`: whatever has it is SQLAlchemy's. */
function madeTables({ func }: Call, { source }: SemanticModel): string | undefined {
  return lastName(func) === 'create_all' ? source.text.content.slice(func.start, func.end) : undefined;
}

function whatIsDone(call: Call, name: string, model: SemanticModel): string | undefined {
  if (name.endsWith('.create_all')) return 'changes database tables';
  if (MODEL_LOADS.includes(name) || /^(?:transformers|diffusers)\.\w+\.from_pretrained$/.test(name))
    return 'loads a model';
  const mode = name === 'builtins.open' ? model.values.givenArgument(call, 'mode', 1) : undefined;
  return mode && /[wax+]/.test(model.values.string(mode) ?? '') ? 'opens a file for writing' : undefined;
}

/** Of other effects it waits. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['network', 'accesses the network'],
  ['database', 'connects to a database'],
  ['process', 'runs a program'],
]);

/** Calls that every import of the module makes, whatever the machine and the environment. */
export function callsAtImport(code: readonly Stmt[]): Call[] {
  const calls: Call[] = [];
  const collect = (node: Node): unknown => {
    if (node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef' || node.kind === 'Lambda') return 'skip';
    // A branch has a reason; what it holds is not done on every import.
    if (node.kind === 'If' || node.kind === 'IfExp' || node.kind === 'ExceptHandler') return 'skip';
    if (node.kind === 'Call') calls.push(node);
    return undefined;
  };
  for (const statement of code) walk(statement, collect);
  return calls.sort((a, b) => a.start - b.start);
}
