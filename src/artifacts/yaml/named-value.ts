import type { Located, Span } from '../../text/index.ts';

/** A variable, label, argument or input with its value. */
export interface NamedValue {
  readonly name: Located<string>;
  /** Undefined where it is only named, and the value comes from elsewhere. */
  readonly value: Located<string> | undefined;
  readonly span: Span;
}
