/** What makes keys and other random bytes that nobody can guess. */
import { words } from './words.ts';

export const SECRET_GENERATORS: ReadonlySet<string> = new Set([
  ...words(`secrets.token_bytes secrets.token_hex secrets.token_urlsafe os.urandom uuid.uuid4 random.randbytes nacl.utils.random
    cryptography.fernet.Fernet.generate_key Crypto.Random.get_random_bytes Cryptodome.Random.get_random_bytes
    django.core.management.utils.get_random_secret_key`),
  ...words(
    `ciphers.aead.AESGCM.generate_key ciphers.aead.ChaCha20Poly1305.generate_key asymmetric.rsa.generate_private_key
    asymmetric.ec.generate_private_key asymmetric.ed25519.Ed25519PrivateKey.generate`,
  ).map((name) => `cryptography.hazmat.primitives.${name}`),
]);
