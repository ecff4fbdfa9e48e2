import { expect, it } from 'vitest';
import { wordsOfName } from '../../../src/ast/index.ts';

it.each([
  ['is_api_key', ['is', 'api', 'key']],
  ['isAPIKey', ['is', 'api', 'key']],
  ['_TokenVerifier2', ['token', 'verifier']],
  ['__', []],
])('wordsOfName(%s)', (name, words) => expect(wordsOfName(name)).toEqual(words));
