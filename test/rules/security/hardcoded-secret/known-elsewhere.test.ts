/** What the secrets are called that a project compares with untrusted input. */
import { describe, expect, it } from 'vitest';
import { comparedWithInput } from '../../../../rules/security/hardcoded-secret/known-elsewhere.ts';
import { modelOf } from '../../../project/read-project.ts';

const FILES = {
  'app/__init__.py': '',
  'app/api.py': [
    'import hmac',
    'from fastapi import FastAPI, Header, Request',
    'from app.config import PARTNER_TOKEN, settings',
    'app = FastAPI()',
    '@app.post("/desk")',
    'def desk(x_desk: str = Header()):',
    '    return x_desk == settings.desk_token',
    '@app.post("/night")',
    'def night(request: Request):',
    '    expected = settings.night_secret.get_secret_value()',
    '    return hmac.compare_digest(request.headers["X-Night"].encode(), expected.encode())',
    '@app.post("/partner")',
    'def partner(request: Request):',
    '    return request.headers.get("Authorization") != f"Bearer {PARTNER_TOKEN}"',
    '@app.post("/size")',
    'def size(x_size: str = Header()):',
    '    return x_size == settings.size',
    'def is_default():',
    '    return settings.mail_token == "change-me"',
  ].join('\n'),
  'tests/test_api.py': [
    'from fastapi import FastAPI, Header',
    'app = FastAPI()',
    '@app.post("/test")',
    'def check(x_test: str = Header()):',
    '    return x_test == TEST_TOKEN',
  ].join('\n'),
};

const project = modelOf(new Map(Object.entries(FILES)));
const verdictOn = (...names: string[]): string => comparedWithInput.answer({ names }, project).verdict;

describe('compared-with-input', () => {
  it.each(['desk_token', 'DESK_TOKEN', 'night_secret', 'PARTNER_TOKEN'])('for `%s`', (name) => {
    expect(verdictOn('other', name)).toBe('yes');
  });

  it.each(['size', 'mail_token', 'test_token'])('not for `%s`', (name) => {
    expect(verdictOn(name)).toBe('no');
  });
});
