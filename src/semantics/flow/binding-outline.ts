import type { Name, Node, Stmt } from '../../ast/index.ts';
import type { Binding, Definition } from '../names.ts';

/** Something that happens to a name: it is read, or bound. `at` orders the happenings of one construct. */
export type Happening =
  | { readonly kind: 'read'; readonly at: number; readonly name: Name; readonly isCertain: boolean }
  | { readonly kind: 'bind'; readonly at: number; readonly definition: Definition; readonly isCertain: boolean };

/**
 * The constructs of a scope that have to do with one name, and nothing else: questions about the name then cost what the
 * name costs, not what the function costs. A construct is a statement, an `except` clause or a `case`.
 */
export interface BindingOutline {
  /** Constructs directly inside a construct (or the scope), in source order. */
  readonly inside: ReadonlyMap<Node, readonly Node[]>;
  /** What happens in a construct itself, outside the blocks in it. */
  readonly happenings: ReadonlyMap<Node, readonly Happening[]>;
  /** Definitions anywhere in a loop, `with` or `try`: those that an early end of it may leave standing. */
  readonly bound: ReadonlyMap<Node, ReadonlySet<Definition>>;
  /** Those of them in the first block of a `try`, and in its `finally`. */
  readonly boundInTry: ReadonlyMap<Node, ReadonlySet<Definition>>;
  readonly boundInFinally: ReadonlyMap<Node, ReadonlySet<Definition>>;
  /** Definitions that hold from the start: parameters. */
  readonly initial: readonly Definition[];
  /** Reads that run at another time (nested functions, generators handed on): any definition may reach them. */
  readonly detached: readonly Name[];
}

export function outlineOf(binding: Binding): BindingOutline {
  const outline = new OutlineBuilder(binding.scope.node);
  for (const definition of binding.definitions) outline.addDefinition(definition);
  for (const name of binding.references) outline.addRead(name, name.start);
  return outline.finish();
}

class OutlineBuilder {
  readonly #inside = new Map<Node, Node[]>();
  readonly #connected = new Set<Node>();
  readonly #happenings = new Map<Node, Happening[]>();
  readonly #bound = new Map<Node, Set<Definition>>();
  readonly #boundInTry = new Map<Node, Set<Definition>>();
  readonly #boundInFinally = new Map<Node, Set<Definition>>();
  readonly #initial: Definition[] = [];
  readonly #detached: Name[] = [];

  constructor(private readonly root: Node) {}

