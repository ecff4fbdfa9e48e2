import { expect, it } from 'vitest';
import { foreignClassOf } from '../../../../rules/imports/private-attribute-chain/foreign-class.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

/** The class of what the last attribute of a text is read from. */
async function owner(content: string): Promise<string | undefined> {
  const { model } = await fixtureOf('desk/mail/send.py', content);
  const last = nodesOf(model.source.module, 'Attribute')
    .toSorted((a, b) => a.end - b.end)
    .at(-1);
  if (last === undefined) throw new Error('the text reads no attribute');
  return foreignClassOf(last.value, model);
}

it('names the class of another library', async () => {
  expect(await owner('import httpx\nclient = httpx.Client()\nclient.state\n')).toBe('httpx.Client');
});

it.each([
  ['Python itself', 'import threading\nthread = threading.Thread()\nthread.state\n'],
  ['a display', 'rows = {}\nrows.state\n'],
  ['a class of the file', 'class Client: ...\nclient = Client()\nclient.state\n'],
  ['the package of the file', 'from desk.client import Client\nclient = Client()\nclient.state\n'],
  ['what is imported relatively', 'from ...rooms import Room\nroom = Room()\nroom.state\n'],
  ['an object that nobody knows', 'def send(client):\n    client.state\n'],
  ['the object of a method', 'import httpx\nclass Client(httpx.Client):\n    def send(self):\n        self.state\n'],
])('is undefined for %s', async (_, content) => {
  expect(await owner(content)).toBeUndefined();
});
