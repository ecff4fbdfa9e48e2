import { describe, expect, test } from 'vitest';
import { type Node, nodesOf } from '../../src/ast/index.ts';
import type { SemanticModel } from '../../src/semantics/index.ts';
import { type Expectation, fixtureOf, readFixtures } from './expectations.ts';

const fixtures = await readFixtures('context');

const ANSWERS: Readonly<Record<string, (model: SemanticModel, node: Node) => string>> = {
  function: ({ context }, node) => nameOf(context.functionAround(node)),
  def: ({ context }, node) => nameOf(context.defAround(node)),
  class: ({ context }, node) => nameOf(context.classAround(node)),
  method: ({ context }, node) => nameOf(isDef(node) ? context.classOfMethod(node) : undefined),
  async: ({ context }, node) => yesOrNo(context.isInAsync(node)),
  loop: ({ context }, node) => context.loopAround(node)?.kind ?? 'none',
  handler: ({ context, source }, node) => {
    const handler = context.handlerAround(node);
    return handler?.type === undefined ? 'none' : source.text.slice(handler.type);
  },
  tries: ({ context }, node) => String(context.triesAround(node).length),
  tests: ({ context, source }, node) =>
    context
      .testsAround(node)
      .map((test) => source.text.slice(test))
      .join('; ') || 'none',
  managers: ({ context, source }, node) =>
    context
      .managersAround(node)
      .map((manager) => source.text.slice(manager))
      .join('; ') || 'none',
  locks: ({ context, source }, node) => {
    const locks = context.locksHeldAt(node).map(({ kind, lock }) => `${kind} ${source.text.slice(lock)}`);
    return locks.join('; ') || 'none';
  },
  acquired: ({ context, source }, node) => {
    const calls = context.locksHeldAt(node).flatMap(({ acquire }) => acquire ?? []);
    return calls.map((call) => source.text.slice(call)).join('; ') || 'none';
  },
  deadline: ({ context }, node) => context.deadlineAround(node)?.kind ?? 'none',
  import: ({ context }, node) => yesOrNo(context.runsAtImport(node)),
  'during-import': ({ context }, node) => yesOrNo(context.runsDuringImport(node)),
  main: ({ context }, node) => yesOrNo(context.isUnderMain(node)),
  'typing-only': ({ context }, node) => yesOrNo(context.isTypeCheckingOnly(node)),
  route: ({ context }, node) => {
    const route = isDef(node) ? context.routeOf(node) : undefined;
    if (route === undefined) return 'none';
    return [route.framework, route.methods.join(','), route.path ?? ''].filter((part) => part !== '').join(' ');
  },
};
const ABOUT_STATEMENTS = new Set(['method', 'route']);

describe.each(fixtures)('$path', ({ model, expectations }) => {
  test('answers as its comments say', () => {
    expect(expectations.length).toBeGreaterThan(2);
    const wrong = expectations.flatMap((expectation) => {
      const answer = answerTo(model, expectation);
      if (answer === expectation.value) return [];
      return [`${expectation.line} ${expectation.key}[${expectation.named}]: ${answer}, not ${expectation.value}`];
    });
    expect(wrong).toEqual([]);
  });
});

describe('a lock held from one node to another', () => {
  test.each([
    ['in one `with`', 'with lock:\n    first()\n    second()', true],
    [
      'not when it is given back in between',
      'with lock:\n    first()\n    lock.release()\n    load()\n    lock.acquire()\n    second()',
      false,
    ],
    [
      'when the next round gives it back',
      'while n:\n    lock.acquire()\n    first()\n    second()\n    lock.release()',
      true,
    ],
    [
      'not when some path gives it back',
      'lock.acquire()\nfirst()\nif n:\n    lock.release()\n    lock.acquire()\nsecond()',
      false,
    ],
    ['not in two', 'with lock:\n    first()\nwith lock:\n    second()', false],
  ])('%s', async (_, body, isHeld) => {
    const { model } = await fixtureOf('shop.py', `def f(lock, n):\n${body.replace(/^/gm, '    ')}\n`);
    const [first, second] = ['first', 'second'].map((name) =>
      nodesOf(model.source.module, 'Call').find(({ func }) => func.kind === 'Name' && func.id === name),
    );
    expect(first && second && model.context.lockHeldFrom(first, second) !== undefined).toBe(isHeld);
  });
});

