/** What classifying one mention of a state needs to know of that state. */
import type { Expression, Node } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { StateUse, StateUseKind } from '../state.ts';
import type { Container } from './container.ts';

/** An expression that evaluates to a state, or to an element kept in it. */
export interface Mention {
  readonly node: Expression;
  readonly form: 'state' | 'element';
  /** Under which key the element is kept. */
  readonly key: Expression | undefined;
  /** The expression may hold something else as well: what it adds is not believed, what it removes is. */
  readonly isDoubtful: boolean;
}

/** One piece of state while its uses are being classified. */
export interface Subject {
  readonly model: SemanticModel;
  readonly container: Container;
  /** Reading a missing key makes it. */
  readonly makesMissingKeys: boolean;
  /** Whether a node is a mention of this state, or of a local that holds it or an element of it. */
  holds(node: Node): boolean;
}

/** A use before the function around it is known. */
export type DraftUse = Omit<StateUse, 'within'>;

/** A use that binds nothing. */
export function useOf(kind: StateUseKind, node: Node, operation: string, key?: Expression): DraftUse {
  return { kind, node, operation, key, value: undefined };
}
