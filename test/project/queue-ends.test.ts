/** Both ends of queues: how they are named, through constants, settings, the environment and functions that take the name. */
import { describe, expect, it } from 'vitest';
import { isSameQueue, nameOfQueue, type QueueName } from '../../src/project/index.ts';
import { modelOf, readRepository } from './read-project.ts';

const { queueEnds } = modelOf(readRepository('queues'));
const endsOf = (path: string): string[] =>
  queueEnds
    .filter(({ module }) => module.path === path)
    .map(({ broker, act, end, name, place }) =>
      [place.line, broker, act, end ?? '-', nameOfQueue(name) ?? '?'].join(' '),
    );

describe('queue ends', () => {
  it('are named by constants, settings, variables, patterns', () => {
    expect(endsOf('shop/api.py')).toEqual([
      '11 redis-list put left shop:jobs',
      '12 redis-list put right mails',
      '13 redis-stream put - events',
      '14 redis-list put left tenant:…:jobs',
      '17 redis-list put left ?',
      '21 redis-list take right reports',
      '21 redis-list put left reports:running',
    ]);
  });

  it('stand once for each name that a function is given', () => {
    expect(endsOf('shop/broker.py')).toEqual([
      '8 redis-list put left reports',
      '8 redis-list put left invoices',
      '11 redis-list put left retries',
    ]);
  });

  it('may be many in one call, and are of brokers only', () => {
    expect(endsOf('shop/worker.py')).toEqual([
      '8 redis-list take right shop:jobs',
      '8 redis-list take right shop:urgent',
      '12 redis-stream take - events',
      '13 redis-stream settle - events',
      '18 redis-channel take - prices',
    ]);
  });
});

describe('isSameQueue', () => {
  const text = (value: string, variable?: string): QueueName => ({
    kind: 'text',
    text: value,
    ...(variable !== undefined && { variable }),
  });
  it.each<[QueueName, QueueName, string]>([
    [text('jobs'), text('jobs'), 'yes'],
    [text('jobs'), text('mails'), 'no'],
    [text('jobs', 'QUEUE'), text('mails'), 'unknown'],
    [text('jobs', 'QUEUE'), { kind: 'variable', variable: 'QUEUE' }, 'yes'],
    [text('jobs:7'), { kind: 'pattern', prefix: 'jobs:', suffix: '' }, 'yes'],
    [text('mails:7'), { kind: 'pattern', prefix: 'jobs:', suffix: '' }, 'no'],
    [text('jobs'), { kind: 'unknown' }, 'unknown'],
    [{ kind: 'path', path: 'a.b' }, { kind: 'path', path: 'a.b' }, 'yes'],
    [{ kind: 'path', path: 'a.b' }, text('jobs'), 'unknown'],
  ])('%j and %j: %s', (one, other, answer) => {
    expect(isSameQueue(one, other)).toBe(answer);
    expect(isSameQueue(other, one)).toBe(answer);
  });
});
