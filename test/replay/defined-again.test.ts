/** Definitions that hide one of their name, names that no import binds, code that is a defect in one surrounding: what is seen, and what looks like it. */
import { expect, it } from 'vitest';
import { claimsSince } from './replayed.ts';

type Files = Readonly<Record<string, string>>;

const verdictOf = async (before: Files, after: Files, body: string) =>
  (await claimsSince(before, after, body))[0]?.verdict.kind;

const claim = (title: string, file: string, text = 'Readers are confused.'): string =>
  `### B-1: ${title}\n\n**File:** \`${file}\`\n\n**Issue:** ${text}\n`;

const save = (value: number): string => `    def save(self):\n        return ${value}\n\n`;
const loan = (...bodies: readonly string[]): string => bodies.map((body, i) => `class Loan${i}:\n${body}\n`).join('\n');
const fine = (name: string): string => `def ${name}(days):\n    return days * 2\n\n\n`;
const total = (...marks: readonly string[]): string =>
  `class Bill:\n${marks.map((mark) => `    @${mark}\n    def total(self, *given):\n        return given\n\n`).join('')}`;

it.each<[string, string, string, string]>([
  ['a method twice in a class', loan(save(1) + save(2)), claim('save() DUPLICADO', 'desk.py'), 'present'],
  ['one in each of two classes', loan(save(1), save(2)), claim('save() duplicado', 'desk.py'), 'not-decidable'],
  [
    'a class twice, in a file that is no whole Python',
    `${'class BookDesk:\n    open = True\n\n\n'.repeat(2)}def late(:\n    pass\n`,
    claim('BookDesk определен ДВА РАЗА', 'desk.py'),
    'present',
  ],
  [
    'functions that only the text names',
    fine('fine_of') + fine('fine_of'),
    claim('Funciones duplicadas', 'desk.py', 'Both `fine_of()` are there.'),
    'present',
  ],
  [
    'a property and its setter',
    total('property', 'total.setter'),
    claim('`total` is defined twice', 'desk.py'),
    'not-decidable',
  ],
  [
    'the function of each branch',
    'import os\n\nif os.name == "nt":\n    def home():\n        return 1\nelse:\n    def home():\n        return 2\n',
    claim('home() is defined twice', 'desk.py'),
    'not-decidable',
  ],
  [
    'a name that nothing imports',
    'def plain(name):\n    return re.sub("a", "b", name)\n',
    claim('`re` is not imported', 'desk.py'),
    'present',
  ],
  [
    'one that is a parameter',
    'def plain(re, name):\n    return re.sub("a", "b", name)\n',
    claim('`re` is not imported', 'desk.py'),
    'not-decidable',
  ],
  [
    'an import of everything in German',
    'from os.path import *  # noqa\n\nprint(join("a", "b"))\n',
    claim('Wildcard-Import', 'desk.py'),
    'present',
  ],
  [
    'lines that lack something',
    `${'"""Reports."""\n'}${fine('due').repeat(12)}`,
    claim('40 lines of desk.py never reviewed', 'desk.py'),
    'not-decidable',
  ],
  [
    'a lock in code that is called async and is not',
    'import threading\n\nkept = threading.Lock()\n',
    claim('Use of `threading.Lock` in async code', 'desk.py'),
    'not-decidable',
  ],
  [
    'a query of constants',
    'COLUMNS = "id, name"\n\n\ndef query():\n    return f"SELECT {COLUMNS} FROM loans"\n',
    claim('f-string SQL', 'desk.py'),
    'not-decidable',
  ],
  [
    'a query of what comes',
    'def query(name):\n    return f"SELECT id FROM loans WHERE name = {name}"\n',
    claim('f-string SQL', 'desk.py'),
    'present',
  ],
])('%s', async (_, desk, body, verdict) => {
  expect(await verdictOf({ 'desk.py': desk }, {}, body)).toBe(verdict);
});

it('is fixed where an import came', async () => {
  const bare = 'def plain(name):\n    return re.sub("a", "b", name)\n';
  const body = claim('Crash — `re` Not Imported in `desk.py`', 'desk.py');
  expect(await verdictOf({ 'desk.py': bare }, { 'desk.py': `import re\n\n\n${bare}` }, body)).toBe('fixed');
});
