import type { Call, Expression } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { BoundArgument, EnvironmentRead, FoldedValue, TextPiece, Values } from '../values.ts';
import { bindArgument } from './call-arguments.ts';
import { findEnvironmentRead } from './environment.ts';
import { Folder } from './fold.ts';
import { PossibleValues } from './possible.ts';
import { findTextPieces } from './text-pieces.ts';

const MAX_DEPTH = 50;

/** Values of one file; nothing is computed before it is asked for. */
export function createValues(model: SemanticModel): Values {
  return new FileValues(model);
}

class FileValues implements Values {
  readonly #folder: Folder;
  readonly #possible: PossibleValues;
  readonly #pieces = new Map<Expression, readonly TextPiece[] | undefined>();
  #depth = 0;

  constructor(private readonly model: SemanticModel) {
    this.#folder = new Folder(model);
    this.#possible = new PossibleValues(model, this.#folder);
  }

  fold(expression: Expression): FoldedValue | undefined {
    return this.#folder.fold(expression);
  }

  string(expression: Expression): string | undefined {
    const value = this.#folder.fold(expression);
    return value?.kind === 'str' ? value.value : undefined;
  }

  number(expression: Expression): number | undefined {
    const value = this.#folder.fold(expression);
    if (value?.kind === 'float') return value.value;
    const converted = value?.kind === 'int' ? Number(value.value) : undefined;
    return Number.isFinite(converted) ? converted : undefined;
  }

  possible(expression: Expression): readonly FoldedValue[] | undefined {
    return this.#possible.of(expression);
  }

  textPieces(expression: Expression): readonly TextPiece[] | undefined {
    const known = this.#pieces.get(expression);
    if (known !== undefined || this.#pieces.has(expression)) return known;
    // Each text that something is replaced in is asked for the one before: `text = text.replace("a", b)`, thousands of times.
    if (this.#depth >= MAX_DEPTH) return undefined;
    this.#depth++;
    const pieces = findTextPieces(expression, this.model);
    this.#depth--;
    this.#pieces.set(expression, pieces);
    return pieces;
  }

  environmentRead(expression: Expression): EnvironmentRead | undefined {
    return findEnvironmentRead(expression, this.model, (key) => this.string(key));
  }

  argument(call: Call, keyword: string | undefined, position: number | undefined): BoundArgument {
    return bindArgument(call, keyword, position, this.model);
  }

  givenArgument(call: Call, keyword: string | undefined, position: number | undefined): Expression | undefined {
    const bound = bindArgument(call, keyword, position, this.model);
    return bound.kind === 'given' ? bound.value : undefined;
  }
}
