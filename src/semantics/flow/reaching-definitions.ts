import type {
  AsyncFor,
  AsyncWith,
  ClassDef,
  For,
  If,
  Match,
  Name,
  Node,
  Stmt,
  Try,
  TryStar,
  While,
  With,
} from '../../ast/index.ts';
import type { Boundness } from '../flow.ts';
import type { SemanticModel } from '../model.ts';
import type { Binding, Definition } from '../names.ts';
import { type BindingOutline, outlineOf } from './binding-outline.ts';
import type { BlockExits } from './exits.ts';
import { literalTruth } from './loops.ts';
import { isExhaustive } from './statements.ts';
import { swallowingOf } from './swallowing.ts';

/** Definitions of one name that may hold at a point; undefined where control does not come. */
type Reaching = ReadonlySet<Definition> | undefined;

// CPython refuses more than a hundred levels of indentation.
const MAX_NESTING = 120;
const NOTHING: ReadonlySet<Definition> = new Set();
/** Stands among the definitions where the name may hold nothing yet, or nothing any more. */
const UNBOUND = { kind: 'delete' } as Definition; // only its identity is asked for
const HOLDS_NOTHING: ReadonlySet<Definition> = new Set([UNBOUND]);

/**
 * Which definitions of one name reach which of its reads, over the statement structure. Sound rather than exact: what is
 * bound anywhere in a loop may hold at its start and after it, what is bound anywhere in a `try` may hold in its handlers.
 */
export class BindingFlow {
  readonly #all: readonly Definition[];
  #byRead: ReadonlyMap<Name, readonly Definition[]> | undefined;
  #reads: ReadonlyMap<Definition, readonly Name[]> | undefined;
  #followed: ReadonlyMap<Name, ReadonlySet<Definition>> | undefined;
  #isFollowed = false;

  constructor(
    private readonly binding: Binding,
    private readonly model: SemanticModel,
    private readonly exits: BlockExits,
  ) {
    this.#all = binding.definitions.filter(givesValue);
  }

  /** Also asked for the target of `x += 1`, which is read before it is bound. */
  reaching(name: Name): readonly Definition[] {
    // A name with one definition has nothing to tell apart.
    if (this.#all.length < 2) return this.#all;
    this.#byRead ??= this.#definitionsByRead();
    return this.#byRead.get(name) ?? this.#all;
  }

  #definitionsByRead(): ReadonlyMap<Name, readonly Definition[]> {
    const byRead = new Map<Name, readonly Definition[]>();
    const found = this.#follow();
    if (found === undefined) return byRead;
    const order = new Map(this.#all.map((definition, i) => [definition, i]));
    const remote = this.#all.filter((definition) => definition.remote);
    for (const [name, reaching] of found) byRead.set(name, inOrder([...reaching, ...remote], order));
    return byRead;
  }

  /** Whether the name holds something when this read of it runs; undefined where that cannot be followed. */
  boundness(name: Name): Boundness | undefined {
    const state = this.#follow()?.get(name);
    // What other scopes bind may be bound at any time.
    if (state === undefined || state.size === 0 || this.#all.some(({ remote }) => remote)) return undefined;
    if (!state.has(UNBOUND)) return 'bound';
    return state.size === 1 ? 'unbound' : 'either';
  }

  #follow(): ReadonlyMap<Name, ReadonlySet<Definition>> | undefined {
    if (!this.#isFollowed) this.#followed = new Interpreter(this.binding, this.model, this.exits).run();
    this.#isFollowed = true;
    return this.#followed;
  }

  /** Reads that a definition may reach, targets of augmented assignments among them. */
  readsOf(definition: Definition): readonly Name[] {
    this.#reads ??= this.#readsByDefinition();
    return this.#reads.get(definition) ?? [];
  }

  #readsByDefinition(): ReadonlyMap<Definition, readonly Name[]> {
    const reads = new Map<Definition, Name[]>();
    const augmented = this.#all.flatMap(({ kind, node }) =>
      kind === 'augmented' && node.kind === 'Name' ? [node] : [],
    );
    for (const name of [...this.binding.references, ...augmented]) {
      for (const definition of this.reaching(name)) {
        const known = reads.get(definition);
        if (known === undefined) reads.set(definition, [name]);
        else known.push(name);
      }
    }
    return reads;
  }
}

function inOrder(reaching: readonly Definition[], order: ReadonlyMap<Definition, number>): readonly Definition[] {
  return reaching.filter((each) => order.has(each)).sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
}

/** `del x` and a bare `x: int` bind nothing. */
function givesValue(definition: Definition): boolean {
  return definition.kind !== 'delete' && (definition.kind !== 'annotation' || definition.value !== undefined);
}

