import { expect, it } from 'vitest';
import { isSecurityCheck } from '../../../src/kit/checks/index.ts';
import { nodeOf } from '../../ast/parse-python.ts';

it.each([
  ['verify_token', true],
  ['is_authorized', true],
  ['ensureAccess', true],
  ['validate_api_key', true],
  ['scan_for_virus', true],
  ['check_token_budget', false],
  ['is_token_expired', false],
  ['has_unsafe_policy', false],
  ['verify', false],
  ['check_order', false],
  ['token_verify', false],
  ['login', false],
])('%s guards something: %s', (name, is) => {
  expect(isSecurityCheck(nodeOf(`def ${name}(): ...\n`, 'FunctionDef'), undefined)).toBe(is);
});

it.each([
  ['SignatureValidator', 'validate', true],
  ['PolicyEngine', 'check', true],
  ['OrderValidator', 'validate', false],
  ['SignatureValidator', 'reset', false],
  ['SignatureValidator', 'validate_length', false],
])('%s.%s guards something by its class: %s', (owner, name, is) => {
  const code = `class ${owner}:\n    def ${name}(self): ...\n`;
  expect(isSecurityCheck(nodeOf(code, 'FunctionDef'), nodeOf(code, 'ClassDef'))).toBe(is);
});
