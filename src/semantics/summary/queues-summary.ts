/** What a summary says about queues outside the process. */
import type { QueueBroker } from '../../knowledge/message-queues.ts';
import type { SummaryPlace } from '../summary.ts';

/** How a queue is named where it is used. */
export type SummaryQueueName =
  /** `variable`: the environment may say something else. */
  | { readonly kind: 'text'; readonly text: string; readonly variable?: string }
  /** A variable of the environment without a default. */
  | { readonly kind: 'variable'; readonly variable: string }
  /** Begins and ends so: `f"jobs:{tenant}"`. */
  | { readonly kind: 'pattern'; readonly prefix: string; readonly suffix: string }
  /** What another module holds: a way as `ObjectTypes.pathOf` writes it. */
  | { readonly kind: 'reference'; readonly path: string }
  /** What the function is called with; `position` counts without `self`, `otherwise` is the default. */
  | {
      readonly kind: 'parameter';
      readonly function: string;
      readonly name: string;
      readonly position: number;
      readonly otherwise?: string;
    }
  | { readonly kind: 'unknown' };

/** A name that is bound to a text, and where. */
export type SummaryQueueText = { readonly name: SummaryQueueName; readonly place: SummaryPlace };

/** Something done to a queue outside the process. */
export interface SummaryQueueUse {
  readonly broker: QueueBroker;
  /** `look`: what it reads stays; `settle`: says that a message taken was worked on. */
  readonly act: 'put' | 'take' | 'look' | 'settle';
  /** Of lists, where that is known. */
  readonly end?: 'left' | 'right';
  /** What it takes is kept elsewhere until it is settled. */
  readonly keeps?: true;
  readonly name: SummaryQueueName;
  /** The method called. */
  readonly call: string;
  /** Full name of the function around, and of its class. */
  readonly within?: string;
  readonly owner?: string;
  readonly place: SummaryPlace;
}

export interface SummaryQueueCall {
  /** Last name of what is called. */
  readonly callee: string;
  /** Full name of the function around. */
  readonly within?: string;
  readonly positional: readonly SummaryQueueName[];
  readonly named: Readonly<Record<string, SummaryQueueName>>;
}
