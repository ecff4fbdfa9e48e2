import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Severity } from '../../src/findings/index.ts';
import {
  emptyRegister,
  entriesOf,
  type LogEvent,
  parseRegister,
  type Register,
  type RegisterEntry,
  type RegisterUpdate,
  type Sighting,
  updateRegister,
  writeRegister,
} from '../../src/register/index.ts';
import type { Standing } from '../../src/register/sighting.ts';
import { propertyRuns } from '../property-runs.ts';

const fingerprintOf = (name: string): string => `${Buffer.from(name).toString('hex').padEnd(32, '0').slice(0, 32)}:1`;

interface Seen {
  readonly name: string;
  readonly path?: string;
  readonly line?: number;
  readonly severity?: Severity;
  readonly standing?: Standing;
  readonly message?: string;
  readonly more?: readonly string[];
}

function sighting({ name, path = `src/${name}.py`, line = 3, more = [], ...seen }: Seen): Sighting {
  const places = [name, ...more].map((each, at) => ({
    path: at === 0 ? path : `src/${each}.py`,
    line,
    cell: undefined,
    fingerprint: fingerprintOf(each),
  }));
  return {
    standing: seen.standing ?? { kind: 'fires' },
    prefix: 'STATE',
    title: `Issue ${name}`,
    severity: seen.severity ?? 'P1',
    rule: 'unlocked-singleton',
    claim: undefined,
    places,
    symptom: seen.message ?? `It is ${name}.`,
    cause: () => `\`${path}:${line}\``,
    fix: 'Hold a lock.',
  };
}

interface World {
  readonly today?: string;
  readonly commit?: string;
  readonly log?: readonly LogEvent[];
  readonly mayClose?: boolean;
  readonly wasJudged?: (path: string) => boolean;
  readonly isCommitted?: (path: string) => boolean;
}

const COMMIT = 'c'.repeat(40);

function update(before: Register, seen: readonly Seen[], world: World = {}): RegisterUpdate {
  const {
    today = '2026-11-22',
    commit = COMMIT,
    log = [],
    mayClose = true,
    wasJudged = () => true,
    isCommitted = () => true,
  } = world;
  return updateRegister(before, seen.map(sighting), { today, commit, log, mayClose, wasJudged, isCommitted });
}

/** A register after an update, read from its text. */
function kept({ register }: RegisterUpdate): Register {
  return read(writeRegister(register));
}

function read(text: string): Register {
  const register = parseRegister(text);
  if ('problem' in register) throw new Error(`${register.problem} (line ${register.line})\n${text}`);
  return register;
}

/** As a person does it: with an editor. */
function edited(register: Register, from: string | RegExp, to: string): Register {
  const text = writeRegister(register);
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  return read(changed);
}

const only = (register: Register): RegisterEntry => {
  const [entry, ...others] = entriesOf(register);
  expect(others).toEqual([]);
  return entry as RegisterEntry;
};
const reported = ({ changes }: RegisterUpdate) => changes.map(({ kind, id }) => `${kind} ${id}`);
const conflictsOf = ({ conflicts }: RegisterUpdate) => conflicts.map(({ id, text }) => `${id} ${text}`);

const one = kept(update(emptyRegister(), [{ name: 'a' }]));

