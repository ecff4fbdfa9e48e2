import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/findings/index.ts';
import type { RegisteredRule } from '../../src/kit/index.ts';
import { makeRepository } from '../discover/repository.ts';
import { failingCall, failingFile, keyInCode, printCall } from './rules.ts';
import { optionsFor, scanRepository } from './scan-repository.ts';

const API = `from fastapi import FastAPI
from shop.orders import save

app = FastAPI()


@app.post("/orders")
async def create(order: dict):
    return save(order)
`;
const PRINTING = 'def save(order):\n    print(order)\n';
const SHOP = {
  'shop/__init__.py': '',
  'shop/api.py': API,
  'shop/orders.py': PRINTING,
  'lost.py': `${PRINTING}\n\nif __name__ == "__main__":\n    save({})\n`,
  'tests/test_orders.py': PRINTING,
};

describe('a finding has the severity of its kind', () => {
  const leak = printCall({ harm: 'leaks', severity: 'P0' });
  const gradesOf = (findings: readonly Finding[]) =>
    findings.map(({ location, severity, grading }) => `${location.path} ${severity} ${grading.reach}`);

  it('and says what lowered it, and what reaches it', async () => {
    const failing = printCall({ harm: 'breaks', severity: 'P0' });
    const strict = optionsFor([failing], { 'print-call': { profile: 'strict' } });
    const { findings } = await scanRepository(makeRepository(SHOP), [failing], {}, strict);
    expect(findings.slice(0, 2).map(({ severity, grading }) => ({ severity, ...grading }))).toEqual([
      {
        severity: 'P0',
        harm: 'breaks',
        base: 'P0',
        reach: 'loose',
        because: 'nothing runs, imports or mentions `lost`',
      },
      {
        severity: 'P0',
        harm: 'breaks',
        base: 'P0',
        reach: 'served',
        because: '`POST /orders` reaches it',
      },
    ]);
  });

  it('one step lower where nothing comes to it, and not where a person may run the file', async () => {
    const root = makeRepository({ ...SHOP, 'shop/old.py': PRINTING, 'tools/run.py': 'print(1)\n' });
    const failing = printCall({ harm: 'breaks', severity: 'P0' });
    const strict = optionsFor([failing], { 'print-call': { profile: 'strict' } });
    const { findings } = await scanRepository(root, [failing], {}, strict);
    expect(gradesOf(findings)).toEqual([
      'lost.py P0 loose',
      'shop/old.py P1 loose',
      'shop/orders.py P0 served',
      'tests/test_orders.py P0 aside',
      'tools/run.py P0 loose',
    ]);
    expect(findings[1]?.grading).toMatchObject({ base: 'P0', lowered: 'unreferenced' });
  });

  it('and says that it runs when the service starts', async () => {
    const hiding = printCall({ harm: 'hides-failures', severity: 'P0' });
    const root = makeRepository({ ...SHOP, 'shop/orders.py': `print("ready")\n\n\n${PRINTING}` });
    const { findings } = await scanRepository(root, [hiding]);
    const inService = findings.filter(({ location }) => location.path === 'shop/orders.py');
    expect(inService.map(({ grading }) => grading.because)).toEqual([
      '`shop.api` runs as a service and imports it',
      '`POST /orders` reaches it',
    ]);
  });

  it('by where the file is imported, if nothing of the file runs for it', async () => {
    const root = makeRepository({ ...SHOP, 'shop/orders.py': `${PRINTING}\n\ndef spare():\n    fail()\n` });
    const { findings } = await scanRepository(root, [failingFile]);
    expect(findings.map(({ severity, grading }) => `${severity} ${grading.because}`)).toEqual([
      'P0 `shop.api` runs as a service and imports it',
    ]);
    const { findings: inSpare } = await scanRepository(root, [failingCall()]);
    expect(inSpare.map(({ severity, grading }) => `${severity} ${grading.because}`)).toEqual([
      'P1 nothing calls `spare`',
    ]);
  });

  it('and is reported also where that is P3', async () => {
    const low = printCall({ harm: 'breaks', severity: 'P3' });
    const { findings } = await scanRepository(makeRepository(SHOP), [low]);
    expect(gradesOf(findings)).toEqual(['lost.py P3 loose', 'shop/orders.py P3 served']);
  });

  it('and is for the strict profile in a test', async () => {
    const root = makeRepository(SHOP);
    const strict = optionsFor([leak], { 'print-call': { profile: 'strict' } });
    const { findings } = await scanRepository(root, [leak], {}, strict);
    expect(gradesOf(findings)).toEqual([
      'lost.py P0 loose',
      'shop/orders.py P0 served',
      'tests/test_orders.py P0 aside',
    ]);
    const shown = ['lost.py P0 loose', 'shop/orders.py P0 served'];
    expect(gradesOf((await scanRepository(root, [leak])).findings)).toEqual(shown);
    const secret = printCall({ harm: 'discloses', severity: 'P0' });
    expect(gradesOf((await scanRepository(root, [secret])).findings)).toHaveLength(3);
  });

  it('but for what the configuration says', async () => {
    const options = optionsFor([leak], { 'print-call': { severity: 'P1' } });
    const { findings } = await scanRepository(makeRepository(SHOP), [leak], {}, options);
    expect(findings.map(({ severity }) => severity)).toEqual(['P1', 'P1']);
    expect(findings.map(({ grading }) => grading.reach)).toEqual(['loose', 'served']);
    // Who asks for a rule as P3 sees it.
    const low = optionsFor([leak], { 'print-call': { severity: 'P3' } });
    const { findings: all } = await scanRepository(makeRepository(SHOP), [leak], {}, low);
    expect(gradesOf(all)).toEqual(['lost.py P3 loose', 'shop/orders.py P3 served']);
  });

  it('the same whichever part is asked for', async () => {
    const root = makeRepository({ ...SHOP, 'pyproject.toml': '' });
    const { findings } = await scanRepository(root, [leak], { paths: ['shop/orders.py'] });
    expect(gradesOf(findings)).toEqual(['shop/orders.py P0 served']);
  });

  it('in a notebook by the line of its cell, which is told after', async () => {
    const cell = (source: string) => ({ cell_type: 'code', source, metadata: {}, outputs: [], execution_count: null });
    const notebook = {
      cells: [cell('x = 1\n'), cell('\nprint(x)\n')],
      metadata: { kernelspec: { language: 'python', name: 'python3' } },
      nbformat: 4,
      nbformat_minor: 5,
    };
    const root = makeRepository({ 'a.ipynb': JSON.stringify(notebook) });
    const lying = printCall({ harm: 'misleads', severity: 'P0' });
    const strict = optionsFor([lying], { 'print-call': { profile: 'strict' } });
    const { findings } = await scanRepository(root, [lying], {}, strict);
    expect(findings).toMatchObject([
      {
        severity: 'P0',
        profile: 'strict',
        grading: { because: '`a.ipynb` is a notebook' },
        location: { cell: 2, line: 2 },
      },
    ]);
  });
});

