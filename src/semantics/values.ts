import type { Call, Expression } from '../ast/index.ts';

/** A folded value. Collections only when every element folds; `mapping` only with folded keys and values. */
export type FoldedValue =
  | { readonly kind: 'none' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'str'; readonly value: string }
  | { readonly kind: 'bytes'; readonly value: string }
  | { readonly kind: 'tuple' | 'list' | 'set'; readonly elements: readonly FoldedValue[] }
  | { readonly kind: 'mapping'; readonly entries: readonly (readonly [FoldedValue, FoldedValue])[] };

/** A reading of the environment: `os.environ["K"]`, `os.environ.get("K", d)`, `os.getenv("K")`, `environ.get`. */
export interface EnvironmentRead {
  readonly key: string | undefined;
  readonly fallback: Expression | undefined;
  /** `os.environ["K"]`: raises when it is missing. */
  readonly required: boolean;
}

/** Answer to "which argument does this call bind to that parameter". */
export type BoundArgument =
  | { readonly kind: 'given'; readonly value: Expression }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' };

/** A part of a text that is put together. */
export type TextPiece =
  | { readonly kind: 'constant'; readonly text: string }
  | { readonly kind: 'expression'; readonly expression: Expression };

/** Values as far as they can be known without running anything. */
export interface Values {
  /**
   * The value of an expression: literals, names bound once to a foldable value (module constants, class constants through
   * `self.X`/`Class.X`, locals), `+`, `%`, `*` on small operands, f-strings of constants, `.format`, `.join`, `-x`, `not`,
   * calls of functions of this file whose every return folds to the same value. Undefined when unknown.
   */
  fold(expression: Expression): FoldedValue | undefined;
  /** `fold` for strings. */
  string(expression: Expression): string | undefined;
  /** `fold` for ints and floats (bools are not numbers). */
  number(expression: Expression): number | undefined;
  /** Every value an expression may take where that is a finite known set (both arms of a conditional, every assignment of a local). */
  possible(expression: Expression): readonly FoldedValue[] | undefined;
  /**
   * What a text is put together from, in order, by f-strings, `+`, `%`, `.format()`, `textwrap.dedent`, and names bound
   * once to such text. Undefined when nothing in it is constant.
   */
  textPieces(expression: Expression): readonly TextPiece[] | undefined;
  environmentRead(expression: Expression): EnvironmentRead | undefined;
  /** The argument bound to a parameter, by keyword or by position (from 0); `*args`/`**kwargs` that may hold it answer unknown. */
  argument(call: Call, keyword: string | undefined, position: number | undefined): BoundArgument;
  /** `argument`, when given; undefined otherwise. */
  givenArgument(call: Call, keyword: string | undefined, position: number | undefined): Expression | undefined;
}
