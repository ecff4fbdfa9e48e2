import { expect, it } from 'vitest';
import { quoteExceptions } from '../../../../rules/errors/_shared/exception-names.ts';

it('names exceptions as a handler does', () => {
  expect(quoteExceptions(['builtins.OSError', 'json.JSONDecodeError'])).toBe('`OSError` and `json.JSONDecodeError`');
});