describe('an update', () => {
  it('names no commit for what is fixed on the disk alone', () => {
    const fixed = update(one, [], { isCommitted: (path) => path !== only(one).places[0]?.path });
    expect(only(kept(fixed))).toMatchObject({ status: 'Fixed', fixedIn: '' });
  });

  it('opens, fixes, reopens', () => {
    expect(only(one)).toMatchObject({ id: 'STATE-01', status: 'Open', firstSeen: '2026-11-22', fixedIn: '' });
    const fixed = update(one, [], { today: '2026-11-23' });
    expect(reported(fixed)).toEqual(['fixed STATE-01']);
    expect(only(kept(fixed))).toMatchObject({ status: 'Fixed', fixedIn: `\`${COMMIT}\``, lastSeen: '2026-11-22' });
    expect(reported(update(kept(fixed), []))).toEqual([]);
    const back = update(kept(fixed), [{ name: 'a' }], { today: '2026-11-24' });
    expect(reported(back)).toEqual(['reopened STATE-01']);
    expect(only(kept(back))).toMatchObject({ status: 'Reopened', fixedIn: '', lastSeen: '2026-11-24' });
    expect(reported(update(kept(back), [{ name: 'a' }]))).toEqual([]);
  });

  it('keeps an entry whose lines moved or whose file was renamed', () => {
    const moved = update(one, [{ name: 'a', path: 'lib/b.py', line: 40 }]);
    expect(reported(moved)).toEqual([]);
    expect(only(kept(moved)).places).toMatchObject([{ path: 'lib/b.py', line: 40 }]);
    expect(writeRegister(moved.register)).toContain('`lib/b.py:40`');
  });

  it('does not take a copy elsewhere for an entry that it did not look at', () => {
    const partial = update(one, [{ name: 'a', path: 'lib/b.py' }], { wasJudged: (path) => path.startsWith('lib/') });
    expect(reported(partial)).toEqual(['opened STATE-02']);
    expect(entriesOf(kept(partial)).map(({ places }) => places[0]?.path)).toEqual(['src/a.py', 'lib/b.py']);
  });

  it('closes nothing that it did not look at, and nothing after a scan that is not complete', () => {
    for (const world of [{ wasJudged: () => false }, { mayClose: false }]) {
      const left = update(one, [], world);
      expect(reported(left)).toEqual([]);
      expect(only(kept(left))).toEqual(only(one));
    }
    const hidden = update(one, [{ name: 'a', standing: { kind: 'hidden' } }]);
    expect(reported(hidden)).toEqual([]);
    expect(only(kept(hidden)).status).toBe('Open');
    expect(entriesOf(update(emptyRegister(), [{ name: 'a', standing: { kind: 'hidden' } }]).register)).toEqual([]);
  });

  it('takes in new places of a cause, and drops those that are gone', () => {
    const grown = update(one, [{ name: 'a', more: ['b', 'c'] }]);
    expect(reported(grown)).toEqual(['grown STATE-01']);
    expect(grown.changes[0]?.text).toBe('is in 2 more places');
    const shrunk = update(kept(grown), [{ name: 'c' }]);
    expect(reported(shrunk)).toEqual([]);
    expect(only(kept(shrunk)).places.map(({ path }) => path)).toEqual(['src/c.py']);
    const half = update(kept(grown), [{ name: 'c' }], { wasJudged: (path) => path !== 'src/a.py' });
    expect(only(kept(half)).places.map(({ path }) => path)).toEqual(['src/c.py', 'src/a.py']);
  });

  it('moves an entry whose severity changed to the others of it, and leaves one that a person regraded', () => {
    const regraded = update(one, [{ name: 'a', severity: 'P0' }]);
    expect(reported(regraded)).toEqual(['regraded STATE-01']);
    expect(writeRegister(regraded.register)).toMatch(/## P0 critical\n\n### STATE-01/);
    const byHand = edited(one, '**Severity:** P1', '**Severity:** P3');
    const denied = update(byHand, [{ name: 'a' }]);
    expect(conflictsOf(denied)).toEqual(['STATE-01 is set to P3, but is reported as P1']);
    expect(only(kept(denied)).severity).toBe('P3');
    expect(reported(denied)).toEqual([]);
  });

  it('tells what is set to Fixed but is still reported each time, and reopens what was fixed', () => {
    const claimed = edited(one, '**Status:** Open', '**Status:** Fixed');
    const first = update(claimed, [{ name: 'a' }]);
    const second = update(kept(first), [{ name: 'a' }]);
    for (const denied of [first, second]) {
      expect(conflictsOf(denied)).toEqual(['STATE-01 is set to Fixed, but is still reported']);
      expect(denied.conflicts[0]?.isWrong).toBe(true);
      expect(denied.events).toEqual([]);
      expect(only(kept(denied)).status).toBe('Fixed');
    }
    const gone = update(kept(second), []);
    expect(gone.events).toMatchObject([{ event: 'edited', from: 'Open', to: 'Fixed' }]);
    expect(only(kept(gone))).toMatchObject({ status: 'Fixed', fixedIn: `\`${COMMIT}\`` });
    expect(reported(update(kept(gone), [{ name: 'a' }]))).toEqual(['reopened STATE-01']);
  });

  it('leaves what is Refuted, and tells that it still fires', () => {
    const refuted = update(edited(one, '**Status:** Open', '**Status:** Refuted'), [{ name: 'a' }]);
    expect(conflictsOf(refuted)).toEqual(['STATE-01 is Refuted, but is still reported']);
    expect(refuted.conflicts[0]?.isWrong).toBe(false);
    expect(only(kept(refuted)).status).toBe('Refuted');
  });

  it('ends an acceptance after its day, not before', () => {
    const fields = '**Status:** accepted\n- **Reason:** known\n- **Accepted until:** 2026-11-30';
    const accepted = edited(one, '**Status:** Open', fields);
    expect(reported(update(accepted, [{ name: 'a' }], { today: '2026-11-30' }))).toEqual([]);
    const ended = update(accepted, [{ name: 'a' }], { today: '2026-12-01' });
    expect(reported(ended)).toEqual(['acceptance-ended STATE-01']);
    expect(ended.events.at(-1)).toMatchObject({ event: 'acceptance-ended', reason: 'known', until: '2026-11-30' });
    expect(only(kept(ended))).toMatchObject({ status: 'Open', reason: 'known' });
    expect(reported(update(accepted, [], { today: '2026-12-01' }))).toEqual(['fixed STATE-01']);
  });

  it('tells an edited place or rule that it denies, and keeps it', () => {
    const elsewhere = edited(one, '`src/a.py:3` `', '`src/other.py:9` `');
    const denied = update(elsewhere, [{ name: 'a' }]);
    expect(conflictsOf(denied)).toEqual(['STATE-01 names `src/other.py:9`, but it is at `src/a.py:3`']);
    expect(only(kept(denied)).places).toMatchObject([{ path: 'src/other.py', line: 9 }]);
    const other = update(edited(one, '`unlocked-singleton`', '`bare-except`'), []);
    expect(conflictsOf(other)).toEqual(['STATE-01 has an edited location or rule, and the scan finds nothing there']);
    expect(only(kept(other)).status).toBe('Open');
  });

  it('tells two entries about one place', () => {
    const text = writeRegister(one);
    const entry = text.slice(text.indexOf('### STATE-01'), text.indexOf('## Resolution'));
    const twice = read(text.replace('## Resolution', `${entry.replaceAll('STATE-01', 'STATE-02')}## Resolution`));
    expect(conflictsOf(update(twice, [{ name: 'a' }]))).toEqual([
      'STATE-02 is about the same location as another entry; remove one of the two',
    ]);
  });

  it('never gives an id twice', () => {
    const first = update(emptyRegister(), [{ name: 'a' }, { name: 'b' }]);
    const text = writeRegister(first.register);
    const without = read(text.replace(/### STATE-02[\s\S]*?(?=## Resolution)/, ''));
    const again = update(without, [{ name: 'a' }, { name: 'b' }], { log: first.events });
    expect(reported(again)).toEqual(['opened STATE-03']);
    expect(again.events.map(({ event, id }) => `${event} ${id}`)).toEqual(['removed STATE-02', 'opened STATE-03']);
    const third = update(kept(again), [], { log: [...first.events, ...again.events] });
    expect(third.events.map(({ event }) => event)).toEqual(['fixed', 'fixed']);
  });

  it('says the same twice on one day', () => {
    const again = update(one, [{ name: 'a' }]);
    expect(writeRegister(again.register)).toBe(writeRegister(one));
    expect(again).toMatchObject({ changes: [], conflicts: [], events: [] });
  });

  it('leaves entries of a person alone', () => {
    const own = '### AUTH-07: Tenants are told by a hash\n\n- **Severity:** P0\n- **Status:** Open\n\nSeen by Ann.\n\n';
    const mixed = edited(one, '## P1 high', `## P0 critical\n\n${own}## P1 high`);
    const after = update(mixed, []);
    expect(entriesOf(kept(after))[0]).toEqual(entriesOf(mixed)[0]);
    expect(writeRegister(after.register)).toContain('| AUTH-07 | P0 | Open |');
  });
});

/** What a person may do to an entry, and where it is found afterwards. */
type Edit = 'owner' | 'title' | 'notes' | 'field' | 'lead' | 'section above' | 'symptom' | 'in progress' | 'table text';
const EDITS: readonly Edit[] = [
  ...(['owner', 'title', 'notes', 'field', 'lead', 'section above', 'symptom', 'in progress', 'table text'] as const),
];

function applyEdit(text: string, id: string, edit: Edit, word: string): string {
  const start = text.indexOf(`### ${id}:`);
  const length = text.slice(start + 1).search(/\n###? /);
  const [before, after] = [text.slice(0, start), text.slice(start + 1 + length)];
  if (edit === 'table text') return `${text.trimEnd()}\n\n${word}\n`;
  return before + editedEntry(text.slice(start, start + 1 + length), id, edit, word) + after;
}

function editedEntry(entry: string, id: string, edit: Exclude<Edit, 'table text'>, word: string): string {
  switch (edit) {
    case 'owner':
      return entry.replace(/\*\*Owner:\*\* [^\n]*/, `**Owner:** ${word}`);
    case 'title':
      return entry.replace(/^[^\n]*/, `### ${id}: ${word}`);
    case 'notes':
      return entry.replace('#### Notes\n', `#### Notes\n\n${word}\n\n\`\`\`sh\n# ${word}-code\n\`\`\`\n`);
    case 'field':
      return entry.replace('- **Rule:**', `- **Ticket ${word}:** open\n- **Rule:**`);
    case 'lead':
      return entry.replace('#### Symptom', `${word}\n\n#### Symptom`);
    case 'section above':
      return `### About ${word}\n\n${word}-text\n\n${entry}`;
    case 'symptom':
      return entry.replace(/#### Symptom\n\n[\s\S]*?\n\n#### Root cause/, `#### Symptom\n\n${word}\n\n#### Root cause`);
    case 'in progress':
      return entry.replace(/\*\*Status:\*\* (?:Open|Reopened)/, '**Status:** In progress');
  }
}

/** Whether an edit is still there; a later one of its kind may have taken the place of a word. */
function holds(register: Register, text: string, id: string, edit: Edit, word: string): boolean {
  const entry = entriesOf(register).find((each) => each.id === id);
  switch (edit) {
    case 'owner':
      return entry?.owner === word;
    case 'title':
      return entry?.title === word;
    case 'notes':
      return (
        entry?.sections.some(({ title, text: notes }) => title === 'Notes' && notes.includes(`# ${word}-code`)) === true
      );
    case 'field':
      return entry?.ownFields.includes(`- **Ticket ${word}:** open`) === true;
    case 'lead':
      return entry?.lead.includes(word) === true;
    case 'symptom':
      return entry?.sections.some(({ title, text: symptom }) => title === 'Symptom' && symptom === word) === true;
    case 'section above':
      return text.includes(`### About ${word}\n\n${word}-text\n`);
    case 'table text':
      return text.includes(`\n\n${word}\n`);
    case 'in progress':
      return entry?.status === 'In progress';
  }
}

describe('what a person wrote', () => {
  const NAMES = ['a', 'b', 'c', 'd'];
  const scan = fc.record({
    kind: fc.constant('scan' as const),
    seen: fc.subarray(NAMES),
    line: fc.integer({ min: 1, max: 50 }),
    severity: fc.constantFrom<Severity>('P0', 'P1', 'P2'),
    isComplete: fc.boolean(),
  });
  const edit = fc.record({ kind: fc.constant('edit' as const), at: fc.nat(), edit: fc.constantFrom(...EDITS) });
  const steps = fc.array(fc.oneof(scan, edit), { minLength: 3, maxLength: 14 });

  it('survives any series of updates, and no entry and no id is lost', () => {
    fc.assert(
      fc.property(steps, (series) => {
        let text = writeRegister(update(emptyRegister(), [{ name: 'a' }, { name: 'b', severity: 'P0' }]).register);
        let register = read(text);
        let log: readonly LogEvent[] = [];
        const made = new Map<string, { id: string; edit: Edit; word: string }>();
        for (const [at, step] of series.entries()) {
          const ids = entriesOf(register).map(({ id }) => id);
          if (step.kind === 'edit') {
            const id = ids[step.at % ids.length] ?? '';
            const word = `Hand${at}`;
            const changed = applyEdit(text, id, step.edit, word);
            if (changed === text) continue;
            // Of several the last one counts, but for those that are beside one another.
            const isAlone = ['owner', 'title', 'symptom', 'in progress'].includes(step.edit);
            text = changed;
            made.set(isAlone ? `${id} ${step.edit}` : word, { id, edit: step.edit, word });
          } else {
            const { line, severity, isComplete } = step;
            const seen = step.seen.map((name) => ({ name, line, severity, message: `It is ${name} at ${line}.` }));
            const after = update(register, seen, { log, mayClose: isComplete });
            log = [...log, ...after.events];
            text = writeRegister(after.register);
            // What was fixed is in progress no longer, and says so.
            for (const { id, kind } of after.changes) if (kind === 'fixed') made.delete(`${id} in progress`);
            const now = entriesOf(after.register).map(({ id }) => id);
            expect(now).toEqual(expect.arrayContaining(ids));
            expect(new Set(now).size).toBe(now.length);
          }
          register = read(text);
          for (const { id, edit: kind, word } of made.values()) {
            if (!holds(register, text, id, kind, word)) throw new Error(`lost: ${kind} of ${id} (${word})\n${text}`);
          }
        }
      }),
      { numRuns: propertyRuns(15), seed: 24 },
    );
  });
});
