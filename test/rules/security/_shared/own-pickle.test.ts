import { describe, expect, it } from 'vitest';
import { isOwnPickle } from '../../../../rules/security/_shared/own-pickle.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

const PRELUDE = 'import io, os, pickle, tempfile\nimport torch\nfrom hub import download\n';

async function isOwn(content: string): Promise<boolean> {
  const { model } = await fixtureOf('app/store.py', PRELUDE + content);
  const load = nodesOf(model.source.module, 'Call').find(
    ({ func }) => model.names.qualifiedName(func) === 'torch.load',
  );
  if (load === undefined) throw new Error('nothing is loaded');
  return isOwnPickle(load, load.args[0], 'torch.save', model);
}

describe('isOwnPickle', () => {
  it.each([
    'def copy(net):\n    file = io.BytesIO()\n    torch.save(net, file)\n    return torch.load(file)\n',
    'def sample(fit):\n    with tempfile.TemporaryDirectory() as folder:\n        fit(folder)\n        return torch.load(os.path.join(folder, "a.pt"))\n',
    'def tensor(data):\n    return torch.load(io.BytesIO(data))\nclass Reader(pickle.Unpickler):\n    def find_class(self, module, name):\n        return tensor\n',
  ])('is true for what the program has put there: %j', async (content) => {
    expect(await isOwn(content)).toBe(true);
  });

  it.each([
    'def load(path):\n    return torch.load(path)\n',
    'def load(net, path):\n    net = torch.load(path)\n    torch.save(net, path)\n',
    'def load(name):\n    with tempfile.TemporaryDirectory() as folder:\n        download(name, folder)\n        return torch.load(os.path.join(folder, "a.pt"))\n',
  ])('is false for what comes from elsewhere: %j', async (content) => {
    expect(await isOwn(content)).toBe(false);
  });
});
