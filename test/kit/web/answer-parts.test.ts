import { describe, expect, it } from 'vitest';
import { nodesOf } from '../../../src/ast/index.ts';
import { partsAnsweredBy, partsOfAnswer } from '../../../src/kit/web/index.ts';
import { expression, parse } from '../../ast/parse-python.ts';
import { fixtureOf } from '../../semantics/expectations.ts';

const partsOf = (source: string): readonly string[] =>
  partsOfAnswer(expression(source)).map((part) => parse(source).text.slice(part));

describe('partsOfAnswer', () => {
  it.each([
    ['str(error)', ['str(error)']],
    ['{"error": str(error), "id": number}', ['str(error)', 'number']],
    ['(None, [first, *rest])', ['None', 'first', 'rest']],
    ['reason if debug else "failed"', ['reason', '"failed"']],
    ['jsonify(error=text, status=500)', ['text']],
    ['JSONResponse({"detail": text}, status_code=500, headers=extra)', ['text']],
    ['Err(Failure(reason))', ['reason']],
    ['await render(page)', ['page']],
    ['Result(**fields)', ['fields']],
    ['describe(error)', ['describe(error)']],
    ['[]', []],
  ])('%s', (source, parts) => expect(partsOf(source)).toEqual(parts));

  it('takes an answer that nests deep', () => {
    expect(partsOf(`${'['.repeat(150)}x${']'.repeat(150)}`)).toEqual(['x']);
  });
});

describe('partsAnsweredBy', () => {
  async function answeredBy(...lines: readonly string[]): Promise<readonly string[]> {
    const { model } = await fixtureOf('app/info.py', `${lines.join('\n')}\n`);
    const fn = nodesOf(model.source.module, 'FunctionDef').at(-1);
    if (fn === undefined) throw new Error('no function');
    return partsAnsweredBy(fn, model).map((part) => model.source.text.slice(part));
  }

  it('follows locals, what is put into them, and functions of the file', async () => {
    expect(
      await answeredBy(
        'def versions():',
        '    return {"python": sys.version}',
        'def about():',
        '    told = {"name": name}',
        '    told["os"] = platform.system()',
        '    told.update(more=versions())',
        '    return told',
      ),
    ).toEqual(['name', 'platform.system()', 'versions()']);
    expect(await answeredBy('def versions():', '    return {"a": b}', 'def about():', '    return versions()')).toEqual(
      ['versions()', 'b'],
    );
  });

  it('answers nothing where nothing is returned', async () => {
    expect(await answeredBy('def about():', '    return')).toEqual([]);
  });
});
