import { expect, it } from 'vitest';
import { type Call, conditionsAround } from '../../../src/ast/index.ts';
import { nodesOf, parse } from '../parse-python.ts';

const CODE = `
if outermost:
    def run():
        if first:
            pass
        elif second:
            for row in rows:
                store(use() if third else other)
        if ask():
            pass
`;
const { text } = parse(CODE);

function testsAround(called: string, isUpToLoop = false): readonly string[] {
  const call = nodesOf(CODE, 'Call').find(({ func }: Call) => func.kind === 'Name' && func.id === called);
  if (call === undefined) throw new Error(`no call of ${called}`);
  const loop = isUpToLoop ? call.parent?.parent?.parent?.parent : undefined;
  return conditionsAround(call, loop).map((test) => text.slice(test));
}

it('are those of the function, nearest first', () => {
  expect(testsAround('use')).toEqual(['third', 'second', 'first']);
  expect(testsAround('store')).toEqual(['second', 'first']);
});
it('leave out the test that the node is part of', () => expect(testsAround('ask')).toEqual([]));
it('end where they are told to', () => expect(testsAround('use', true)).toEqual(['third']));
