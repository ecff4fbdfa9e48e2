import { describe, expect, it } from 'vitest';
import type { ProjectModel } from '../../src/project/index.ts';
import { modelOf } from './read-project.ts';

// No rule fixture: a file that the grammar cannot read in full brings a notice.
const POSTING = `def send(message, async=False):
    return message

def ship(parcel, async, weight):
    return parcel, weight

def locate((x, y), name):
    return name

def pack(parcel, lid):
    print "packing", parcel
    return lid

class Mailer:
    def __init__(self, host, async=True, retries=3):
        self.host = host

    def post(self, text,
             async=None):
        return text

    def close(self, now):
        raise ValueError, now
`;

describe('the signature of a function', () => {
  const project = modelOf(new Map([['shop/posting.py', POSTING]]));

  it.each(['send', 'ship', 'locate', 'Mailer', 'Mailer().post'])('is unknown where its list is broken: %s', (path) => {
    expect(parametersOf(path, project)).toBeUndefined();
  });

  it.each([
    ['pack', ['parcel', 'lid']],
    ['Mailer().close', ['now']],
  ])('is known where something else is: %s', (path, parameters) => {
    expect(parametersOf(path, project)).toEqual(parameters);
  });
});

// A line that lost its end swallowed `def` and the class with it.
const CUT_SHORT = `class Gate:
    def told(self, message):
        print(message) __init__(
        self,
        width,
    ):
        self.width = width
`;

it('is unknown where the class may be cut short by what is not understood', () => {
  const project = modelOf(new Map([['shop/posting.py', CUT_SHORT]]));
  expect(parametersOf('Gate', project)).toBeUndefined();
  expect(project.modules[0]?.classes[0]).toMatchObject({ isDynamic: true, bindsUnseen: true });
});

function parametersOf(path: string, project: ProjectModel): string[] | undefined {
  const [module] = project.modules;
  if (module === undefined) throw new Error('no module was read');
  const target = project.follow(`shop.posting.${path}`, module);
  expect(target.kind).not.toBe('unknown');
  return project.signatureOf(target)?.parameters.map(({ name }) => name);
}
