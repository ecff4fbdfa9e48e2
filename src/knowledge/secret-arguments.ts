/** Calls that take a secret at some place among their arguments. */
import { SERVICE_LIBRARIES } from './service-libraries.ts';
import { words } from './words.ts';

export interface SecretArgument {
  /** As it is imported; `*.name` is a method of whatever object. */
  readonly call: string;
  readonly index: number;
  /** Of what signs. */
  readonly keyword: string | undefined;
  /** It signs a token, or takes its signature for proof of who sent it; what signs sessions and links only is `signs`. */
  readonly use: 'token' | 'signs' | undefined;
  /** Other texts are given there as well. */
  readonly isDoubtful: boolean;
}

/**
 * `call index`, and `keyword use` of what signs; `?` behind the index where other texts are there as well.
 * Sources: https://pyjwt.readthedocs.io/en/stable/api.html, https://python-jose.readthedocs.io/en/latest/jwt/api.html,
 * https://itsdangerous.palletsprojects.com, the library reference of Python, and the documentation of each library.
 */
const TEXT = `
jwt.encode 1 key token
jwt.decode 1 key token
jose.jwt.encode 1 key token
jose.jwt.decode 1 key token
jose.jws.sign 1 key token
jose.jws.verify 1 key token
authlib.jose.jwt.encode 2 key token
authlib.jose.jwt.decode 1 key token
itsdangerous.URLSafeTimedSerializer 0 secret_key signs
itsdangerous.URLSafeSerializer 0 secret_key signs
itsdangerous.TimedSerializer 0
itsdangerous.TimestampSigner 0
itsdangerous.Signer 0
cryptography.fernet.Fernet 0
cryptography.hazmat.primitives.ciphers.algorithms.AES 0
cryptography.hazmat.primitives.ciphers.algorithms.TripleDES 0
cryptography.hazmat.primitives.ciphers.aead.AESGCM 0
cryptography.hazmat.primitives.ciphers.aead.ChaCha20Poly1305 0
cryptography.hazmat.primitives.hmac.HMAC 0
cryptography.hazmat.primitives.serialization.load_pem_private_key 1
nacl.secret.SecretBox 0
Crypto.Cipher.AES.new 0
Crypto.Cipher.DES.new 0
Crypto.Cipher.DES3.new 0
Crypto.Cipher.ARC4.new 0
Crypto.Cipher.Blowfish.new 0
Crypto.Cipher.ChaCha20.new 0
Crypto.Protocol.KDF.PBKDF2 0
hmac.new 0
hmac.digest 0
*.compare_digest 0
*.compare_digest 1
hashlib.pbkdf2_hmac 1
hashlib.scrypt 0
bcrypt.hashpw 0
bcrypt.checkpw 0
crypt.crypt 0
werkzeug.security.generate_password_hash 0
werkzeug.security.check_password_hash 1
django.contrib.auth.hashers.make_password 0
django.contrib.auth.hashers.check_password 0
keyring.set_password 2
pyotp.TOTP 0
pyotp.HOTP 0
*.create_user 2?
*.create_superuser 2?
*.setpassword 0
*.extractall 2
*.extract 2?
*.sendline 0?
*.simple_bind_s 1
*.from_key 0?
boto3.client 6
boto3.client 7
boto3.client 8
boto3.resource 6
boto3.resource 7
boto3.resource 8
boto3.Session 0?
boto3.Session 1?
boto3.Session 2?
ftplib.FTP 2
ftplib.FTP_TLS 2
MySQLdb.connect 2
pymysql.connect 2
mysql.connector.connect 2
psycopg2.connect 3?
paramiko.SSHClient.connect 3?
pydantic.SecretStr 0
requests_ntlm.HttpNtlmAuth 1
paramiko.RSAKey.from_private_key_file 1
redis.Redis 3
redis.StrictRedis 3
pika.PlainCredentials 1
cassandra.auth.PlainTextAuthProvider 1
github.Github 0?
telebot.TeleBot 0?
requests.auth.HTTPBasicAuth 1
requests.auth.HTTPDigestAuth 1
requests.auth.HTTPProxyAuth 1
httpx.BasicAuth 1
httpx.DigestAuth 1
aiohttp.BasicAuth 1
*.UsernamePasswordCredential 1
*.UsernamePasswordCredentials 1
*.login 1
*.login_user 1
*.log_in 1
*.sign_in 1
*.signin 1
*.authenticate 1
*.basic_auth 1
*.basicauth 1
*.http_auth 1
*.httpauth 1
*.proxy_auth 1
*.auth 1
`;

export const SECRET_ARGUMENTS: readonly SecretArgument[] = [
  ...TEXT.trim().split('\n'),
  ...SERVICE_LIBRARIES.flatMap(({ secrets }) => secrets.map(([call, index]) => `${call} ${index}`)),
].map((line) => {
  const [call = '', index = '', keyword, use] = words(line);
  return {
    call,
    index: Number.parseInt(index, 10),
    keyword,
    use: use === 'token' || use === 'signs' ? use : undefined,
    isDoubtful: index.endsWith('?'),
  };
});
