/** Conditions of workflow jobs and steps, as far as what starts the workflow and what is written beside them decide. */
import {
  parseCondition,
  parseWorkflowExpression,
  type WorkflowEvent,
  type WorkflowExpression,
  type WorkflowMatrixAxis,
} from '../../artifacts/index.ts';
import { valueByEvent } from './event-values.ts';
import { agreed, areEqual, type Known, testText, textAlternative, truthOf } from './known-values.ts';

/** What is written in a workflow, whatever starts it. */
export interface WrittenValues {
  /** What `env` holds; undefined where a step may set it. */
  readonly variable?: (name: string) => string | undefined;
  readonly axis?: (name: string) => WorkflowMatrixAxis | undefined;
}

/** Whether a condition can hold for an event: three-valued. Where no event is given it may be any. */
export function holdsForEvent(
  condition: string,
  event: WorkflowEvent | undefined,
  written: WrittenValues = {},
): boolean | undefined {
  const expression = parseCondition(condition);
  return expression && new Evaluation(event, written).holds(expression);
}

const NAMES_OF_TESTS: ReadonlySet<string> = new Set(['startswith', 'endswith', 'contains']);

class Evaluation {
  constructor(
    readonly event: WorkflowEvent | undefined,
    readonly written: WrittenValues,
  ) {}

  holds(expression: WorkflowExpression): boolean | undefined {
    switch (expression.kind) {
      case 'not': {
        const value = this.holds(expression.operand);
        return value === undefined ? undefined : !value;
      }
      case 'binary':
        return this.#binary(expression);
      case 'call':
        return this.#call(expression);
      case 'context':
        return truthOf(this.#known(expression));
      // Of a literal that is on its own nobody knows what was meant.
      default:
        return undefined;
    }
  }

  #binary({ operator, left, right }: Extract<WorkflowExpression, { kind: 'binary' }>): boolean | undefined {
    if (operator === '&&' || operator === '||') {
      const deciding = operator === '||';
      const sides = [this.holds(left), this.holds(right)];
      return sides.includes(deciding) ? deciding : sides.includes(undefined) ? undefined : !deciding;
    }
    if (operator !== '==' && operator !== '!=') return undefined;
    const isEqual = areEqual(this.#known(left), this.#known(right));
    return isEqual === undefined ? undefined : isEqual === (operator === '==');
  }

  #call({ name, args: [whole, part] }: Extract<WorkflowExpression, { kind: 'call' }>): boolean | undefined {
    if (!NAMES_OF_TESTS.has(name) || whole === undefined || part === undefined) return undefined;
    const list = name === 'contains' ? writtenList(whole) : undefined;
    if (list === undefined)
      return testText(name as 'startswith' | 'endswith' | 'contains', this.#known(whole), this.#known(part));
    const verdicts = list.map((each) => areEqual([textAlternative(each)], this.#known(part)));
    return verdicts.includes(true) ? true : verdicts.length === 0 ? false : agreed(verdicts);
  }

  #known(expression: WorkflowExpression): Known {
    switch (expression.kind) {
      case 'literal': {
        const { value } = expression;
        if (value === null) return [{ kind: 'nothing' }];
        return [typeof value === 'string' ? textAlternative(value) : { kind: 'plain', value }];
      }
      case 'context':
        return this.#context(expression.names);
      case 'binary': {
        if (expression.operator !== '||' && expression.operator !== '&&') return undefined;
        const [left, right] = [this.#known(expression.left), this.#known(expression.right)];
        return left && right && [...left, ...right];
      }
      default:
        return undefined;
    }
  }

  #context(names: readonly string[]): Known {
    const [context, name = '', ...rest] = names;
    if (context === 'env' && rest.length === 0) return variableValue(this.written.variable?.(name));
    if (context === 'matrix') return this.#axis([name, ...rest].join('.'));
    return valueByEvent(names, this.event);
  }

  #axis(name: string): Known {
    const axis = this.written.axis?.(name);
    if (axis === undefined || axis.mayHaveOthers === true || axis.values.length === 0) return undefined;
    if (axis.values.some(({ value }) => value.includes('${{'))) return undefined;
    const values = axis.values.map(({ value }) => ({ kind: 'written' as const, text: value }));
    return axis.mayBeAbsent === true ? [...values, { kind: 'nothing' }] : values;
  }
}

/** Variables are text: what a comparison gives is `true` or `false`, and neither is empty. */
function variableValue(written: string | undefined): Known {
  if (written === undefined) return undefined;
  if (!written.includes('${{')) return [textAlternative(written.trim())];
  const inner = /^\s*\$\{\{((?:(?!\}\}).)*)\}\}\s*$/s.exec(written)?.[1];
  const expression = inner === undefined ? undefined : parseWorkflowExpression(inner);
  return expression !== undefined && isTruthValue(expression) ? ['true', 'false'].map(textAlternative) : undefined;
}

/** Comparisons, denials and tests, joined: `&&` and `||` give one of their sides. */
function isTruthValue(expression: WorkflowExpression): boolean {
  if (expression.kind === 'not') return true;
  if (expression.kind === 'call') return NAMES_OF_TESTS.has(expression.name);
  if (expression.kind !== 'binary') return false;
  const isJoined = expression.operator === '&&' || expression.operator === '||';
  return !isJoined || (isTruthValue(expression.left) && isTruthValue(expression.right));
}

/** `fromJSON('["push", "release"]')`. */
function writtenList(expression: WorkflowExpression): readonly string[] | undefined {
  if (expression.kind !== 'call' || expression.name !== 'fromjson') return undefined;
  const [given] = expression.args;
  if (given?.kind !== 'literal' || typeof given.value !== 'string') return undefined;
  try {
    const list: unknown = JSON.parse(given.value);
    return Array.isArray(list) && list.every((each) => typeof each === 'string') ? list : undefined;
  } catch {
    // GitHub, too, takes broken JSON for an error.
    return undefined;
  }
}
