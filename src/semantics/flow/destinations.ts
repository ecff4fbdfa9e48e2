import type { Assign, Attribute, Call, Expression, Name, Node, Subscript } from '../../ast/index.ts';
import type { ValueUse } from '../flow.ts';
import { isSpent } from '../limits.ts';
import type { SemanticModel } from '../model.ts';
import type { Definition } from '../names.ts';
import type { Definitions } from './definitions.ts';
import { FOLLOWED } from './origins.ts';
import { valueEdges } from './value-edges.ts';

/** Where a value goes: each use met on the way, in the order in which the value meets them. */
export function findDestinations(
  expression: Expression,
  model: SemanticModel,
  definitions: Definitions,
): readonly ValueUse[] {
  const follower = new Follower(model, definitions);
  follower.follow(expression);
  return follower.uses;
}

class Follower {
  readonly uses: ValueUse[] = [];
  readonly #visited = new Set<Expression>();
  readonly #pending: Expression[] = [];
  #steps = 0;

  constructor(
    private readonly model: SemanticModel,
    private readonly definitions: Definitions,
  ) {}

  follow(start: Expression): void {
    this.#carry(start);
    for (let at = this.#pending.shift(); at !== undefined; at = this.#pending.shift()) this.#step(at);
  }

  /** `next` carries the value on. */
  #carry(next: Expression): void {
    this.#steps++;
    if (this.#isSpent(next) || this.#visited.has(next)) return;
    this.#visited.add(next);
    this.#pending.push(next);
  }

  #isSpent(at: Expression): boolean {
    return (
      isSpent('destinations', this.#steps, at, this.model) ||
      isSpent('carriers', this.#visited.size + 1, at, this.model)
    );
  }

  /** Whether an expression has the value of another one, as `origins` sees it. */
  #isIn(value: Expression, whole: Expression): boolean {
    return valueEdges(whole, this.model)?.some(({ from, how }) => from === value && FOLLOWED.has(how)) === true;
  }

  #use(kind: ValueUse['kind'], node: Node, carrier: Expression): void {
    this.uses.push({ kind, node, carrier });
  }

