import { describe, expect, it } from 'vitest';
import { nodesOf } from '../../../src/ast/index.ts';
import { deliveryIn, promisesDelivery } from '../../../src/kit/queues/index.ts';
import { fixtureOf } from '../../semantics/expectations.ts';

async function firstFunction(content: string) {
  const { model } = await fixtureOf('app/outbox.py', content);
  const [fn] = nodesOf(model.source.module, 'FunctionDef');
  if (fn === undefined) throw new Error('no function');
  return { promises: promisesDelivery(fn), delivery: deliveryIn(fn.body, fn, model) };
}

/** What the first function of a text hands over, and whether it promises to. */
async function delivered(content: string): Promise<readonly unknown[]> {
  const { promises, delivery } = await firstFunction(content);
  return [promises, delivery?.event];
}

const doubtOf = async (content: string) => (await firstFunction(content)).delivery?.doubt;

describe('deliveryIn', () => {
  it.each([
    ['the event', 'def publish(broker, event):\n    broker.publish(event)\n', true, 'event'],
    [
      'what is made of it',
      'def send_order(self, order):\n    body = order.to_dict()\n    self.bus.send(body)\n',
      true,
      'order',
    ],
    [
      'a text of it',
      'import json\nimport requests\ndef notify(alert):\n    requests.post(URL, json.dumps(alert))\n',
      true,
      'alert',
    ],
    ['by keyword', 'import requests\ndef push(alert):\n    requests.put(URL, json=alert)\n', false, 'alert'],
    ['where to, as far as names tell', 'def send(url, timeout):\n    requests.post(url, timeout)\n', true, 'url'],
    ['what stays inside', 'def dispatch(event):\n    handlers.append(event)\n', true, undefined],
    ['what the function made itself', 'def send():\n    event = 1\n    bus.send(event)\n', true, undefined],
  ])('hands over %s', async (_, content, promises, event) => {
    expect(await delivered(content)).toEqual([promises, event]);
  });

  it('takes what is sent before where to, and doubts the latter', async () => {
    expect(await doubtOf('def emit(url):\n    requests.post(url)\n')).toBe('role-from-name');
    expect(await doubtOf('def emit(topic, event):\n    bus.send(topic)\n    bus.send(event)\n')).toBeUndefined();
  });

  it.each([
    [
      'a library',
      'import pika\nchannel = pika.BlockingConnection().channel()\ndef send(event):\n    channel.basic_publish("", "q", event)\n',
      true,
    ],
    ['a producer', 'def send(self, event):\n    self.producer.send("orders", event)\n', true],
    ['a queue of SQS', 'def send(event):\n    client.send_message(QueueUrl=URL, MessageBody=event)\n', true],
    ['a chat', 'def send(bot, text):\n    bot.send_message(7, text)\n', false],
    ['a signal', 'def send(signal, event):\n    signal.send(event)\n', false],
  ])('knows a queue outside of the process: %s', async (_, content, isQueued) => {
    expect((await firstFunction(content)).delivery?.isQueued).toBe(isQueued);
  });
});
