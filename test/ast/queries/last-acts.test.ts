import { expect, it } from 'vitest';
import { isLastAct, nodesOf } from '../../../src/ast/index.ts';
import { parse } from '../parse-python.ts';

function isLast(body: string): boolean {
  const call = nodesOf(parse(`def main():\n${body}`).module, 'Call').find(
    ({ func }) => func.kind === 'Name' && func.id === 'serve',
  );
  if (call === undefined) throw new Error('nothing is served');
  return isLastAct(call);
}

it.each([
  ['    serve()\n'],
  ['    return serve()\n'],
  ['    with lock:\n        serve()\n    logger.info("done")\n    sys.exit(0)\n'],
  ['    try:\n        serve()\n    except OSError:\n        tidy()\n    if failed:\n        raise SystemExit(1)\n'],
])('is the last act of %j', (body) => expect(isLast(body)).toBe(true));

it.each([
  ['    serve()\n    report()\n'],
  ['    for port in ports:\n        serve()\n'],
  ['    if ready:\n        serve()\n    else:\n        wait()\n    return report()\n    x = 1\n'],
  ['    serve()\n    if failed:\n        report()\n'],
])('is not the last act of %j', (body) => expect(isLast(body)).toBe(false));