class Interpreter {
  readonly #outline: BindingOutline;
  readonly #found = new Map<Name, ReadonlySet<Definition>>();
  #nesting = 0;
  #isTooDeep = false;

  constructor(
    private readonly binding: Binding,
    private readonly model: SemanticModel,
    private readonly exits: BlockExits,
  ) {
    this.#outline = outlineOf(binding);
  }

  /** Undefined when the source nests too deep to follow: then every definition may reach every read. */
  run(): ReadonlyMap<Name, ReadonlySet<Definition>> | undefined {
    const { node } = this.binding.scope;
    const { initial } = this.#outline;
    this.#sequence(this.#outline.inside.get(node) ?? [], initial.length === 0 ? HOLDS_NOTHING : new Set(initial));
    return this.#isTooDeep ? undefined : this.#found;
  }

  #sequence(constructs: readonly Node[], before: Reaching): Reaching {
    let state = before;
    for (const construct of constructs) state = this.#construct(construct, state ?? NOTHING);
    return state;
  }

  /** A block of statements inside `parent`; nothing reaches its end when control never does. */
  #block(parent: Node, block: readonly Stmt[], before: Reaching): Reaching {
    if (this.#nesting >= MAX_NESTING) {
      this.#isTooDeep = true;
      return before;
    }
    this.#nesting++;
    const after = this.#sequence(this.#constructsIn(parent, block), before);
    this.#nesting--;
    return this.exits.falls(block) ? after : undefined;
  }

  #constructsIn(parent: Node, block: readonly Stmt[]): readonly Node[] {
    const [first] = block;
    const last = block.at(-1);
    if (first === undefined || last === undefined) return [];
    const inside = this.#outline.inside.get(parent) ?? [];
    return inside.filter((each) => each.start >= first.start && each.end <= last.end && each.kind !== 'ExceptHandler');
  }

  #construct(node: Node, before: ReadonlySet<Definition>): Reaching {
    switch (node.kind) {
      case 'If':
        return this.#if(node, before);
      case 'For':
      case 'AsyncFor':
        return this.#for(node, before);
      case 'While':
        return this.#while(node, before);
      case 'With':
      case 'AsyncWith':
        return this.#with(node, before);
      case 'Match':
        return this.#match(node, before);
      case 'Try':
      case 'TryStar':
        return this.#try(node, before);
      case 'ClassDef':
        return this.#class(node, before);
      default:
        return this.#happen(node, before);
    }
  }

  /** What happens in a construct itself, from `after` (exclusive) to `until` (inclusive). */
  #happen(
    construct: Node,
    before: ReadonlySet<Definition>,
    after = Number.NEGATIVE_INFINITY,
    until = Number.POSITIVE_INFINITY,
  ): ReadonlySet<Definition> {
    let state = before;
    for (const happening of this.#outline.happenings.get(construct) ?? []) {
      if (happening.at <= after || happening.at > until) continue;
      if (happening.kind === 'read') this.#found.set(happening.name, state);
      else state = bind(state, happening.definition, happening.isCertain);
    }
    return state;
  }

  #bound(construct: Node): ReadonlySet<Definition> {
    return this.#outline.bound.get(construct) ?? NOTHING;
  }

  /** `elif` is an If in the `else` of an If: a chain of thousands is walked, not nested. */
  #if(statement: If, before: ReadonlySet<Definition>): Reaching {
    const ends: Reaching[] = [];
    let state = before;
    for (let at = statement; ; ) {
      state = this.#happen(at, state);
      ends.push(this.#block(at, at.body, state));
      const [next] = at.orelse;
      if (at.orelse.length === 1 && next?.kind === 'If') at = next;
      else return joinAll([...ends, this.#block(at, at.orelse, state)]);
    }
  }

  #for(statement: For | AsyncFor, before: ReadonlySet<Definition>): Reaching {
    const entered = this.#happenInIterable(statement, before);
    const around = union(entered, this.#bound(statement));
    this.#block(statement, statement.body, this.#bindTarget(statement, around));
    return this.#afterLoop(statement, around, around);
  }

  #happenInIterable(statement: For | AsyncFor, before: ReadonlySet<Definition>): ReadonlySet<Definition> {
    let state = before;
    for (const happening of this.#outline.happenings.get(statement) ?? []) {
      if (happening.kind === 'read') this.#found.set(happening.name, state);
      else if (happening.definition.kind !== 'for') state = bind(state, happening.definition, happening.isCertain);
    }
    return state;
  }

  #bindTarget(statement: For | AsyncFor, around: ReadonlySet<Definition>): ReadonlySet<Definition> {
    let state = around;
    for (const happening of this.#outline.happenings.get(statement) ?? []) {
      if (happening.kind === 'bind' && happening.definition.kind === 'for')
        state = bind(state, happening.definition, true);
    }
    return state;
  }

  #while(statement: While, before: ReadonlySet<Definition>): Reaching {
    const around = union(before, this.#bound(statement));
    const tested = this.#happen(statement, around);
    this.#block(statement, statement.body, tested);
    return this.#afterLoop(statement, literalTruth(statement.test) === true ? undefined : tested, around);
  }

  #afterLoop(loop: For | AsyncFor | While, ended: Reaching, broken: Reaching): Reaching {
    const afterElse = ended && this.#block(loop, loop.orelse, ended);
    return join(afterElse, this.exits.exitsOf(loop.body).breaks ? broken : undefined);
  }

  #with(statement: With | AsyncWith, before: ReadonlySet<Definition>): Reaching {
    const entered = this.#happen(statement, before);
    const after = this.#block(statement, statement.body, entered);
    const mayBeCut = statement.items.some((item) => swallowingOf(item.context_expr, this.model) !== 'nothing');
    return mayBeCut ? join(after, union(entered, this.#bound(statement))) : after;
  }

  #match(statement: Match, before: ReadonlySet<Definition>): Reaching {
    let state = this.#happen(statement, before);
    const ends: Reaching[] = [];
    for (const matchCase of statement.cases) {
      const matched = this.#happen(matchCase, state);
      ends.push(this.#block(matchCase, matchCase.body, matched));
      // A pattern may bind and then not match.
      state = union(state, matched);
    }
    return joinAll(isExhaustive(statement) ? ends : [...ends, state]);
  }

  #try(statement: Try | TryStar, before: ReadonlySet<Definition>): Reaching {
    const body = this.#block(statement, statement.body, before);
    const interrupted = union(before, this.#boundWhenInterrupted(statement));
    let after = body && this.#block(statement, statement.orelse, body);
    for (const handler of statement.handlers) {
      const caught = this.#happen(handler, interrupted);
      const handled = this.#block(handler, handler.body, caught);
      // The name of `except … as name` is deleted when the handler ends.
      after = join(after, handled && (handler.name === this.binding.name ? HOLDS_NOTHING : handled));
    }
    const anywhere = union(before, this.#bound(statement));
    const last = this.#block(statement, statement.finalbody, anywhere);
    const bindsAtLast = this.#outline.boundInFinally.has(statement);
    return last && (bindsAtLast ? after && last : after);
  }

  /** What the body of a `try` may have bound when it fails: not what its last statement does when nothing is left to fail. */
  #boundWhenInterrupted(statement: Try | TryStar): ReadonlySet<Definition> {
    const bound = this.#outline.boundInTry.get(statement) ?? NOTHING;
    const last = statement.body.at(-1);
    return last !== undefined && bindsAtItsEnd(last)
      ? new Set([...bound].filter((definition) => definition.statement !== last))
      : bound;
  }

  /** The body of a class runs in line; the class is bound when it is done. */
  #class(statement: ClassDef, before: ReadonlySet<Definition>): Reaching {
    const last = statement.end - 1;
    const entered = this.#happen(statement, before, Number.NEGATIVE_INFINITY, last);
    const after = this.#block(statement, statement.body, entered);
    return this.#happen(statement, after ?? NOTHING, last);
  }
}

