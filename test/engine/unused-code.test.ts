import { describe, expect, it } from 'vitest';
import orphanModule from '../../rules/imports/orphan-module.ts';
import unboundName from '../../rules/imports/unbound-name.ts';
import requestWithoutTimeout from '../../rules/service/request-without-timeout.ts';
import type { GradedFinding } from '../../src/engine/grade.ts';
import { joinUnused } from '../../src/engine/unused-code.ts';
import { joinCauses } from '../../src/findings/index.ts';
import type { RegisteredRule } from '../../src/kit/index.ts';
import { makeProject } from '../cli/run-cli.ts';
import { optionsFor, scanRepository } from './scan-repository.ts';

const RULES: readonly RegisteredRule[] = [
  { name: 'orphan-module', category: 'imports', rule: orphanModule },
  { name: 'request-without-timeout', category: 'service', rule: requestWithoutTimeout },
  { name: 'unbound-name', category: 'imports', rule: unboundName },
];

const API = `import requests
from fastapi import FastAPI

app = FastAPI()


@app.get("/price")
def price():
    return requests.get("https://prices.example.com").json()
`;

const QUOTES = `import requests


def quote():
    return requests.get("https://quotes.example.com").json()


def rate():
    return RATE
`;

async function scanned() {
  const root = makeProject({ 'shop/__init__.py': '', 'shop/api.py': API, 'shop/quotes.py': QUOTES });
  const strict = Object.fromEntries(RULES.map(({ name }) => [name, { profile: 'strict' as const }]));
  return scanRepository(root, RULES, {}, optionsFor(RULES, strict));
}

describe('code that nothing runs', () => {
  it('has one finding, which says so, with the harms that need it to run among its places', async () => {
    const { findings } = await scanned();
    const told = joinCauses(findings).map(({ rule, location: { path, line }, places = [] }) => [
      `${path}:${line} ${rule}`,
      ...places.map((place) => `${place.location.line} ${place.rule}`),
    ]);
    expect(told).toEqual([
      ['shop/api.py:9 request-without-timeout'],
      ['shop/quotes.py:4 orphan-module', '5 request-without-timeout'],
      // What certainly fails is worth telling of for itself.
      ['shop/quotes.py:9 unbound-name'],
    ]);
  });

  it('has one finding where none says so, and none of what a guess spoke against before in one function', () => {
    const at = (line: number, from: number | undefined, heldBack?: string): GradedFinding => ({
      rule: 'waits',
      category: 'tests',
      harm: 'hangs',
      ceiling: 'P1',
      severity: 'P3',
      grading: { harm: 'hangs', ceiling: 'P1', reach: 'loose', because: 'nothing calls `send`' },
      unused: { because: 'nothing calls `send`', ...(from !== undefined && { from }) },
      precision: 'high',
      profile: 'strict',
      ...(heldBack !== undefined && { heldBack }),
      location: { path: 'shop/a.py', line, column: 1, endLine: line, endColumn: 2 },
      message: 'it waits',
      remedy: 'Do not',
      related: [],
      flow: [],
      cwe: [],
      key: `${line}`,
    });
    const silenced: string[] = [];
    const told = joinUnused(
      [at(3, 2), at(4, 2, 'a guess'), at(8, 7, 'a guess')],
      () => ({}),
      ({ location: { line } }, because) => silenced.push(`${line} ${because}`),
    );
    expect(told.map(({ location: { line }, cause }) => [line, cause === told[0]?.cause])).toEqual([
      [3, true],
      [4, true],
    ]);
    expect(silenced).toEqual(['8 nothing calls `send`']);
    expect(
      joinUnused(
        [at(3, undefined), at(8, undefined, 'a guess')],
        () => ({}),
        () => expect.unreachable(),
      ),
    ).toHaveLength(2);
  });
});
