import { describe, expect, it } from 'vitest';
import { answersEveryFailure } from '../../../rules/errors/exception-text-disclosed/last-resort.ts';
import { nodesOf, walk } from '../../../src/ast/index.ts';
import { blamesClient, clientAnswerAt } from '../../../src/kit/web/index.ts';
import { expression } from '../../ast/parse-python.ts';
import { fixtureOf } from '../../semantics/expectations.ts';

const IMPORTS = 'from fastapi import FastAPI, HTTPException\nimport flask\nimport aiohttp.web\napp = FastAPI()\n';

/** What the function of a text tells its client, and how. */
async function answered(...lines: readonly string[]): Promise<readonly string[]> {
  const { model } = await fixtureOf('app/api.py', `${IMPORTS}${lines.join('\n')}\n`);
  const answers: string[] = [];
  walk(model.source.module, (node) => {
    const answer = clientAnswerAt(node, model);
    const values = answer?.values.map((value) => model.source.text.slice(value)).join(' ');
    if (answer !== undefined) answers.push(`${answer.how} ${values}`);
  });
  return answers;
}

const ROUTE = ['@app.get("/report")', 'async def report(socket):'];

describe('clientAnswerAt', () => {
  it.each([
    ['what a route returns', [...ROUTE, '    return {"error": text}, 500'], ['the route returns text 500']],
    ['what a route sends', [...ROUTE, '    await socket.send_json({"error": text})'], ['`send_json` sends text']],
    [
      'an error of the framework, its status left out',
      ['def check():', '    raise HTTPException(status_code=500, detail=text)'],
      ['`HTTPException` carries text'],
    ],
    [
      'a call that ends the request',
      ['def check():', '    flask.abort(500, text)'],
      ['`flask.abort` carries 500 text'],
    ],
    [
      'an error that is a response',
      ['def check():', '    raise aiohttp.web.HTTPBadRequest(text=reason)'],
      ['`aiohttp.web.HTTPBadRequest` carries reason'],
    ],
  ])('is %s', async (_, lines, expected) => expect(await answered(...lines)).toEqual(expected));

  it.each([
    ['what another function returns', ['def report():', '    return text']],
    ['what another function writes', ['def report(file):', '    file.write(text)']],
    ['an error of the program', [...ROUTE, '    raise RuntimeError(text)']],
    ['a return of nothing', [...ROUTE, '    return']],
  ])('is not %s', async (_, lines) => expect(await answered(...lines)).toEqual([]));
});

it.each([
  ['@app.exception_handler(Exception)', true],
  ['@app.errorhandler(500)', true],
  ['@app.exception_handler(ValueError)', false],
  ['@app.errorhandler(404)', false],
  ['@app.get(Exception)', false],
])('%s answers every failure: %s', async (decorator, is) => {
  const { model } = await fixtureOf('app/api.py', `${IMPORTS}${decorator}\ndef failed(error): ...\n`);
  const [fn] = nodesOf(model.source.module, 'FunctionDef');
  expect(fn && answersEveryFailure(fn, model)).toBe(is);
});

it.each([
  ['HTTPException(404)', true],
  ['Response(status=status.HTTP_400_BAD_REQUEST)', true],
  ['ValidationError(text)', true],
  ['HTTPException(500)', false],
  ['Response(status=status.HTTP_500_INTERNAL_SERVER_ERROR)', false],
])('%s blames the client: %s', (source, is) => expect(blamesClient(expression(source))).toBe(is));
