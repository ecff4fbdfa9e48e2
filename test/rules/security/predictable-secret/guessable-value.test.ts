import { describe, expect, it } from 'vitest';
import { mayLetIn } from '../../../../rules/security/_shared/admission.ts';
import { namesAround } from '../../../../rules/security/_shared/names-around.ts';
import { presentedCredential } from '../../../../rules/security/_shared/presented-credential.ts';
import { becomesText, namesGivenTo, outermostForm } from '../../../../rules/security/_shared/value-forms.ts';
import { guessableNames } from '../../../../rules/security/predictable-secret/guessable-value.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

/** The last call of `made` in a method, and what it is given. */
async function madeIn(body: string) {
  const text = `import hashlib\nfrom fastapi import Depends, Header\n\nclass Masks:\n    def run(self, worker_id, peer_id, entropy, token, request):\n${body.replaceAll(/^/gm, '        ')}\n`;
  const { model } = await fixtureOf('app/masks.py', text);
  const made = nodesOf(model.source.module, 'Call').findLast(({ func }) => func.kind === 'Name' && func.id === 'made');
  if (made === undefined) throw new Error('`made` is not called');
  return { made, given: made.args[0], model };
}

const givenOf = async (body: string) => {
  const { given, model } = await madeIn(body);
  if (given === undefined) throw new Error('nothing is given');
  return { given, model };
};

describe('guessableNames', () => {
  it.each([
    ['made(worker_id * 1000 + peer_id)', ['worker_id', 'peer_id']],
    ['made(int.from_bytes(hashlib.sha256(f"{worker_id}".encode()).digest()))', ['worker_id']],
    ['pair = (worker_id, 7)\nmade(hash(pair))', ['worker_id']],
    ['made(7)', []],
    ['made(worker_id + entropy)', undefined],
    ['made(token)', undefined],
  ])('of %s', async (body, names) => {
    const { given, model } = await givenOf(body);
    expect(guessableNames(given, model)).toEqual(names);
  });
});

describe('what becomes of a value', () => {
  it.each<[string, string[], boolean]>([
    ['code = "".join(made() for _ in range(8))', ['code'], true],
    ['code = f"{made():06d}"', ['code'], true],
    ['code = "%032x" % made()', ['code'], true],
    ['code = ""\nfor _ in range(8):\n    code += made()', ['code'], true],
    ['code = 0\ncode += made()', ['code'], false],
    ['code = int(made())', ['code'], false],
    ['use(made(), seed=1)', [], false],
  ])('in %j', async (body, names, isText) => {
    const { made, model } = await madeIn(body);
    expect([...new Set(namesGivenTo(made, model))]).toEqual(names);
    expect(becomesText(made, model)).toBe(isText);
  });

  it.each([
    ['Fernet(made().hex())', 'Fernet(made().hex())'],
    ['base64.b64encode(made()).decode()', 'base64.b64encode(made()).decode()'],
    ['sign(made(), key)', 'made()'],
    ['made() + salt', 'made()'],
  ])('in its outermost form in %s', async (code, form) => {
    const { made, model } = await madeIn(code);
    const { start, end } = outermostForm(made);
    expect(model.source.text.content.slice(start, end)).toBe(form);
  });

  it('namesAround are those of class and function', async () => {
    const { made, model } = await madeIn('made()');
    expect(namesAround(made, model)).toEqual(['Masks', 'run']);
  });
});

describe('presentedCredential', () => {
  it.each([
    ['made(token[:8])', 'token'],
    ['made(request.headers["Authorization"].split()[1])', 'Authorization'],
    ['made(request.META.get("HTTP_X_API_KEY"))', 'HTTP_X_API_KEY'],
    ['made(token.credentials)', 'token'],
    ['made(peer_id.token)', undefined],
    ['made(request.headers["Accept"])', undefined],
    ['made(worker_id)', undefined],
  ])('in %s is %s', async (body, name) => {
    const { given, model } = await givenOf(body);
    expect(presentedCredential(given, model)?.name).toBe(name);
  });
});

describe('mayLetIn', () => {
  it.each([
    ['def f(key: str = Header()): ...', true],
    ['def f(key: Annotated[str, Depends(read)]): ...', true],
    ['def f(key):\n    raise HTTPException(401)', true],
    ['@app.get("/")\ndef f(): ...', true],
    ['def f(key):\n    raise ValueError(key)', false],
    ['def f(key: Annotated[str, "of the user"]): ...', false],
  ])('%j: %s', async (content, is) => {
    const { model } = await fixtureOf('app/access.py', `${content}\n`);
    const [fn] = nodesOf(model.source.module, 'FunctionDef');
    expect(fn && mayLetIn(fn, model)).toBe(is);
  });
});
