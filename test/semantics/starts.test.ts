import { describe, expect, test } from 'vitest';
import type { Expression } from '../../src/ast/index.ts';
import type { FunctionNode, SemanticModel } from '../../src/semantics/index.ts';
import { readFixtures } from './expectations.ts';

const fixtures = await readFixtures('starts');

const ANSWERS: Readonly<Record<string, (model: SemanticModel, at: Expression) => string>> = {
  start: ({ context }, at) => {
    const start = at.kind === 'Call' ? context.startOf(at) : undefined;
    return start === undefined ? 'none' : `${start.how} ${nameOf(context.functionRun(start.run))}`;
  },
  running: ({ context, source }, at) => {
    const start = context.startRunning(at);
    return start === undefined ? 'none' : source.text.slice(start.call.func);
  },
  threads: ({ context, source }, at) => {
    const fn = context.functionAround(at);
    const starts = fn === undefined ? [] : context.threadStartsOf(fn);
    const named = starts.map(({ how, call }) => `${how} ${source.text.slice(call.func)}`);
    return [...new Set(named)].join(', ') || 'none';
  },
};

describe.each(fixtures)('$path', ({ model, expectations }) => {
  test('answers as its comments say', () => {
    expect(expectations.length).toBeGreaterThan(2);
    const wrong = expectations.flatMap(({ key, line, named, expression, value }) => {
      const answer = expression === undefined ? 'no such expression' : ANSWERS[key]?.(model, expression);
      return answer === value ? [] : [`${line} ${key}[${named}]: ${answer}, not ${value}`];
    });
    expect(wrong).toEqual([]);
  });
});

function nameOf(fn: FunctionNode | undefined): string {
  if (fn === undefined) return 'none';
  return fn.kind === 'Lambda' ? 'Lambda' : fn.name;
}
