/** One database session that is handed to work which runs side by side. */
import {
  type Attribute,
  ancestors,
  type Call,
  type Expression,
  isWithin,
  lastName,
  type Name,
  type Node,
  walk,
} from '#ast';
import { OF_ONE_THREAD_OBJECTS, UNSHARED_CONNECTORS } from '#knowledge/database-drivers';
import type { SemanticModel } from '#semantics';
import { definitionNamedBy } from '#semantics/effects/definition-called';
import { workersOf } from '../_shared/worker-threads.ts';

export interface SharedSession {
  readonly session: Name | Attribute;
  /** Where else it is at the same time; the same place where that is run several times. */
  readonly other: Name | Attribute;
}

/** `gather(read(db), count(db))`, `pool.submit(load, db, key)` in a loop, `pool.map(lambda key: load(db, key), keys)`. */
export function sessionSharedBy(call: Call, model: SemanticModel): SharedSession | undefined {
  if (model.types.calleeName(call.func) === 'asyncio.gather') return gathered(call, model);
  const start = model.context.startOf(call);
  const isMapped = lastName(call.func) === 'map' && /executor|pool/i.test(model.types.classOf(receiverOf(call)) ?? '');
  const isStarted =
    start !== undefined && start.how !== 'callback' && start.how !== 'dependency' && start.how !== 'process';
  if (!isMapped && (!isStarted || isAwaited(call))) return undefined;
  if (start?.how === 'executor' && workersOf(start, model) === 'one') return undefined;
  // Starlette runs what a response brings one after the other.
  if (/\.BackgroundTasks$/.test(model.types.classOf(receiverOf(call)) ?? '')) return undefined;
  const given = sessionsIn(call, model);
  if (isMapped) return given[0] && { session: given[0], other: given[0] };
  const repeated = repeatedBy(call);
  const outer = given.find((name) => repeated !== undefined && isFromOutside(name, repeated, model));
  return outer && { session: outer, other: outer };
}

function gathered({ args }: Call, model: SemanticModel): SharedSession | undefined {
  return handedToSeveral(args, model) ?? keptBySeveral(args, model);
}

/** `gather(self._orders(), self._tickets())`: methods of one object, which take the session that it keeps. */
function keptBySeveral(args: readonly Expression[], model: SemanticModel): SharedSession | undefined {
  const seen = new Map<string, Attribute>();
  for (const arg of args) {
    const many = arg.kind === 'Starred' ? arg.value : undefined;
    const call = many?.kind === 'ListComp' || many?.kind === 'GeneratorExp' ? many.elt : arg;
    for (const kept of call.kind === 'Call' ? sessionsKeptFor(call, model) : []) {
      const other = many === undefined ? seen.get(kept.attr) : kept;
      if (other !== undefined) return { session: other, other: kept };
      seen.set(kept.attr, kept);
    }
  }
  return undefined;
}

/** Of a method that an object calls of itself: each session that it takes of the object, once. */
function sessionsKeptFor({ func }: Call, model: SemanticModel): Iterable<Attribute> {
  const method = func.kind === 'Attribute' && isSelf(func.value) ? definitionNamedBy(model, func) : undefined;
  if (method === undefined || method.kind === 'ClassDef') return [];
  const taken = model.context
    .nodesOfFunction(method, 'Attribute')
    .filter(
      (each) =>
        isSelf(each.value) && each.parent?.kind === 'Attribute' && SESSION.test(model.types.classOf(each) ?? ''),
    );
  return new Map(taken.map((each) => [each.attr, each])).values();
}

const isSelf = (object: Expression): boolean => object.kind === 'Name' && object.id === 'self';

