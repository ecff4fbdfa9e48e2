import { describe, expect, it } from 'vitest';
import { withOpened } from '../../src/cli/fleet/open-fleet.ts';
import { UsageError } from '../../src/cli/usage-error.ts';
import { FleetError } from '../../src/fleet/index.ts';

/** Opens three things, of which the second cannot be closed; gives what was closed, and how it ended. */
async function closeThree(work: () => unknown) {
  const closed: string[] = [];
  const open = (name: string) => ({
    close: async () => {
      closed.push(name);
      if (name === 'queue') throw new Error('gone');
    },
  });
  const ended = await withOpened(async (opened) => {
    for (const name of ['store', 'queue', 'workspace']) opened(open(name));
    return work();
  }).catch((error: unknown) => error);
  return { closed, ended };
}

describe('what a fleet opens', () => {
  it('is closed where something cannot be, which is told', async () => {
    expect(await closeThree(() => 'done')).toEqual({
      closed: ['workspace', 'queue', 'store'],
      ended: new UsageError('cannot close the queue or the store: gone'),
    });
  });

  it.each([
    ['keeps a fleet from running', new FleetError('no queue'), new UsageError('no queue')],
    ['is a fault of ours', new TypeError('x is undefined'), new TypeError('x is undefined')],
  ])('does not hide by its end what %s', async (_, error, expected) => {
    const { closed, ended } = await closeThree(() => {
      throw error;
    });
    expect({ closed, ended }).toEqual({ closed: ['workspace', 'queue', 'store'], ended: expected });
  });
});
