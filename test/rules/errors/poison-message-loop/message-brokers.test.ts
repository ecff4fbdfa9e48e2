import { describe, expect, it } from 'vitest';
import {
  fetchesMessage,
  requeuedBy,
  waitsInProcess,
} from '../../../../rules/errors/poison-message-loop/message-brokers.ts';
import { type Call, nodesOf } from '../../../../src/ast/index.ts';
import type { SemanticModel } from '../../../../src/semantics/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

const SETUP = 'import queue\nimport redis\nlocal = queue.Queue()\nstore = redis.Redis()\n';

/** Asks a question of the last call of a line. */
async function query<T>(line: string, question: (call: Call, model: SemanticModel) => T): Promise<T> {
  const { model } = await fixtureOf('app/worker.py', `${SETUP}${line}\n`);
  const call = nodesOf(model.source.module, 'Expr').at(-1)?.value;
  if (call?.kind !== 'Call') throw new Error('no call');
  return question(call, model);
}

describe('fetchesMessage', () => {
  it.each([
    ['store.blpop("jobs")', true],
    ['client.blpop("jobs")', true],
    ['socket.receive_json()', true],
    ['local.get()', false],
    ['local.poll()', false],
    ['thing.poll()', false],
    ['blpop("jobs")', false],
  ])('%s: %s', async (line, is) => expect(await query(line, fetchesMessage)).toBe(is));
});

describe('waitsInProcess', () => {
  it.each([
    ['event.wait()', true],
    ['local.get()', true],
    ['store.get("key")', false],
    ['event.set()', false],
    ['wait()', false],
  ])('%s: %s', async (line, is) => expect(await query(line, waitsInProcess)).toBe(is));
});

describe('requeuedBy', () => {
  it.each([
    ['channel.basic_nack(tag)', 'basic_nack'],
    ['channel.basic_reject(tag, requeue=True)', 'basic_reject'],
    ['message.requeue()', 'requeue'],
    ['message.nack(requeue=True)', 'nack'],
    ['message.nack()', undefined],
    ['channel.basic_nack(tag, requeue=False)', undefined],
    ['channel.basic_nack(tag, False, False)', undefined],
    ['jobs.requeue(job)', undefined],
    ['super().basic_reject(tag)', undefined],
    ['channel.basic_ack(tag)', undefined],
  ])('%s: %s', async (line, method) => expect(await query(line, requeuedBy)).toBe(method));
});
