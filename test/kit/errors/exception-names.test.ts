import { expect, it } from 'vitest';
import { quoteExceptions } from '../../../src/kit/errors/exception-names.ts';

it('names exceptions as a handler does', () => {
  expect(quoteExceptions(['builtins.OSError', 'json.JSONDecodeError'])).toBe('`OSError`, `json.JSONDecodeError`');
});
