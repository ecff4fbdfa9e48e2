import { describe, expect, it } from 'vitest';
import { loadPythonParser } from '../../src/ast/lower/index.ts';
import { anchorClaim } from '../../src/replay/anchor-claim.ts';
import type { Claim } from '../../src/replay/claim.ts';
import { GitPast } from '../../src/replay/git-past.ts';
import { RepositoryCode } from '../../src/replay/repository-code.ts';
import { claimOf, placeOf, quoteOf } from './claims.ts';
import { MemoryHistory } from './memory-history.ts';

const CACHE = `class PriceCache:
    def __init__(self):
        self._prices = {}

    def remember(self, sku, price):
        self._prices[sku] = price


def load_prices(path):
    with open(path) as file:
        return file.read()
`;
const SETTINGS = 'services:\n  web:\n    image: shop:latest\n    environment:\n      WORKER_COUNT: "4"\n';

const parser = await loadPythonParser();

function anchorsOf(history: MemoryHistory, claim: Claim, audited?: string) {
  const { head } = history;
  const code = new RepositoryCode(history.treeOf(head), new Set(history.pathsIn(head)), parser);
  const past = new GitPast(history, head, audited);
  const { anchors, missing } = anchorClaim(claim, { code, past });
  return {
    told: anchors.map(({ path, lines, confidence }) => `${confidence} ${path}:${lines.first}-${lines.last}`),
    anchors,
    missing,
  };
}

