/** What the keys are called with which a project signs tokens, or checks them. */
import { describe, expect, it } from 'vitest';
import { signsTokens } from '../../../../rules/security/_shared/key-use.ts';
import { modelOf } from '../../../project/read-project.ts';

const FILES = {
  'app/__init__.py': '',
  'app/tokens.py': [
    'import os',
    'import jwt',
    'from authlib.jose import jwt as authlib_jwt',
    'from jose import jwt as jose_jwt',
    'from app.config import PARTNER_KEY, settings',
    'def give(user):',
    '    key = settings.access_key.get_secret_value().encode()',
    '    return jwt.encode({"sub": user}, key, algorithm="HS256")',
    'def read(token):',
    '    return jwt.decode(token, key=os.environ["READ_KEY"], algorithms=["HS256"])',
    'def partner(token):',
    '    return jose_jwt.decode(token, PARTNER_KEY)',
    'def invite(guest, app):',
    '    return authlib_jwt.encode({"alg": "HS256"}, {"sub": guest}, app.config["INVITE_KEY"])',
    'def packed(codec, text):',
    '    return codec.encode(text, settings.codec_key)',
  ].join('\n'),
  'tests/test_tokens.py': 'import jwt\njwt.encode({}, TEST_KEY)\n',
};

const project = modelOf(new Map(Object.entries(FILES)));
const verdictOn = (...names: string[]): string => signsTokens.answer({ names }, project).verdict;

describe('signs-tokens', () => {
  it.each(['access_key', 'ACCESS_KEY', 'read_key', 'PARTNER_KEY', 'invite_key'])('with `%s`', (name) => {
    expect(verdictOn('other', name)).toBe('yes');
  });

  it.each(['codec_key', 'test_key', 'user'])('not with `%s`', (name) => {
    expect(verdictOn(name)).toBe('no');
  });
});
