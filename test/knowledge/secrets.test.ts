import { describe, expect, it } from 'vitest';
import { isRandomText, isWordLike, secretShapeOf } from '../../src/knowledge/secrets.ts';

describe('texts of secrets', () => {
  it.each(['azure-cdn-access-key-12345', 'cloudflare-api-token-67890', 'relay_key_00000'])(
    'take words with digits counted off for a name: %s',
    (text) => expect(isRandomText(text)).toBe(false),
  );

  it.each(['Admin@123!', 'P@ssw0rd2024', 'SecurePassword123!', 'changeme'])(
    'see words that people choose: %s',
    (text) => expect(isWordLike(text)).toBe(true),
  );

  it.each(['xK8#vQ2pZ7wL', 'LittleOwls@!21', 'f3c09b7ae1d84d52'])('see what nobody guesses: %s', (text) =>
    expect(isWordLike(text)).toBe(false),
  );

  it('take words around for what can be guessed', () => {
    expect(isWordLike('Orchard@2024', ['orchard'])).toBe(true);
  });

  it('see no key in what only a passphrase opens', () => {
    const body = 'kQx7Zr4TqW7xLm2VbN8sDfGh5JkLp0oIuYtReWqAsDfGhJkLzXcVbNmQzErTyUiO';
    expect(secretShapeOf(`-----BEGIN RSA PRIVATE KEY-----\n${body}\n`)).toBe('a private key');
    expect(secretShapeOf(`-----BEGIN ENCRYPTED PRIVATE KEY-----\n${body}\n`)).toBeUndefined();
    expect(secretShapeOf(`-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n${body}\n`)).toBeUndefined();
  });
});