describe('what stands behind a statement that certainly fails', () => {
  const BODY = `def run():
    print(1)
    fail()
    print(2)
    if ready:
        print(3)


def other():
    print(4)
`;
  /** A script has a reach of its own; a program is a service by what its loop reaches. */
  const reported = async (content: string, ...rules: readonly RegisteredRule[]) => {
    const path = content.includes('__main__') ? 'app.py' : 'tools/app.py';
    const { findings } = await scanRepository(makeRepository({ [path]: content }), rules);
    const causes = [...new Set(findings.flatMap(({ cause }) => cause ?? []))];
    return findings.map(({ rule, location, severity, cause }) => {
      const which = cause === undefined ? '' : ` cause ${causes.indexOf(cause) + 1}`;
      return `${location.line} ${rule} ${severity}${which}`;
    });
  };
  const breaking = printCall({ harm: 'breaks', severity: 'P0' });

  it('has its cause where it would break too, to the end of the block', async () => {
    expect(await reported(BODY, failingCall(), breaking)).toEqual([
      '2 print-call P0',
      '3 failing-call P0 cause 1',
      '4 print-call P0 cause 1',
      '6 print-call P0 cause 1',
      '10 print-call P0',
    ]);
  });

  it('is a finding of its own where it harms in another way', async () => {
    expect(await reported(BODY, failingCall(), printCall({ harm: 'discloses', severity: 'P0' }))).toEqual([
      '2 print-call P0',
      '3 failing-call P0 cause 1',
      '4 print-call P0',
      '6 print-call P0',
      '10 print-call P0',
    ]);
  });

  it('is a finding of its own where it is far from certain that the statement fails', async () => {
    expect(await reported(BODY, failingCall({}, 'value-always-present'), breaking)).toEqual([
      '2 print-call P0',
      '4 print-call P0',
      '6 print-call P0',
      '10 print-call P0',
    ]);
  });

  it('is part of it where a handler hides both failures', async () => {
    const hidden = failingCall({ harm: 'misleads', severity: 'P1' });
    const body = 'def run():\n    try:\n        fail()\n        fail()\n    except Exception:\n        fail()\n';
    expect(await reported(body, hidden)).toEqual([
      '3 failing-call P1 cause 1',
      '4 failing-call P1 cause 1',
      '6 failing-call P1 cause 2',
    ]);
  });

  it('is part of it in the same line too', async () => {
    const body = 'def run():\n    fail(); print(1)\n    return fail() + fail()\n\ndef other():\n    return print(2)\n';
    expect((await reported(body, failingCall(), breaking)).map((each) => each.replace(/ P\d/, ''))).toEqual([
      '2 failing-call cause 1',
      '2 print-call cause 1',
      '3 failing-call cause 1',
      '3 failing-call cause 1',
      '6 print-call',
    ]);
  });

  it('is what the first of several makes of it', async () => {
    const twice = 'def run():\n    fail()\n    fail()\n    print(2)\n';
    expect(await reported(twice, failingCall(), breaking)).toEqual([
      '2 failing-call P0 cause 1',
      '3 failing-call P0 cause 1',
      '4 print-call P0 cause 1',
    ]);
  });

  it('is not what another function holds that fails in the same way', async () => {
    const two = 'def run():\n    fail()\n    print(1)\n\n\ndef walk():\n    fail()\n    print(2)\n';
    expect(await reported(two, failingCall(), breaking)).toEqual([
      '2 failing-call P0 cause 1',
      '3 print-call P0 cause 1',
      '7 failing-call P0 cause 2',
      '8 print-call P0 cause 2',
    ]);
  });
});

describe('findings of one cause', () => {
  it('have one value, which says nothing of the cause itself', async () => {
    const root = makeRepository({ 'a.py': 'x = "key-1"\ny = "key-2"\n', 'b.py': 'z = "key-1"\n' });
    const { findings } = await scanRepository(root, [keyInCode]);
    const [first, second, third] = findings.map(({ cause }) => cause);
    expect(first).toBe(third);
    expect(first).not.toBe(second);
    expect(first).toMatch(/^[0-9a-f]{32}$/);
  });

  it('of two rules are two', async () => {
    const root = makeRepository({ 'a.py': 'x = "key-1"\n' });
    const { findings } = await scanRepository(root, [keyInCode, { ...keyInCode, name: 'key-in-source' }]);
    expect(new Set(findings.map(({ cause }) => cause)).size).toBe(2);
  });
});