describe('role of a file', () => {
  test.each([
    ['pkg/tests/test_api.py', '', 'test'],
    ['pkg/api_test.py', '', 'test'],
    ['conftest.py', '', 'test'],
    ['pkg/contest.py', '', 'library'],
    ['pkg/latest/api.py', '', 'library'],
    ['examples/train.py', '', 'example'],
    ['docs/examples/train.py', '', 'example'],
    ['benchmarks/throughput.py', '', 'benchmark'],
    ['bench_encode.py', '', 'benchmark'],
    ['docs/tools.py', '', 'documentation'],
    ['site/conf.py', "extensions = []\nhtml_theme = 'furo'\n", 'documentation'],
    ['pkg/conf.py', 'DEBUG = True\n', 'library'],
    ['setup.py', '', 'script'],
    ['noxfile.py', '', 'script'],
    ['libs/core/setup.py', 'from setuptools import setup\n', 'script'],
    ['pkg/telemetry/setup.py', 'def setup(): ...\n', 'library'],
    ['scripts/migrate.py', '', 'script'],
    ['pkg/tools/search.py', 'def search(): ...\n', 'library'],
    ['pkg/tools/convert.py', '#!/usr/bin/env python3\nprint()\n', 'script'],
    ['pkg/api_pb2.py', '', 'generated'],
    ['pkg/client.py', '# Generated by the protocol compiler. DO NOT EDIT!\nx = 1\n', 'generated'],
    ['pkg/client.py', '# -*- coding: utf-8 -*-\n# @generated\n', 'generated'],
    ['pkg/client.py', '"""Client.\n\nGenerated by: openapi-generator\n"""\n', 'generated'],
    ['pkg/client.py', '"""Client.\n\nThis file was auto-generated; change the schema.\n"""\n', 'generated'],
    ['pkg/client.py', '# Ids are generated by the server.\nx = 1\n', 'library'],
    [
      'shop/settings.py',
      '"""\nDjango settings.\n\nGenerated by \'django-admin startproject\' using Django 4.2.\n"""\n',
      'library',
    ],
    ['pkg/keys.py', '"""Keys of the local authority.\n\nGenerated with `make keys`\n"""\n', 'library'],
    ['pkg/keys.py', 'SIZE = 2048\n# Generated with openssl\nKEY = "…"\n', 'library'],
    ['pkg/locks.py', '"""Locks of the store.\n\nCRITICAL: DO NOT MODIFY without a review!\n"""\n', 'library'],
    [
      'pkg/thumbnails.py',
      '"""Cache of generated thumbnails.\n\nCallers do not modify the returned dict.\n"""\n',
      'library',
    ],
    ['pkg/ids.py', '"""Hands out generated ids.\n\nDO NOT CHANGE without a migration.\n"""\n', 'library'],
    ['pkg/client.py', '"""Client.\n\nCode is generated from the schema:\nDO NOT EDIT it.\n"""\n', 'generated'],
    ['pkg/test_support/broker.py', '', 'test'],
    ['pkg/testutils/broker.py', '', 'test'],
    [
      'alembic/versions/001_users.py',
      '"""Revision ID: 1"""\n# ### commands auto generated by Alembic ###\n',
      'library',
    ],
    ['pkg/_vendor/six.py', '', 'vendored'],
    ['third_party/lib/tests/test_x.py', '', 'vendored'],
    ['pkg/api.pyi', '', 'stub'],
    ['notebooks/a.ipynb', '', 'notebook'],
    ['pkg/__main__.py', '', 'entry-point'],
    ['pkg/serve.py', 'if __name__ == "__main__":\n    main()\n', 'entry-point'],
    ['pkg/serve.py', 'if __name__ == "__main__":\n    pass\n', 'library'],
    ['pkg/serve.py', 'import uvicorn\nuvicorn.run(app)\n', 'entry-point'],
    ['pkg/serve.py', 'import sys\nsys.exit(main())\n', 'entry-point'],
    ['pkg/serve.py', 'worker.run()\n', 'library'],
    ['site/settings.py', "ROOT_URLCONF = 'site.urls'\n", 'entry-point'],
    ['site/wsgi.py', 'application = get_wsgi_application()\n', 'entry-point'],
    ['gunicorn.conf.py', 'workers = 2\n', 'entry-point'],
    ['t/unit/transport.py', 'x = 1\n', 'test'],
    ['pkg/t/transport.py', 'x = 1\n', 'library'],
    ['pkg/testing.py', 'x = 1\n', 'test'],
    ['pkg/testing_utils.py', 'x = 1\n', 'test'],
    ['features/steps/cart.py', 'from behave import given\n', 'test'],
    ['features/steps/cart.py', 'from shop import cart\n', 'library'],
    ['features/environment.py', 'def before_all(context):\n    start()\n', 'test'],
    ['shop/cart_tests.py', 'import pytest\n\ndef test_cart():\n    assert cart()\n', 'test'],
    ['shop/ab_tests.py', 'def test_price(price):\n    return price\n', 'library'],
    ['shop/plugin.py', 'import pytest\n\ndef run():\n    pytest.main()\n', 'library'],
    ['shop/environment.py', 'def read_all(context):\n    start()\n', 'library'],
  ])('%s %j is %s', async (path, content, role) => {
    const { model } = await fixtureOf(path, content);
    expect(model.context.role).toBe(role);
  });

  test('a script with a guard is an entry point too', async () => {
    const { model } = await fixtureOf('scripts/a.py', "if '__main__' == __name__:\n    main()\n");
    expect([model.context.role, model.context.isEntryPoint]).toEqual(['script', true]);
  });

  test.each([
    ['#!/usr/bin/env python2\n', true],
    ['#!/usr/bin/python2.7 -u\n', true],
    ['#!/usr/bin/env -S python2 -u\n', true],
    ['#!/usr/bin/env python\n', false],
    ['#!/usr/bin/env python3\n# once for python2\n', false],
    ['\n#!/usr/bin/env python2\n', false],
    ['#!/opt/python2/bin/python3\n', false],
    ['try:\n    pay()\nexcept ValueError, error:\n    log(error)\n', true],
    ['try:\n    pay()\nexcept (IOError, OSError), error:\n    log(error)\n', true],
    ['try:\n    pay()\nexcept (ValueError, error):\n    log(error)\n', false],
    ['from shop import PayError\ntry:\n    pay()\nexcept ValueError, PayError:\n    pass\n', false],
  ])(
    'a file for Python 2 says so in its first line, or catches as only Python 2 can: %j',
    async (content, isPython2) => {
      const { model } = await fixtureOf('scripts/a.py', content);
      expect(model.context.isPython2).toBe(isPython2);
    },
  );
});

function answerTo(model: SemanticModel, expectation: Expectation): string {
  const { key, expression, statement } = expectation;
  const node = ABOUT_STATEMENTS.has(key) ? statement : (expression ?? statement);
  const answer = ANSWERS[key];
  if (answer === undefined) throw new Error(`no question is called ${key}`);
  return node === undefined ? 'no node' : answer(model, node);
}

function isDef(node: Node): node is Extract<Node, { kind: 'FunctionDef' | 'AsyncFunctionDef' }> {
  return node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef';
}

function nameOf(definition: Node | undefined): string {
  if (definition === undefined) return 'none';
  return 'name' in definition && typeof definition.name === 'string' ? definition.name : 'lambda';
}

function yesOrNo(answer: boolean): string {
  return answer ? 'yes' : 'no';
}