/** Whatever fails in such a statement fails before it binds. */
function bindsAtItsEnd(statement: Stmt): boolean {
  switch (statement.kind) {
    case 'Assign':
      return statement.targets.length === 1;
    case 'AnnAssign':
    case 'FunctionDef':
    case 'AsyncFunctionDef':
    case 'ClassDef':
      return true;
    case 'Import':
    case 'ImportFrom':
      return statement.names.length === 1;
    default:
      return false;
  }
}

function bind(state: ReadonlySet<Definition>, definition: Definition, isCertain: boolean): ReadonlySet<Definition> {
  if (definition.kind === 'delete') return isCertain ? HOLDS_NOTHING : union(state, HOLDS_NOTHING);
  if (!givesValue(definition)) return state;
  return isCertain ? new Set([definition]) : union(state, new Set([definition]));
}

function union(a: ReadonlySet<Definition>, b: ReadonlySet<Definition>): ReadonlySet<Definition> {
  if (b.size === 0) return a;
  return a.size === 0 ? b : new Set([...a, ...b]);
}

function joinAll(states: readonly Reaching[]): Reaching {
  const alive = states.filter((state) => state !== undefined);
  const [first] = alive;
  return alive.length < 2 ? first : new Set(alive.flatMap((state) => [...state]));
}

function join(a: Reaching, b: Reaching): Reaching {
  if (a === undefined) return b;
  return b === undefined ? a : union(a, b);
}
