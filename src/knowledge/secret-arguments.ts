/** Calls that take a secret at some place among their arguments. */
import { words } from './words.ts';

export interface SecretArgument {
  /** As it is imported; `*.name` is a method of whatever object. */
  readonly call: string;
  readonly index: number;
  readonly keyword: string | undefined;
  /** It signs a token, or takes its signature for proof of who sent it; what signs sessions and links only is `signs`. */
  readonly use: 'token' | 'signs' | undefined;
  /** Other texts are given there as well. */
  readonly isDoubtful: boolean;
}

/**
 * `call index keyword use`, `-` for none; `?` behind the index where other texts stand there as well.
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
itsdangerous.TimedSerializer 0 secret_key -
itsdangerous.TimestampSigner 0 secret_key -
itsdangerous.Signer 0 secret_key -
cryptography.fernet.Fernet 0 key -
cryptography.hazmat.primitives.ciphers.algorithms.AES 0 key -
cryptography.hazmat.primitives.ciphers.algorithms.TripleDES 0 key -
cryptography.hazmat.primitives.ciphers.aead.AESGCM 0 key -
cryptography.hazmat.primitives.ciphers.aead.ChaCha20Poly1305 0 key -
cryptography.hazmat.primitives.hmac.HMAC 0 key -
cryptography.hazmat.primitives.serialization.load_pem_private_key 1 password -
nacl.secret.SecretBox 0 key -
Crypto.Cipher.AES.new 0 key -
Crypto.Cipher.DES.new 0 key -
Crypto.Cipher.DES3.new 0 key -
Crypto.Cipher.ARC4.new 0 key -
Crypto.Cipher.Blowfish.new 0 key -
Crypto.Cipher.ChaCha20.new 0 key -
Crypto.Protocol.KDF.PBKDF2 0 password -
hmac.new 0 key -
hmac.digest 0 key -
hashlib.pbkdf2_hmac 1 password -
hashlib.scrypt 0 password -
bcrypt.hashpw 0 password -
bcrypt.checkpw 0 password -
crypt.crypt 0 word -
werkzeug.security.generate_password_hash 0 password -
werkzeug.security.check_password_hash 1 password -
django.contrib.auth.hashers.make_password 0 password -
django.contrib.auth.hashers.check_password 0 password -
keyring.set_password 2 password -
pyotp.TOTP 0 s -
pyotp.HOTP 0 s -
*.create_user 2? password -
*.create_superuser 2? password -
*.setpassword 0 pwd -
*.extractall 2 pwd -
*.extract 2? pwd -
*.sendline 0? s -
*.simple_bind_s 1 cred -
*.from_key 0 private_key -
boto3.client 6 aws_access_key_id -
boto3.client 7 aws_secret_access_key -
boto3.client 8 aws_session_token -
boto3.resource 6 aws_access_key_id -
boto3.resource 7 aws_secret_access_key -
boto3.resource 8 aws_session_token -
boto3.Session 0 aws_access_key_id -
boto3.Session 1 aws_secret_access_key -
boto3.Session 2 aws_session_token -
ftplib.FTP 2 passwd -
ftplib.FTP_TLS 2 passwd -
MySQLdb.connect 2 password -
pymysql.connect 2 password -
mysql.connector.connect 2 password -
psycopg2.connect 3? password -
paramiko.SSHClient.connect 3? password -
pydantic.SecretStr 0 secret_value -
requests_ntlm.HttpNtlmAuth 1 password -
paramiko.RSAKey.from_private_key_file 1 password -
redis.Redis 3 password -
redis.StrictRedis 3 password -
pika.PlainCredentials 1 password -
cassandra.auth.PlainTextAuthProvider 1 password -
github.Github 0? login_or_token -
telebot.TeleBot 0? token -
requests.auth.HTTPBasicAuth 1 password -
requests.auth.HTTPDigestAuth 1 password -
requests.auth.HTTPProxyAuth 1 password -
httpx.BasicAuth 1 password -
httpx.DigestAuth 1 password -
aiohttp.BasicAuth 1 password -
*.UsernamePasswordCredential 1 password -
*.UsernamePasswordCredentials 1 password -
*.login 1 password -
*.login_user 1 password -
*.log_in 1 password -
*.sign_in 1 password -
*.signin 1 password -
*.authenticate 1 password -
*.basic_auth 1 password -
*.basicauth 1 password -
*.http_auth 1 password -
*.httpauth 1 password -
*.proxy_auth 1 password -
*.auth 1 password -
`;

export const SECRET_ARGUMENTS: readonly SecretArgument[] = TEXT.trim()
  .split('\n')
  .map((line) => {
    const [call = '', index = '', keyword, use] = words(line);
    return {
      call,
      index: Number.parseInt(index, 10),
      keyword: keyword === '-' ? undefined : keyword,
      use: use === 'token' || use === 'signs' ? use : undefined,
      isDoubtful: index.endsWith('?'),
    };
  });
