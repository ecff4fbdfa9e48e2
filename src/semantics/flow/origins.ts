import type { Expression, Name, Subscript } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { Definition } from '../names.ts';
import { carriedBy } from './carried.ts';
import { convertedBy } from './conversions.ts';
import type { Definitions } from './definitions.ts';

const MAX_VISITED = 2_000;

/**
 * Leaves of where an expression's value comes from, in source order of the expression. Beyond `MAX_VISITED` steps what is
 * left is not followed: it is a leaf.
 */
export function findOrigins(
  expression: Expression,
  model: SemanticModel,
  definitions: Definitions,
): readonly Expression[] {
  const tracer = new Tracer(model, definitions);
  const visited = new Set<Expression>();
  const leaves = new Set<Expression>();
  const pending = [expression];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (visited.has(at)) continue;
    visited.add(at);
    const sources = visited.size > MAX_VISITED ? undefined : tracer.sourcesOf(at);
    if (sources === undefined) leaves.add(at);
    else for (let i = sources.length - 1; i >= 0; i--) pending.push(sources[i] as Expression);
  }
  return [...leaves];
}

class Tracer {
  constructor(
    private readonly model: SemanticModel,
    private readonly definitions: Definitions,
  ) {}

  /** The expressions whose values an expression hands on; undefined for a leaf. */
  sourcesOf(node: Expression): readonly Expression[] | undefined {
    switch (node.kind) {
      case 'Name':
        return this.#sourcesOfName(node);
      case 'Call':
        return convertedBy(node, this.model);
      case 'Subscript':
        return this.#sourcesOfSubscript(node);
      case 'BinOp':
        return [node.left, node.right];
      case 'UnaryOp':
        return node.op === 'Not' ? undefined : [node.operand];
      default: {
        const carried = carriedBy(node);
        return carried?.length === 0 ? undefined : carried;
      }
    }
  }

  /** The name itself is a leaf beside what the others bring when a definition binds something that is no expression. */
  #sourcesOfName(node: Name): readonly Expression[] | undefined {
    if (node.ctx === 'Del') return undefined;
    const sources: Expression[] = [];
    for (const definition of this.definitions.reaching(node)) {
      const from = this.#sourcesOfDefinition(definition);
      if (from === undefined) return undefined;
      sources.push(...from);
    }
    return sources.length === 0 ? undefined : sources;
  }

  #sourcesOfDefinition(definition: Definition): readonly Expression[] | undefined {
    switch (definition.kind) {
      case 'augmented': {
        const { statement, node } = definition;
        if (statement.kind !== 'AugAssign' || node.kind !== 'Name') return undefined;
        // The target stands for what it held before.
        return node.ctx === 'Store' ? [node, statement.value] : undefined;
      }
      case 'assignment':
      case 'annotation':
      case 'named-expression':
      case 'with':
      case 'for':
      case 'comprehension':
      case 'match': {
        const source = definition.value ?? definition.partOf;
        return source === undefined ? undefined : [source];
      }
      default:
        return undefined;
    }
  }

  /**
   * A part comes from its whole. Parts of attributes (`os.environ["K"]`, `request.headers["X"]`) are leaves as they stand:
   * the key says more than the attribute alone.
   */
  #sourcesOfSubscript(node: Subscript): readonly Expression[] | undefined {
    if (node.slice.kind !== 'Slice') {
      if (node.value.kind === 'Attribute') return undefined;
      if (this.model.values.environmentRead(node) !== undefined) return undefined;
    }
    return [node.value];
  }
}