describe('anchorClaim', () => {
  const shop = MemoryHistory.with({ 'shop/prices.py': CACHE, 'compose.yaml': SETTINGS });

  it('is sure of lines that hold what is quoted', () => {
    const claim = claimOf({
      places: [placeOf('prices.py', 5, 6)],
      quotes: [quoteOf('self._prices[sku] = price  # never removed')],
    });
    expect(anchorsOf(shop, claim).anchors[0]).toMatchObject({
      path: 'shop/prices.py',
      lines: { first: 6 },
      confidence: 'high',
    });
  });

  it('shows files of a kind, those first that hold what is quoted', () => {
    const history = MemoryHistory.with({
      'web/src/app/rooms/[id]/page.tsx': 'load().catch(() => {});\n',
      'web/src/app/guests/[id]/page.tsx': 'load();\n',
      'jobs/clean.py': 'x = 1\n',
      'docs/index.md': '# Docs\n',
    });
    const told = (path: string, text = '', title = '') =>
      anchorsOf(history, claimOf({ title, places: [placeOf(path)], quotes: text === '' ? [] : [quoteOf(text)] }));
    expect(told('web/*/page.tsx', '.catch(() => {})').told).toEqual(['low web/src/app/rooms/[id]/page.tsx:1-1']);
    expect(told('jobs/*.py').told).toEqual(['low jobs/clean.py:1-1']);
    expect(told('web/*/none.py').missing).toEqual([]);
    expect(told('docs/').told).toEqual(['low docs/index.md:1-1']);
    expect(told('[id]/page.tsx').anchors.map(({ confidence }) => confidence)).toEqual(['low', 'low']);
    const titled = told('[id]/page.tsx', '', 'Guests: the page breaks').anchors;
    expect(titled.map(({ path }) => path)).toEqual(['web/src/app/guests/[id]/page.tsx']);
  });

  it('takes a module that output names by two paths to where the longer one is imported', () => {
    const history = MemoryHistory.with({
      'src/shop/prices.py': CACHE,
      'tools/load.py': 'import json\n\nfrom src.shop.prices import load_prices\n\nprint(json, load_prices)\n',
    });
    const claim = claimOf({ quotes: [quoteOf('found twice: "shop.prices" and "src.shop.prices"')] });
    expect(anchorsOf(history, claim).told).toContain('medium tools/load.py:3-3');
  });

  it('takes the text of a message to all of the statement that prints it', () => {
    const told =
      'def warn(logger):\n    logger.warning(\n        "The key is not set. "\n        "A new one is made"\n    )\n';
    const history = MemoryHistory.with({ 'shop/keys.py': told });
    const claim = claimOf({ title: 'WARNING:shop.keys:The key is not set.', places: [placeOf('shop/keys.py')] });
    expect(anchorsOf(history, claim).told[0]).toBe('high shop/keys.py:2-5');
  });

  it('believes quote and name more than lines', () => {
    const claim = claimOf({
      places: [placeOf('shop/prices.py', 10, 11)],
      quotes: [quoteOf('self._prices = {}')],
      names: ['PriceCache'],
    });
    const { told } = anchorsOf(shop, claim);
    expect(told.slice(0, 2).sort()).toEqual(['high shop/prices.py:1-6', 'high shop/prices.py:3-3']);
    expect(told).toContain('low shop/prices.py:10-11');
  });

  it('finds a quote by its tree where its tokens are others', () => {
    const quotes = [quoteOf('with open(path) as source:\n    return source.read()', 'python')];
    const { anchors } = anchorsOf(shop, claimOf({ places: [placeOf('shop/prices.py')], quotes }));
    expect(anchors[0]).toMatchObject({ lines: { first: 10, last: 11 }, confidence: 'medium' });
    expect(anchors[0]?.because).toBe('the quoted code stands here with other names');
    const [shell] = anchorsOf(shop, claimOf({ quotes: [quoteOf('with open(path) as x:', 'bash')] })).anchors;
    expect(shell).toBeUndefined();
  });

  it.each([
    ['a function', 'load_prices()', 'high shop/prices.py:9-11'],
    ['a class', 'PriceCache', 'high shop/prices.py:1-6'],
    ['a method', 'PriceCache.remember', 'high shop/prices.py:5-6'],
    ['an attribute', 'self._prices', 'high shop/prices.py:3-3'],
  ])('finds %s by its name', (_what, name, place) => {
    expect(anchorsOf(shop, claimOf({ places: [placeOf('shop/prices.py')], names: [name] })).told).toContain(place);
  });

  it('finds a setting in a file that is no Python', () => {
    expect(anchorsOf(shop, claimOf({ places: [placeOf('compose.yaml')], names: ['WORKER_COUNT'] })).told).toContain(
      'medium compose.yaml:5-5',
    );
    expect(anchorsOf(shop, claimOf({ quotes: [quoteOf('image:   shop:latest', 'yaml')] })).told).toEqual([
      'medium compose.yaml:3-3',
    ]);
  });

  it('looks for what names no file in those that its part of the document names', () => {
    const two = MemoryHistory.with({
      'shop/prices.py': CACHE,
      'shop/orders.py': CACHE.replace('remember', 'forget'),
      'compose.yaml': SETTINGS,
    });
    const about = [placeOf('shop/prices.py'), placeOf('compose.yaml')];
    const told = (parts: Partial<Claim>) => anchorsOf(two, claimOf({ about, ...parts })).told;
    expect(told({ names: ['PriceCache'] })).toEqual(['medium shop/prices.py:1-6']);
    expect(told({ names: ['PriceCache'], places: [placeOf('shop/orders.py')] })).toContain('high shop/orders.py:1-6');
    expect(told({ names: ['remember'], places: [placeOf('shop/orders.py', 1)] })).not.toContain(
      'medium shop/prices.py:5-6',
    );
  });

  it('finds the lines that give an option, written in words or as a list', () => {
    const served = MemoryHistory.with({
      Dockerfile: 'FROM python:3.12\nCMD ["uvicorn", "shop:app", \\\n     "--workers", "1"]\n',
      'check.yml': 'run:\n  - lint . --exit-zero\n  - lint . --exit-zero-never\n  - lint . --workers 8\n',
    });
    const told = (title: string) => anchorsOf(served, claimOf({ title })).told;
    expect(told('It runs with `--workers 1`')).toEqual(['medium Dockerfile:3-3']);
    expect(told('It runs with --workers 9')).toEqual(['medium Dockerfile:3-3', 'medium check.yml:4-4']);
    expect(told('`--exit-zero` hides everything')).toEqual(['medium check.yml:2-2']);
    expect(told('`--reload` is on, or - - workers')).toEqual([]);
  });

  it('finds a quoted comment and a quoted value as they are', () => {
    const noted = MemoryHistory.with({
      'shop/till.py': '# For the demo, everybody is the owner\nOWNER = "sqlite:///till.db"\n',
      'shop/desk.py': 'STORE = "sqlite:///till.db"\n',
    });
    const about = [placeOf('shop/till.py')];
    expect(anchorsOf(noted, claimOf({ about, quotes: [quoteOf('sqlite:///till.db')] })).told).toContain(
      'medium shop/till.py:2-2',
    );
    const quotes = [quoteOf('# For the demo, everybody is the owner')];
    expect(anchorsOf(noted, claimOf({ places: [placeOf('shop/till.py')], quotes })).told).toContain(
      'high shop/till.py:1-1',
    );
  });

  it('tells the few uses of a name beside its definition', () => {
    const used = MemoryHistory.with({ 'shop/prices.py': `${CACHE}\n\nprint(load_prices("today.json"))\n` });
    expect(anchorsOf(used, claimOf({ places: [placeOf('shop/prices.py')], names: ['load_prices'] })).told).toEqual(
      expect.arrayContaining(['high shop/prices.py:9-11', 'low shop/prices.py:14-14']),
    );
  });

  it('takes of several files of one name the one that holds the quote, and on these lines', () => {
    const parts = Object.fromEntries(
      ['desk', 'till', 'store', 'yard', 'gate', 'dock'].map((folder) => [
        `${folder}/routes.py`,
        `ROUTE = "${folder}"\n`,
      ]),
    );
    const code = `${'\n'.repeat(30)}def owner(token):\n    return digest(token)[:8]\n`;
    const routed = MemoryHistory.with({
      ...parts,
      'till/routes.py': code,
      'gate/routes.py': `${'\n'.repeat(90)}${code}`,
    });
    const told = (line: number, quote: string) =>
      anchorsOf(routed, claimOf({ places: [placeOf('routes.py', line)], quotes: [quoteOf(quote)] })).told;
    expect(told(32, 'return digest(token)[:8]')[0]).toBe('high till/routes.py:32-32');
    expect(told(122, 'return digest(token)[:8]')[0]).toBe('high gate/routes.py:122-122');
    expect(told(1, 'ROUTE = "yard"')[0]).toBe('high yard/routes.py:1-1');
    expect(told(1, 'ROUTE = "roof"')).toEqual([]);
  });

  it('reads what code shortens as prose writes it out', () => {
    const walked = MemoryHistory.with({
      'walk.py': `${Array.from({ length: 40 }, (_, i) => `STEP_${i} = ${i}\n`).join('')}\n\ndef found(src_dir):\n    return [p for p in src_dir.iterdir()]\n`,
    });
    const claim = claimOf({ title: 'The source directory is flat', places: [placeOf('walk.py')] });
    expect(anchorsOf(walked, claim).told).toContain('low walk.py:43-44');
  });

  it('finds the one use of a name of another library', () => {
    const one = MemoryHistory.with({
      'shop/images.py': 'import PIL\n\n\ndef show(path):\n    return PIL.open(path)\n',
    });
    expect(anchorsOf(one, claimOf({ names: ['PIL.open()'] })).told).toEqual(['low shop/images.py:5-5']);
  });

  it('follows a file through a rename, and lines through commits', () => {
    const history = MemoryHistory.with({ 'prices.py': CACHE });
    const audited = history.head;
    history.commit({
      'prices.py': undefined,
      'shop/price_cache.py': `"""Prices."""\n\nimport json\n\n${CACHE}`,
    });
    const { anchors } = anchorsOf(history, claimOf({ places: [placeOf('prices.py', 6)] }), audited);
    expect(anchors[0]).toMatchObject({ path: 'shop/price_cache.py', lines: { first: 10, last: 10 } });
    expect(anchors[0]?.because).toContain('4 lines further down');
    expect(anchors[0]?.because).toContain('was renamed to it');
  });

  it('says what git deleted', () => {
    const history = MemoryHistory.with({ 'old.py': CACHE, 'new.py': 'x = 1\n' });
    history.commit({ 'old.py': undefined });
    const { anchors, missing } = anchorsOf(history, claimOf({ places: [placeOf('old.py', 3)] }));
    expect(anchors).toEqual([]);
    expect(missing[0]?.fate.kind).toBe('deleted');
  });

  it('opens nothing outside of the repository', () => {
    const claim = claimOf({ places: [placeOf('../../../etc/passwd', 1), placeOf('/etc/hosts', 1)] });
    expect(anchorsOf(shop, claim).anchors).toEqual([]);
  });
});
