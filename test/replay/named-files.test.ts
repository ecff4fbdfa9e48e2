/** Files by the names that documents give them, and decisions that rest on the code beside them. */
import { expect, it } from 'vitest';
import { claimsSince } from './replayed.ts';

type Files = Readonly<Record<string, string | undefined>>;

const claimOf = async (before: Files, after: Files, body: string) =>
  (await claimsSince({ LICENSE: 'MIT\n', ...before }, after, body))[0];

const claim = (title: string, file: string, text = 'Guests wait.'): string =>
  `### INN-12: ${title}\n\n**File:** \`${file}\`\n\n**Issue:** ${text}\n`;
const ROOMS = 'def keys_of(room):\n    opened = room.open_all("north")\n    return [key for key in opened]\n';
const copied = `${claim('Keys are read one by one', '/inn/rooms.py')}\n\`\`\`python\n${ROOMS}\`\`\`\n`;

it('finds what `.gitignore` hides and git holds, under a path from the root', async () => {
  const found = await claimOf(
    { '.gitignore': 'data/\n', 'inn/data/rooms.py': ROOMS },
    {},
    claim('Keys are read one by one', '/inn/data/rooms.py:2'),
  );
  expect(found?.anchors[0]).toMatchObject({ path: 'inn/data/rooms.py', line: 2 });
});

it('tells of a deleted file that it is gone, whatever holds a copy of it since before', async () => {
  const before = { 'inn/rooms.py': ROOMS, 'tools/rooms_copy.py': ROOMS };
  expect((await claimOf(before, { 'inn/rooms.py': undefined }, copied))?.verdict.kind).toBe('gone');
  const moved = { 'inn/rooms.py': undefined, 'inn/keys.py': `${'KEYS = 1\n'.repeat(30)}${ROOMS}` };
  expect((await claimOf({ 'inn/rooms.py': ROOMS }, moved, copied))?.verdict.kind).toBe('moved');
});

const guests = 'def guests_of(room):\n    # Every guest pays for the room (INN-12).\n';
const tests = (text: string): Files => ({ 'tests/test_keys.py': `${text}\n\n\ndef test_keys():\n    assert True\n` });

it.each<[string, Files, Files, string, string]>([
  [
    'a word between two pieces of code is none of them',
    { 'inn/bill.py': 'print("sobre")\n' },
    {},
    '### INN-12: El salón se cae\n\n**Issue:** `.total()` sobre `undefined` y no existe nada.\n',
    'not-decidable',
  ],
  [
    'a comment with its id, and code that came with it',
    { 'inn/guests.py': `${guests.split('\n')[0]}\n    return room.names\n` },
    { 'inn/guests.py': `${guests}    return room.payers()\n` },
    claim('No guest pays for the room', 'inn/guests.py'),
    'fixed',
  ],
  [
    'a comment with its id over code that stood before',
    { 'inn/guests.py': `${guests.split('\n')[0]}\n    return room.names\n` },
    { 'inn/guests.py': `${guests}    return room.names\n` },
    claim('No guest pays for the room', 'inn/guests.py'),
    'not-decidable',
  ],
  [
    'tests that import what had none',
    { 'inn/door_keys.py': ROOMS },
    tests('from inn.door_keys import keys_of'),
    claim('door_keys.py (0 tests)', 'inn/door_keys.py'),
    'fixed',
  ],
  [
    'tests of a setting that is called as it',
    { 'inn/door_keys.py': ROOMS },
    tests('SETTINGS = {"door_keys": 4}'),
    claim('door_keys.py (0 tests)', 'inn/door_keys.py'),
    'not-decidable',
  ],
  [
    'tests of what is tested in part',
    { 'inn/door_keys.py': ROOMS },
    tests('from inn.door_keys import keys_of'),
    claim('`keys_of` has no test coverage; only a lost key is exercised', 'inn/door_keys.py'),
    'not-decidable',
  ],
  [
    'a name in a document that went',
    { 'notes.md': 'The house is at inn-keepers/north_wing.\n' },
    { 'notes.md': 'The house is elsewhere.\n' },
    claim('Keys were given away', 'notes.md', 'They lay in `inn-keepers/north_wing --all`.').replace(' --all', ''),
    'not-decidable',
  ],
])('%s', async (_name, before, after, body, kind) => {
  expect((await claimOf(before, after, body))?.verdict.kind).toBe(kind);
});
