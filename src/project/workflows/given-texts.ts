import type { WorkflowExpression } from '../../artifacts/index.ts';

/** A value that an expression may put in its place. */
export interface GivenText {
  readonly names: readonly string[];
  /** With all that is in it: `toJSON(…)`. */
  readonly asJson: boolean;
}

/** `a && b || c` gives `b` or `c`: what is asked in `a` is not put anywhere. */
export function textsGiven(expression: WorkflowExpression, asJson = false): readonly GivenText[] {
  switch (expression.kind) {
    case 'context':
      return [{ names: expression.names, asJson }];
    case 'call': {
      if (JUDGING.has(expression.name)) return [];
      return expression.args.flatMap((each) => textsGiven(each, asJson || expression.name === 'tojson'));
    }
    case 'part':
      return textsGiven(expression.of, true);
    case 'binary':
      if (expression.operator === '&&') return textsGiven(expression.right, asJson);
      return expression.operator === '||'
        ? [...textsGiven(expression.left, asJson), ...textsGiven(expression.right, asJson)]
        : [];
    default:
      return [];
  }
}

/** They give yes or no, or a number made of what they are given. */
const JUDGING: ReadonlySet<string> = new Set(
  'contains startswith endswith hashfiles success failure always cancelled'.split(' '),
);
