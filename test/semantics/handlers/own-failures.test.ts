import { expect, it } from 'vitest';
import { lastName, nodesOf } from '../../../src/ast/index.ts';
import { handlesOwnFailures } from '../../../src/semantics/handlers/own-failures.ts';
import { fixtureOf } from '../expectations.ts';

const GUARDED = ['try:', '    await client.push(job)', 'except Exception:', '    log.exception("push")'];

/** Whether `work` handles its failures, by its body. */
async function handles(...body: readonly string[]): Promise<boolean> {
  const code = [
    'async def guarded(client, job, log):',
    ...GUARDED.map((line) => `    ${line}`),
    'async def work(client, job, log):',
    ...body.map((line) => `    ${line}`),
    'started = work(1, 2, 3)',
  ];
  const { model } = await fixtureOf('app/jobs.py', `${code.join('\n')}\n`);
  const call = nodesOf(model.source.module, 'Call').find(({ func }) => lastName(func) === 'work');
  if (call === undefined) throw new Error('no call');
  return handlesOwnFailures(call, model);
}

it.each([
  ['around what it awaits', GUARDED],
  ['and raises what it has told', [...GUARDED, '    raise']],
  ['by what it calls', ['await guarded(client, job, log)']],
])('handles its failures %s', async (_, body) => expect(await handles(...body)).toBe(true));

it.each([
  ['nothing', ['await client.push(job)']],
  ['some', ['try:', '    await client.push(job)', 'except OSError:', '    log.exception("push")']],
  ['a part', [...GUARDED, 'await client.close_batch()']],
  ['what it raises again unsaid', ['try:', '    await client.push(job)', 'except Exception:', '    raise']],
  ['no risk at all', ['return job']],
])('lets failures out: handles %s', async (_, body) => expect(await handles(...body)).toBe(false));
