import {
  type AsyncFor,
  type AsyncWith,
  type ClassDef,
  type For,
  type If,
  isExhaustive,
  literalTruth,
  type Match,
  type Name,
  type Node,
  type Stmt,
  type Try,
  type TryStar,
  type While,
  type With,
} from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { Binding, Definition } from '../names.ts';
import { type BindingOutline, type Happening, outlineOf } from './binding-outline.ts';
import type { BlockExits } from './exits.ts';
import type { Holdings } from './holdings.ts';

import { swallowingOf } from './swallowing.ts';

// CPython refuses more than a hundred levels of indentation.
const MAX_NESTING = 120;
const NO_DEFINITIONS: ReadonlySet<Definition> = new Set();

/**
 * What one name may hold at each of its reads, over the statement structure. Sound rather than exact: what is bound anywhere in a
 * loop may hold at its start and after it, what is bound anywhere in a `try` may hold in its handlers. A state is undefined where
 * control does not come.
 */
export class BindingInterpreter<State> {
  readonly #outline: BindingOutline;
  readonly #found = new Map<Name, State>();
  #nesting = 0;
  #isTooDeep = false;

  constructor(
    private readonly binding: Binding,
    private readonly model: SemanticModel,
    private readonly exits: BlockExits,
    private readonly holdings: Holdings<State>,
    /** Those that an earlier round of a loop, or what ends early, may have left; filled with those that control comes to. All if not given. */
    private readonly live?: Set<Definition>,
  ) {
    this.#outline = outlineOf(binding);
  }

