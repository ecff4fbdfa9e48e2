import { expect, it } from 'vitest';
import { nodesOf } from '../../../src/ast/index.ts';
import { commandWords } from '../../../src/semantics/values/command-words.ts';
import { fixtureOf } from '../expectations.ts';

it.each([
  ['run(["gunicorn", "-w", workers])', ['gunicorn', '-w', undefined]],
  ['run(("uvicorn", *options))', ['uvicorn', undefined]],
  ['run(["uvicorn"] + ["--port", "80"])', ['uvicorn', '--port', '80']],
  ['run(f"gunicorn  app -b :{port} -w 4")', ['gunicorn', 'app', '-b', undefined, '-w', '4']],
  ['run("celery worker")', ['celery', 'worker']],
  ['command = ["rq", "worker"]\n    run(command)', ['rq', 'worker']],
  ['run(command)', []],
])('%s has the words %j', async (code, words) => {
  const { model } = await fixtureOf('desk/serve.py', `def serve(workers, options, port):\n    ${code}\n`);
  const [argument] = nodesOf(model.source.module, 'Call')[0]?.args ?? [];
  expect(argument === undefined ? undefined : commandWords(argument, model)).toEqual(words);
});
