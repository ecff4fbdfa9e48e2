/** Whether a value is an older value of the same state with something left out. */
import { type Expression, forEachChild, type Node } from '../../ast/index.ts';
import type { Subject } from './mention.ts';

/**
 * How a value leaves a part of the state out: `filtered` by a comprehension with a condition or a set difference, `sliced`,
 * or `selected` by `filter`, `nlargest` and the like. Undefined when it does not, or is no older value.
 */
export function trimmingIn(subject: Subject, value: Expression): 'filtered' | 'sliced' | 'selected' | undefined {
  const source = definedValue(subject, value);
  for (const node of nearNodes(source)) {
    switch (node.kind) {
      case 'ListComp':
      case 'SetComp':
      case 'DictComp':
      case 'GeneratorExp':
        if (node.generators.some((each) => each.ifs.length > 0) && mentionsState(subject, node)) return 'filtered';
        break;
      case 'Subscript':
        if (node.slice.kind === 'Slice' && mentionsState(subject, node.value)) return 'sliced';
        break;
      case 'Call':
        if (SELECTING.has(lastName(node.func)) && mentionsState(subject, node)) return 'selected';
        break;
      case 'BinOp':
        if (
          (node.op === 'Sub' || node.op === 'BitAnd') &&
          subject.container === 'set' &&
          mentionsState(subject, node.left)
        ) {
          return 'filtered';
        }
        break;
    }
  }
  return undefined;
}

/** Whether the state, or a local that holds it, is named within an expression. */
export function mentionsState(subject: Subject, expression: Expression): boolean {
  for (const node of nearNodes(expression)) if (subject.holds(node)) return true;
  return false;
}

const SELECTING: ReadonlySet<string> = new Set([
  'filter',
  'filterfalse',
  'nlargest',
  'nsmallest',
  'islice',
  'takewhile',
  'dropwhile',
  'difference',
  'intersection',
]);

/** More nodes than any believable trimming has; beyond them the value is taken not to trim. */
const NODE_LIMIT = 120;

/** A local bound once stands for its value: `kept = [x for x in self.x if …]; self.x = kept`. */
function definedValue(subject: Subject, value: Expression): Expression {
  if (value.kind !== 'Name') return value;
  const definitions = subject.model.names.resolve(value)?.definitions ?? [];
  for (const definition of definitions) {
    if (definition.value !== undefined && TRIMMING_KINDS.has(definition.value.kind)) return definition.value;
  }
  return value;
}

const TRIMMING_KINDS: ReadonlySet<Node['kind']> = new Set([
  'ListComp',
  'SetComp',
  'DictComp',
  'Subscript',
  'Call',
  'BinOp',
]);

function* nearNodes(root: Node): Generator<Node> {
  const pending: Node[] = [root];
  for (let count = 0; count < NODE_LIMIT; count++) {
    const node = pending.pop();
    if (node === undefined) return;
    yield node;
    forEachChild(node, (child) => pending.push(child));
  }
}

function lastName(expression: Expression): string {
  if (expression.kind === 'Name') return expression.id;
  return expression.kind === 'Attribute' ? expression.attr : '';
}
