import { expect, it } from 'vitest';
import { type Call, nodesOf, statementsBehind } from '../../../src/ast/index.ts';
import { parse } from '../parse-python.ts';

const CODE = `
def outer():
    before()
    for row in rows:
        try:
            start()
            inner()
        except OSError:
            handled()
            tidy()
        else:
            otherwise()
        next_of_loop()
    after_loop()
rest_of_module()
`;

function namesBehind(called: string, end?: 'For'): readonly string[] {
  const { module } = parse(CODE);
  const nameOf = ({ func }: Call): string => (func.kind === 'Name' ? func.id : '');
  const call = nodesOf(module, 'Call').find((each) => nameOf(each) === called);
  const statement = call?.parent;
  if (statement === undefined) throw new Error(`no call of ${called}`);
  const [loop] = nodesOf(module, 'For');
  return statementsBehind(statement, end === undefined ? undefined : loop).map((each) =>
    each.kind === 'Expr' && each.value.kind === 'Call' ? nameOf(each.value) : each.kind,
  );
}

it.each([
  ['start', ['inner', 'next_of_loop', 'after_loop']],
  ['handled', ['tidy', 'next_of_loop', 'after_loop']],
  ['otherwise', ['next_of_loop', 'after_loop']],
  ['after_loop', []],
])('behind %s runs %j', (called, names) => expect(namesBehind(called)).toEqual(names));

it('stops where it is told to', () => expect(namesBehind('start', 'For')).toEqual(['inner', 'next_of_loop']));