function handedToSeveral(args: readonly Expression[], model: SemanticModel): SharedSession | undefined {
  const seen = new Map<unknown, Name>();
  for (const arg of args) {
    const [inMany] =
      arg.kind === 'Starred' ? sessionsIn(arg.value, model).filter((name) => isFromOutside(name, arg, model)) : [];
    if (inMany !== undefined && arg.kind === 'Starred' && arg.value.kind !== 'Name')
      return { session: inMany, other: inMany };
    for (const name of sessionsIn(arg, model)) {
      const binding = model.names.resolve(name);
      const first = seen.get(binding);
      if (first !== undefined && !isWithin(first, arg)) return { session: first, other: name };
      if (first === undefined) seen.set(binding, name);
    }
  }
  return undefined;
}

/** The next one is started when this one has ended. */
const isAwaited = ({ parent }: Call): boolean => parent?.kind === 'Await';

const receiverOf = ({ func }: Call): Expression => (func.kind === 'Attribute' ? func.value : func);

/** The loop or comprehension that runs an expression again and again. */
function repeatedBy(call: Call): Node | undefined {
  for (const outer of ancestors(call)) {
    if (outer.kind === 'FunctionDef' || outer.kind === 'AsyncFunctionDef' || outer.kind === 'Lambda') return undefined;
    if (REPEATING.has(outer.kind)) return outer;
  }
  return undefined;
}

const REPEATING: ReadonlySet<Node['kind']> = new Set([
  ...(['For', 'While', 'AsyncFor', 'ListComp', 'SetComp', 'GeneratorExp', 'DictComp'] as const),
]);

/** Nothing of it is bound anew on each turn. */
function isFromOutside(name: Name, around: Node, { names }: SemanticModel): boolean {
  const definitions = names.resolve(name)?.definitions ?? [];
  return definitions.length > 0 && definitions.every(({ node }) => !isWithin(node, around));
}

/** The names of sessions and connections that are given to what is there. */
function sessionsIn(within: Node, model: SemanticModel): readonly Name[] {
  const found: Name[] = [];
  walk(within, (node) => {
    if (node.kind === 'Name' && node.ctx === 'Load' && isGiven(node) && isSession(node, model)) found.push(node);
  });
  return found;
}

const isGiven = ({ parent }: Name): boolean =>
  parent?.kind === 'Call' || parent?.kind === 'keyword' || parent?.kind === 'Tuple' || parent?.kind === 'Attribute';

function isSession(name: Name, model: SemanticModel): boolean {
  const type = model.types.classOf(name);
  if (type !== undefined && SESSION.test(type)) return true;
  return model.flow.origins(name).some((origin) => {
    // What a module or an object keeps is what is put there.
    const kept = model.state.lifeOf(origin)?.of('create') ?? [];
    const values = [origin, ...kept.flatMap(({ value }) => value ?? [])];
    return values.some((value) => value.kind === 'Call' && (opensOne(value, model) || keepsOne(value, model)));
  });
}

const opensOne = ({ func }: Call, { names, types }: SemanticModel): boolean => {
  const callee = names.qualifiedName(func) ?? '';
  if (func.kind === 'Attribute' && func.attr === 'cursor') return SESSION.test(types.classOf(func.value) ?? '');
  return UNSHARED_CONNECTORS.has(callee) || OF_ONE_THREAD_OBJECTS.has(callee);
};

/** `Loader(session)`: an object of a class of this file that is made with one, and each of its methods may use it. */
function keepsOne(call: Call, model: SemanticModel): boolean {
  if (model.names.definitionOf(call.func)?.kind !== 'ClassDef') return false;
  return call.args.some((given) => {
    if (given.kind !== 'Name') return false;
    const type = model.types.classOf(given);
    if (type !== undefined && SESSION.test(type)) return true;
    return model.flow.origins(given).some((origin) => origin.kind === 'Call' && opensOne(origin, model));
  });
}

const SESSION =
  /^(?:sqlalchemy\.orm\.(?:session\.)?Session|sqlalchemy\.ext\.asyncio\.(?:\w+\.)?AsyncSession|sqlmodel\.(?:\w+\.)*(?:Async)?Session|(?:sqlite3|psycopg2?|asyncpg|aiosqlite)\.(?:\w+\.)*(?:Async)?[Cc]onnection)$/;
