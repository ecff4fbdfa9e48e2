import { expect, it } from 'vitest';
import { callsTo } from '../../../src/kit/calls/index.ts';
import { fixtureOf } from '../../semantics/expectations.ts';

async function found(content: string): Promise<string[]> {
  const { model } = await fixtureOf('desk/app.py', content);
  return callsTo(new Set(['uvicorn.run', 'flask.Flask']), model).map((call) => model.source.text.slice(call));
}

it.each([
  ['import uvicorn\nuvicorn.run(app)\nuvicorn.Server(app)\n', ['uvicorn.run(app)']],
  ['from uvicorn import run as serve\nserve(app)\n', ['serve(app)']],
  ['import flask, uvicorn\napp = flask.Flask("desk")\nuvicorn.run(app)\n', ['flask.Flask("desk")', 'uvicorn.run(app)']],
  ['def run(app): ...\nrun(app)\n', []],
  ['import uvicorn\nserve = uvicorn.run\n', []],
])('callsTo of %j', async (content, calls) => {
  expect(await found(content)).toEqual(calls);
});
