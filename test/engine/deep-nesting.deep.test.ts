/** All rules over whatever can nest, or follow one another, deeper than people write: below the limits of CPython, at them and beyond. */
import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { scan } from '../../src/engine/index.ts';
import { strictOptions } from '../../tools/strict-options.ts';
import { makeRepository } from '../discover/repository.ts';
import { CONSTRUCTS } from '../growth/constructs.ts';
import { reportOf } from './scan-repository.ts';

/** A value made in each of these ways, of `a`, which a client sends. */
const CHAINS: Readonly<Record<string, (length: number) => string>> = {
  sums: (n) => `x = a${' + a'.repeat(n)}`,
  texts: (n) => `x = a${' + "b"'.repeat(n)}`,
  powers: (n) => `x = a${' ** a'.repeat(n)}`,
  calls: (n) => `x = ${'f('.repeat(n)}a${')'.repeat(n)}`,
  keywords: (n) => `x = ${'f(k='.repeat(n)}a${')'.repeat(n)}`,
  lists: (n) => `x = ${'['.repeat(n)}a${']'.repeat(n)}`,
  dicts: (n) => `x = ${'{"k": '.repeat(n)}a${'}'.repeat(n)}`,
  attributes: (n) => `x = a${'.b'.repeat(n)}`,
  methods: (n) => `x = a${'.replace("a", "b")'.repeat(n)}`,
  subscripts: (n) => `x = a${'["k"]'.repeat(n)}`,
  formats: (n) => `x = "%s"${' % a'.repeat(n)}`,
  paths: (n) => `x = a${' / "b"'.repeat(n)}`,
  negations: (n) => `x = ${'not '.repeat(n)}a`,
  comparisons: (n) => `x = a${' < a'.repeat(n)}`,
  alternatives: (n) => `x = a${' or a'.repeat(n)}`,
  conditionals: (n) => `x = ${'a if a else '.repeat(n)}a`,
  lambdas: (n) => `x = ${'lambda: '.repeat(n)}a`,
  bindings: (n) => `x = ${'(y := '.repeat(n)}a${')'.repeat(n)}`,
  comprehensions: (n) => `x = ${'['.repeat(n)}a${' for a in a]'.repeat(n)}`,
  awaits: (n) => `x = ${'await f('.repeat(n)}a${')'.repeat(n)}`,
  names: (n) => `x0 = a\n${Array.from({ length: n }, (_, i) => `x${i + 1} = x${i} + "k"\n`).join('')}x = x${n}`,
  conditions: (n) => `x = a\nif a:\n  f()\n${'elif a == 1:\n  f()\n'.repeat(n)}`,
  blocks: (n) => `x = a\n${nested('if a:', n)}`,
  loops: (n) => `x = a\n${nested('for a in a:', n)}`,
  functions: (n) => `x = a\n${nested('def f(a):', n)}`,
};

const nested = (head: string, depth: number): string =>
  `${Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}${head}\n`).join('')}${' '.repeat(depth)}f()`;

/** What rules ask most of: where untrusted input flows. */
const fileOf = (chain: string): string => `import hashlib
import os
import sqlite3
import subprocess

from flask import Flask, redirect, render_template_string, request

app = Flask(__name__)
TOKEN = os.environ["API_TOKEN"]


@app.post("/before")
async def before():
    a = request.args["a"]
${chain.replace(/^/gm, '    ')}
    subprocess.run(x, shell=True)
    open(x, "w").write(a)
    sqlite3.connect("shop.db").execute("SELECT * FROM orders WHERE id = " + x)
    if request.headers.get("X-Token") == TOKEN + x:
        return redirect(x)
    password = x
    token = hashlib.md5(password.encode()).hexdigest()
    return render_template_string(x, token=token)


@app.get("/after")
def after():
    return redirect(request.args["next"])
`;

async function scanAll(files: Readonly<Record<string, string>>) {
  const options = strictOptions(rules, '2026-11-20');
  const root = makeRepository(files);
  // No file ends by the clock of a machine that does other things as well.
  const limits = { ...options.limits, maxFileMilliseconds: 3_600_000 };
  const request = { root, paths: [], exclude: [], respectsGitIgnore: false, rules, options: { ...options, limits } };
  const { findings, notices } = reportOf(await scan(request));
  return { findings, failed: notices.filter(({ kind }) => kind !== 'too-deep' && kind !== 'partly-parsed') };
}

describe.each([90, 190, 390, 1_000, 2_900, 5_000])('%i levels', (length) => {
  it.each(Object.entries(CHAINS))('of %s end no rule', async (name, chain) => {
    // An indentation of that depth is no Python, and the square of it in bytes.
    if (length > 1_000 && /^(?:blocks|loops|functions)$/.test(name)) return;
    const { findings, failed } = await scanAll({ 'app.py': fileOf(chain(length)) });
    expect(failed).toEqual([]);
    const isNested = /^(?:blocks|loops|functions)$/.test(name) && length > 90;
    if (!isNested) expect(findings.map(({ rule }) => rule)).toContain('open-redirect');
  });

  it('of whatever nests in itself end no rule', async () => {
    const files = Object.entries(CONSTRUCTS).flatMap(([kind, { nested: within }]) => {
      const [open, core, close] = within ?? [];
      if (open === undefined || close === undefined) return [];
      return [[`${kind.toLowerCase()}.py`, `x = ${open.repeat(length)}${core}${close.repeat(length)}\n`] as const];
    });
    expect((await scanAll(Object.fromEntries(files))).failed).toEqual([]);
  });
});
