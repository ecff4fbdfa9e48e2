import type { ClassDef } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { StateLife } from '../state.ts';
import type { SummaryClass } from '../summary.ts';
import { placeOf } from './place.ts';

export function summarizeClass(classDef: ClassDef, model: SemanticModel): SummaryClass {
  const lives = [...model.state.ofClass(classDef).values()];
  const named = (expression: ClassDef['bases'][number]): string => model.names.qualifiedName(expression) ?? '?';
  return {
    qualifiedName: `${model.names.moduleName}.${model.names.qualnameOf(classDef)}`,
    place: placeOf({ start: classDef.name_start, end: classDef.name_start + classDef.name.length }, model),
    bases: model.types.basesOf(classDef).map((base) => base ?? '?'),
    decorators: classDef.decorator_list.map((decorator) =>
      named(decorator.kind === 'Call' ? decorator.func : decorator),
    ),
    methods: classDef.body.flatMap((statement) =>
      statement.kind === 'FunctionDef' || statement.kind === 'AsyncFunctionDef' ? [statement.name] : [],
    ),
    attributes: Object.fromEntries(lives.map((life) => [life.name, life.type ?? null])),
    locks: lives.filter((life) => LOCKS.has(life.type ?? '')).map((life) => life.name),
    isStateful: lives.some((life) => changesAfterConstruction(life) || isRandom(life, model)),
  };
}

const LOCKS: ReadonlySet<string> = new Set([
  'threading.Lock',
  'threading.RLock',
  'threading.Condition',
  'threading.Semaphore',
  'threading.BoundedSemaphore',
  'asyncio.Lock',
  'asyncio.Condition',
  'asyncio.Semaphore',
  'multiprocessing.Lock',
]);

function changesAfterConstruction(life: StateLife): boolean {
  return life.uses.some(({ kind, within }) => {
    if (kind === 'grow' || kind === 'shrink' || kind === 'update') return true;
    return kind === 'rebind' && within?.kind !== 'Lambda' && within !== undefined && within.name !== '__init__';
  });
}

const RANDOM = /^(secrets\.|os\.urandom$|uuid\.uuid[14]$|random\.|cryptography\.fernet\.Fernet\.generate_key$)/;

function isRandom(life: StateLife, model: SemanticModel): boolean {
  return life.uses.some(({ value }) => value?.kind === 'Call' && RANDOM.test(model.types.calleeName(value.func) ?? ''));
}
