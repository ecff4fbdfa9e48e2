/** Claims that give no place, and tell what is done there. */
import { expect, it } from 'vitest';
import { loadPythonParser } from '../../src/ast/lower/index.ts';
import { anchorClaim } from '../../src/replay/anchor-claim.ts';
import type { Claim } from '../../src/replay/claim.ts';
import { RepositoryCode } from '../../src/replay/repository-code.ts';
import { MemoryTree } from '../../src/testing/metamorphoses/memory-tree.ts';
import { claimOf, placeOf, quoteOf } from './claims.ts';

const parser = await loadPythonParser();

const BOOKING = `"""Books what was ordered.

A statistical test picks the shop.
"""
from fastapi import FastAPI

app = FastAPI(title="shop")


def tracker(config):
    try:
        import stockflow
        stockflow.connect(config.uri)
    except ImportError:
        return None
    return stockflow


def widen(picture, share_limit):
    return picture * share_limit


def book(order, queue):
    try:
        queue.brpop("orders")
    except Exception:
        return None
    return order


def checksum(text):
    return hash(text)


def checked(path):
    return checksum(path.read_text())


def take_in(path, copy):
    return checked(path), checked(copy)
`;
const long = `${BOOKING}${'\n'.repeat(120)}`;
const shop = new Map(
  Object.entries({
    'shop/booking.py': BOOKING,
    'shop/stock_booking.py': long.replace(/^(?:from|app).*$/gm, ''),
    'shop/plan.md': '# Plan\n\nA circuit breaker opens after three failures.\n',
    '.github/workflows/checks.yml': 'on: push\njobs: {}\n',
  }),
);

function anchorsOf(parts: Partial<Claim>): readonly string[] {
  const code = new RepositoryCode(new MemoryTree(shop), new Set(shop.keys()), parser, [
    'A title that no document repeats',
  ]);
  const { anchors } = anchorClaim(claimOf(parts), { code, past: undefined });
  return anchors.map(({ path, lines, confidence }) => `${confidence} ${path}:${lines.first}-${lines.last}`);
}

const booking = [placeOf('shop/booking.py')];

it.each<[string, Partial<Claim>, string]>([
  ['handlers of everything', { title: 'Generic catch-all for what goes wrong', places: booking }, '26-27'],
  [
    'the handler around what the claim names',
    { title: 'A lost connection', text: 'It is caught by `except Exception`.', names: ['BRPOP'], places: booking },
    '26-27',
  ],
  ['what goes on without something', { title: 'StockFlow is there, or it falls back', places: booking }, '11-15'],
  ['where the class of a library is made', { title: 'No limit at FastAPI level' }, '7-7'],
  ['what takes a parameter', { title: 'Exhaustion', quotes: [quoteOf('share_limit=8')] }, '19-20'],
  ['calls of what does it twice', { title: 'The checksum reads the text twice', places: booking }, '40-40'],
])('finds %s', (_, claim, lines) => {
  expect(anchorsOf(claim)).toContain(`low shop/booking.py:${lines}`);
});

it('finds the only workflow, where one is spoken of', () => {
  expect(anchorsOf({ title: 'Secrets of GitHub Actions are not used' })).toContain(
    'low .github/workflows/checks.yml:1-2',
  );
});

it('finds what documents promise and no code does', () => {
  expect(
    anchorsOf({ title: 'Retries', text: 'The diagram shows a circuit breaker but no code implements it.' }),
  ).toContain('low shop/plan.md:3-3');
});

it('finds what a long module tells of itself', () => {
  expect(anchorsOf({ title: 'Stock booking is premature' })).toContain('low shop/stock_booking.py:1-4');
});
