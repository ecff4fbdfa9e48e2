/** What functions of other modules give, and the routes that answer with it. */
import { describe, expect, it } from 'vitest';
import { modelOf } from './read-project.ts';

const project = modelOf(
  new Map(
    Object.entries({
      'shop/__init__.py': '',
      'shop/stock.py': [
        'def told():\n    return {}',
        'def counted():\n    return {}',
        'def spread():\n    return {}',
        'def deep():\n    return {}',
      ].join('\n'),
      'shop/service.py': 'from shop import stock\ndef passed():\n    return stock.deep()\n',
      'shop/guards.py': 'def handled(view):\n    def wrapper():\n        return view()\n    return wrapper\n',
      'shop/api.py': [
        'from fastapi import FastAPI',
        'from shop import service, stock',
        'from shop.guards import handled',
        'app = FastAPI()',
        '@app.get("/told")',
        '@handled',
        'def told():',
        '    result = stock.told()',
        '    return {"stock": result, **stock.spread()}',
        '@app.get("/counted")',
        'def counted():',
        '    return {"count": len(stock.counted())}',
        '@app.get("/passed")',
        'def passed():',
        '    return service.passed()',
      ].join('\n'),
    }),
  ),
);

describe('a route answers', () => {
  it.each([
    ['stock.told', 'yes'],
    ['stock.spread', 'yes'],
    ['stock.counted', 'no'],
    ['stock.deep', 'yes'],
    ['guards.handled.<locals>.wrapper', 'yes'],
  ])('with what `%s` gives: %s', (name, verdict) => {
    expect(project.answer({ kind: 'result-answered', function: `shop.${name}` }).verdict).toBe(verdict);
  });
});