  /** Undefined when the source nests too deep to follow: then every definition may reach every read. */
  run(): ReadonlyMap<Name, State> | undefined {
    const { node } = this.binding.scope;
    const { initial } = this.#outline;
    this.#sequence(
      this.#outline.inside.get(node) ?? [],
      initial.length === 0 ? this.holdings.unbound : this.holdings.of(new Set(initial)),
    );
    return this.#isTooDeep ? undefined : this.#found;
  }

  #sequence(constructs: readonly Node[], before: State | undefined): State | undefined {
    let state = before;
    for (const construct of constructs) state = this.#construct(construct, state ?? this.holdings.none);
    return state;
  }

  /** A block of statements inside `parent`; nothing reaches its end when control never does. */
  #block(parent: Node, block: readonly Stmt[], before: State | undefined): State | undefined {
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

  #construct(node: Node, before: State): State | undefined {
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
  #happen(construct: Node, before: State, after = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY): State {
    let state = before;
    for (const happening of this.#outline.happenings.get(construct) ?? []) {
      if (happening.at <= after || happening.at > until) continue;
      state = this.#step(happening, state);
    }
    return state;
  }

  #step(happening: Happening, before: State): State {
    if (happening.kind === 'read') {
      this.#found.set(happening.name, before);
      return happening.isCertain && this.live !== undefined ? this.holdings.afterRead(before) : before;
    }
    if (this.live !== undefined && before === this.holdings.none) return before;
    this.live?.add(happening.definition);
    return this.holdings.bind(before, happening.definition, happening.isCertain);
  }

  #withBound(state: State, construct: Node): State {
    return this.#withDefinitions(state, this.#outline.bound.get(construct) ?? NO_DEFINITIONS);
  }

  #withDefinitions(state: State, definitions: ReadonlySet<Definition>): State {
    const { live } = this;
    const left = live === undefined ? definitions : new Set([...definitions].filter((each) => live.has(each)));
    return left.size === 0 ? state : this.holdings.join([state, this.holdings.of(left)]);
  }

  /** `elif` is an If in the `else` of an If: a chain of thousands is walked, not nested. */
  #if(statement: If, before: State): State | undefined {
    const ends: (State | undefined)[] = [];
    let state = before;
    for (let at = statement; ; ) {
      state = this.#happen(at, state);
      ends.push(this.#block(at, at.body, state));
      const [next] = at.orelse;
      if (at.orelse.length === 1 && next?.kind === 'If') at = next;
      else return this.#join([...ends, this.#block(at, at.orelse, state)]);
    }
  }

  #for(statement: For | AsyncFor, before: State): State | undefined {
    const entered = this.#happenInIterable(statement, before);
    const around = this.#withBound(entered, statement);
    this.#block(statement, statement.body, this.#bindTarget(statement, around));
    return this.#afterLoop(statement, around, around);
  }

  #happenInIterable(statement: For | AsyncFor, before: State): State {
    let state = before;
    for (const happening of this.#outline.happenings.get(statement) ?? []) {
      if (happening.kind === 'read' || happening.definition.kind !== 'for') state = this.#step(happening, state);
    }
    return state;
  }

  #bindTarget(statement: For | AsyncFor, around: State): State {
    let state = around;
    for (const happening of this.#outline.happenings.get(statement) ?? []) {
      if (happening.kind === 'bind' && happening.definition.kind === 'for') state = this.#step(happening, state);
    }
    return state;
  }

  #while(statement: While, before: State): State | undefined {
    const around = this.#withBound(before, statement);
    const tested = this.#happen(statement, around);
    this.#block(statement, statement.body, tested);
    return this.#afterLoop(statement, literalTruth(statement.test) === true ? undefined : tested, around);
  }

  #afterLoop(loop: For | AsyncFor | While, ended: State | undefined, broken: State | undefined): State | undefined {
    const afterElse = ended === undefined ? undefined : this.#block(loop, loop.orelse, ended);
    return this.#join([afterElse, this.exits.exitsOf(loop.body).breaks ? broken : undefined]);
  }

  #with(statement: With | AsyncWith, before: State): State | undefined {
    const entered = this.#happen(statement, before);
    const after = this.#block(statement, statement.body, entered);
    const mayBeCut = statement.items.some((item) => swallowingOf(item.context_expr, this.model) !== 'nothing');
    return mayBeCut ? this.#join([after, this.#withBound(entered, statement)]) : after;
  }

  #match(statement: Match, before: State): State | undefined {
    let state = this.#happen(statement, before);
    const ends: (State | undefined)[] = [];
    for (const matchCase of statement.cases) {
      const matched = this.#happen(matchCase, state);
      ends.push(this.#block(matchCase, matchCase.body, matched));
      // A pattern may bind and then not match.
      state = this.holdings.join([state, matched]);
    }
    return this.#join(isExhaustive(statement) ? ends : [...ends, state]);
  }

  #try(statement: Try | TryStar, before: State): State | undefined {
    const body = this.#block(statement, statement.body, before);
    const interrupted = this.#withDefinitions(before, this.#boundWhenInterrupted(statement));
    const ends = [body === undefined ? undefined : this.#block(statement, statement.orelse, body)];
    for (const handler of statement.handlers) {
      const caught = this.#happen(handler, interrupted);
      const handled = this.#block(handler, handler.body, caught);
      // The name of `except … as name` is deleted when the handler ends.
      ends.push(handled !== undefined && handler.name === this.binding.name ? this.holdings.unbound : handled);
    }
    const after = this.#join(ends);
    const anywhere = this.#withBound(before, statement);
    const last = this.#block(statement, statement.finalbody, anywhere);
    if (last === undefined || after === undefined) return undefined;
    return this.#outline.boundInFinally.has(statement) ? last : after;
  }

  /** What the body of a `try` may have bound when it fails: not what its last statement does when nothing is left to fail. */
  #boundWhenInterrupted(statement: Try | TryStar): ReadonlySet<Definition> {
    const bound = this.#outline.boundInTry.get(statement) ?? NO_DEFINITIONS;
    const last = statement.body.at(-1);
    return last !== undefined && bindsAtItsEnd(last)
      ? new Set([...bound].filter((definition) => definition.statement !== last))
      : bound;
  }

  /** The body of a class runs in line; the class is bound when it is done. */
  #class(statement: ClassDef, before: State): State | undefined {
    const last = statement.end - 1;
    const entered = this.#happen(statement, before, Number.NEGATIVE_INFINITY, last);
    const after = this.#block(statement, statement.body, entered);
    return this.#happen(statement, after ?? this.holdings.none, last);
  }

  #join(states: readonly (State | undefined)[]): State | undefined {
    const alive = states.filter((state) => state !== undefined);
    const [first] = alive;
    return alive.length < 2 ? first : this.holdings.join(alive);
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