  #step(carrier: Expression): void {
    const { parent } = carrier;
    if (parent === undefined) return;
    switch (parent.kind) {
      case 'Assign':
        for (const target of parent.targets) this.#store(target, parent, carrier);
        return;
      case 'AnnAssign':
        if (parent.value === carrier) this.#store(parent.target, parent, carrier);
        return;
      case 'AugAssign':
        if (parent.value === carrier) this.#store(parent.target, parent, carrier);
        else if (carrier.kind === 'Name') this.#store(carrier, parent, carrier);
        return;
      case 'NamedExpr':
        if (parent.value !== carrier) return;
        this.#store(parent.target, parent, carrier);
        this.#carry(parent);
        return;
      case 'For':
      case 'AsyncFor':
      case 'comprehension':
        if (parent.iter === carrier) this.#store(parent.target, parent, carrier);
        else if (parent.kind === 'comprehension') this.#use('condition', parent, carrier);
        return;
      case 'withitem':
        this.#use('other', parent.parent ?? parent, carrier);
        if (parent.optional_vars !== undefined) this.#store(parent.optional_vars, parent, carrier);
        return;
      default:
        this.#stepIntoExpression(carrier, parent);
    }
  }

  #stepIntoExpression(carrier: Expression, parent: Node): void {
    switch (parent.kind) {
      case 'Call':
        this.#stepIntoCall(carrier, parent, parent);
        return;
      case 'keyword':
        if (parent.parent?.kind === 'Call') this.#stepIntoCall(carrier, parent, parent.parent);
        else this.#use('other', parent, carrier);
        return;
      case 'Starred':
        this.#stepIntoStarred(carrier, parent);
        return;
      case 'Attribute':
        this.#stepIntoAttribute(carrier, parent);
        return;
      case 'Subscript':
        this.#stepIntoSubscript(carrier, parent);
        return;
      case 'IfExp':
        if (parent.test === carrier) this.#use('condition', parent, carrier);
        else this.#carry(parent);
        return;
      default:
        this.#pass(carrier, parent);
    }
  }

  /** Constructs that hand the value on. */
  #pass(carrier: Expression, parent: Node): void {
    switch (parent.kind) {
      case 'FormattedValue':
        this.#use('format', formattedText(parent), carrier);
        if (parent.value === carrier) this.#carry(parent);
        return;
      case 'BinOp':
        this.#use('operand', parent, carrier);
        this.#carry(parent);
        return;
      case 'UnaryOp':
        this.#use('operand', parent, carrier);
        if (parent.op !== 'Not') this.#carry(parent);
        return;
      case 'Await':
        this.#use('await', parent, carrier);
        this.#carry(parent);
        return;
      case 'JoinedStr':
      case 'Tuple':
      case 'List':
      case 'BoolOp':
      case 'ListComp':
      case 'SetComp':
      case 'GeneratorExp':
        if (this.#isIn(carrier, parent)) this.#carry(parent);
        return;
      default:
        this.#end(carrier, parent);
    }
  }

  #end(carrier: Expression, parent: Node): void {
    switch (parent.kind) {
      case 'Return':
      case 'Lambda':
        this.#use('return', parent, carrier);
        return;
      case 'Yield':
      case 'YieldFrom':
        this.#use('yield', parent, carrier);
        return;
      case 'Expr':
        this.#use('discard', parent, carrier);
        return;
      case 'Raise':
        this.#use('raise', parent, carrier);
        return;
      case 'Compare':
      case 'MatchValue':
      case 'Match':
        this.#use('compare', parent, carrier);
        return;
      case 'If':
      case 'While':
      case 'Assert':
        this.#use(parent.test === carrier ? 'condition' : 'other', parent, carrier);
        return;
      case 'Interpolation':
        this.#use('format', parent, carrier);
        return;
      case 'Slice':
        this.#use('key', parent.parent ?? parent, carrier);
        return;
      case 'Dict':
        this.#use(parent.keys.includes(carrier) ? 'key' : 'subscript-store', parent, carrier);
        return;
      default:
        this.#use('other', parent, carrier);
    }
  }

  #stepIntoCall(carrier: Expression, via: Node, call: Call): void {
    if (call.func === carrier) {
      this.#use('receiver', call, carrier);
      return;
    }
    const value = via.kind === 'keyword' ? via.value : carrier;
    if (this.#isIn(value, call)) this.#carry(call);
    else this.#use('argument', call, carrier);
  }

  #stepIntoStarred(carrier: Expression, starred: Expression & { kind: 'Starred' }): void {
    if (starred.parent?.kind !== 'Call') this.#carry(starred);
    else if (this.#isIn(starred, starred.parent)) this.#carry(starred.parent);
    else this.#use('argument', starred.parent, carrier);
  }

  #stepIntoAttribute(carrier: Expression, attribute: Attribute): void {
    const call =
      attribute.parent?.kind === 'Call' && attribute.parent.func === attribute ? attribute.parent : undefined;
    if (call !== undefined && this.#isIn(carrier, call)) this.#carry(call);
    else this.#use('receiver', call ?? attribute, carrier);
  }

  #stepIntoSubscript(carrier: Expression, subscript: Subscript): void {
    if (subscript.slice === carrier) this.#use('key', subscript, carrier);
    else if (subscript.ctx === 'Load') this.#carry(subscript);
    else this.#use('receiver', subscript, carrier);
  }

  /** The value is bound to a target; parts of it to the parts of the target. */
  #store(target: Expression, statement: Node, carrier: Expression): void {
    const pending: Expression[] = [this.#matchingTarget(target, statement)];
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      switch (at.kind) {
        case 'Name':
          this.#readFrom(at);
          break;
        case 'Attribute':
          this.#use('attribute-store', statement, carrier);
          break;
        case 'Subscript':
          this.#use('subscript-store', statement, carrier);
          break;
        case 'Starred':
          pending.push(at.value);
          break;
        case 'Tuple':
        case 'List':
          for (let i = at.elts.length - 1; i >= 0; i--) pending.push(at.elts[i] as Expression);
          break;
      }
    }
  }

  /** In `a, b = x, y` the value of `x` goes to `a` only. */
  #matchingTarget(target: Expression, statement: Node): Expression {
    if (statement.kind !== 'Assign' || target.kind !== 'Tuple') return target;
    const index = this.#carriedElement(statement, target.elts.length);
    const isPlain = !target.elts.some((element) => element.kind === 'Starred');
    return isPlain && index !== undefined ? (target.elts[index] ?? target) : target;
  }

  /** Position of the only element of the assigned tuple that carries the value. */
  #carriedElement(statement: Assign, length: number): number | undefined {
    const { value } = statement;
    if (value.kind !== 'Tuple' || value.elts.length !== length) return undefined;
    const carrying = value.elts.filter((element) => this.#visited.has(element));
    const [only] = carrying;
    if (only === undefined || carrying.length > 1 || value.elts.some((element) => element.kind === 'Starred')) {
      return undefined;
    }
    return value.elts.indexOf(only);
  }

  #readFrom(target: Name): void {
    const definition: Definition | undefined = this.definitions.madeBy(target);
    for (const name of definition === undefined ? [] : this.definitions.readsOf(definition)) {
      if (this.#isSpent(name)) return;
      this.#carry(name);
    }
  }
}

/** The f-string that a `{value}` is part of; nested specs belong to the innermost. */
function formattedText(part: Node): Node {
  return part.parent?.kind === 'JoinedStr' ? part.parent : part;
}