  addDefinition(definition: Definition): void {
    if (definition.remote) return;
    if (definition.kind === 'parameter' || definition.kind === 'type-parameter') {
      this.#initial.push(definition);
      return;
    }
    const place = placeOf(definition.node, this.root);
    if (place === undefined) return;
    this.#connect(place.construct);
    const { node } = definition;
    // `x += 1` reads before it binds.
    if (definition.kind === 'augmented' && node.kind === 'Name') this.addRead(node, node.start);
    this.#add(place.construct, {
      kind: 'bind',
      at: bindsAt(definition, place.construct),
      definition,
      isCertain: definition.kind !== 'named-expression' || place.isCertain,
    });
    this.#noteBound(definition, place.construct);
  }

  addRead(name: Name, at: number): void {
    const place = placeOf(name, this.root);
    if (place === undefined) {
      this.#detached.push(name);
      return;
    }
    this.#connect(place.construct);
    const { construct, isCertain } = place;
    this.#add(construct, { kind: 'read', at: Math.max(at, place.readsFrom), name, isCertain });
  }

  finish(): BindingOutline {
    for (const constructs of this.#inside.values()) constructs.sort((a, b) => a.start - b.start);
    // At the same offset a name is read before it is bound.
    for (const happenings of this.#happenings.values()) {
      happenings.sort((a, b) => a.at - b.at || Number(a.kind === 'bind') - Number(b.kind === 'bind'));
    }
    return {
      inside: this.#inside,
      happenings: this.#happenings,
      bound: this.#bound,
      boundInTry: this.#boundInTry,
      boundInFinally: this.#boundInFinally,
      initial: this.#initial,
      detached: this.#detached,
    };
  }

  #noteBound(definition: Definition, construct: Node): void {
    let below = construct;
    for (let at: Node | undefined = construct; at !== undefined && at !== this.root; below = at, at = at.parent) {
      switch (at.kind) {
        case 'For':
        case 'AsyncFor':
        case 'While':
        case 'With':
        case 'AsyncWith':
          note(this.#bound, at, definition);
          break;
        case 'Try':
        case 'TryStar':
          note(this.#bound, at, definition);
          if (below.end <= (at.body.at(-1)?.end ?? 0)) note(this.#boundInTry, at, definition);
          if (below.start >= (at.finalbody[0]?.start ?? at.end)) note(this.#boundInFinally, at, definition);
          break;
      }
    }
  }

  #add(construct: Node, happening: Happening): void {
    const happenings = this.#happenings.get(construct);
    if (happenings === undefined) this.#happenings.set(construct, [happening]);
    else happenings.push(happening);
  }

  #connect(construct: Node): void {
    let at = construct;
    while (at !== this.root && at.parent !== undefined) {
      if (this.#connected.has(at)) return;
      this.#connected.add(at);
      const { parent } = at;
      const siblings = this.#inside.get(parent);
      if (siblings === undefined) this.#inside.set(parent, [at]);
      else siblings.push(at);
      at = parent;
    }
  }
}

function note(sets: Map<Node, Set<Definition>>, construct: Node, definition: Definition): void {
  const known = sets.get(construct);
  if (known === undefined) sets.set(construct, new Set([definition]));
  else known.add(definition);
}

interface Place {
  readonly construct: Node;
  /** Runs whenever the construct does: not in an arm of a conditional, behind `and`, in a comprehension. */
  readonly isCertain: boolean;
  /** A read in an arm of `a if test else b` happens after the test, wherever it is written. */
  readonly readsFrom: number;
}

/** The construct that a name stands in; undefined when a function in between makes it run at another time. */
function placeOf(node: Node, root: Node): Place | undefined {
  if (isConstruct(node)) return { construct: node, isCertain: true, readsFrom: 0 };
  let isCertain = true;
  let readsFrom = 0;
  let below = node;
  for (let at = node.parent; at !== undefined && at !== root; at = at.parent) {
    if (isConstruct(at)) {
      return runsInside(at, below, root) ? { construct: at, isCertain, readsFrom } : undefined;
    }
    if (at.kind === 'Lambda' && at.body === below) return undefined;
    if (at.kind === 'GeneratorExp' && at.parent?.kind !== 'Call') {
      const [first] = at.generators;
      if (first !== below) return undefined;
    }
    if (at.kind === 'IfExp' && at.test !== below) readsFrom = Math.max(readsFrom, at.test.end + AFTER);
    // The element of a comprehension is written first and evaluated last.
    if (isComprehension(at)) readsFrom = Math.max(readsFrom, below.kind === 'comprehension' ? 0 : at.end);
    if (isConditional(at, below)) isCertain = false;
    below = at;
  }
  return undefined;
}

/** Function bodies run later, class bodies at once; both may belong to an outer scope's name only. */
function runsInside(construct: Node, below: Node, root: Node): boolean {
  for (let at: Node | undefined = construct, from = below; at !== undefined && at !== root; from = at, at = at.parent) {
    if (at.kind !== 'FunctionDef' && at.kind !== 'AsyncFunctionDef') continue;
    // Decorators, defaults and annotations are evaluated with the `def` statement itself.
    if (from.start >= (at.body[0]?.start ?? at.end)) return false;
  }
  return true;
}

function isConditional(parent: Node, child: Node): boolean {
  switch (parent.kind) {
    case 'IfExp':
      return parent.test !== child;
    case 'BoolOp':
      return parent.values[0] !== child;
    case 'Compare':
      return parent.left !== child && parent.comparators[0] !== child;
    default:
      return isComprehension(parent);
  }
}

function isComprehension(node: Node): boolean {
  return (
    node.kind === 'ListComp' || node.kind === 'SetComp' || node.kind === 'DictComp' || node.kind === 'GeneratorExp'
  );
}

/** Behind what the test itself binds: `f(x) if (x := g()) else None`. */
const AFTER = 0.5;

/** Within one statement: values come before targets, whatever stands first. */
function bindsAt(definition: Definition, construct: Node): number {
  switch (definition.kind) {
    case 'named-expression':
      return definition.node.parent?.end ?? definition.node.end;
    case 'for':
      return definition.partOf?.end ?? definition.node.end;
    case 'with':
    case 'except':
    case 'match':
      return definition.node.end;
    default:
      return construct.end;
  }
}

const CONSTRUCTS: ReadonlySet<string> = new Set<Stmt['kind'] | 'ExceptHandler' | 'match_case'>([
  'FunctionDef',
  'AsyncFunctionDef',
  'ClassDef',
  'Return',
  'Delete',
  'Assign',
  'TypeAlias',
  'AugAssign',
  'AnnAssign',
  'For',
  'AsyncFor',
  'While',
  'If',
  'With',
  'AsyncWith',
  'Match',
  'Raise',
  'Try',
  'TryStar',
  'Assert',
  'Import',
  'ImportFrom',
  'Global',
  'Nonlocal',
  'Expr',
  'Pass',
  'Break',
  'Continue',
  'UnparsedStmt',
  'ExceptHandler',
  'match_case',
]);

function isConstruct(node: Node): boolean {
  return CONSTRUCTS.has(node.kind);
}
