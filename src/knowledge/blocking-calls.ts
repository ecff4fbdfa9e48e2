/**
 * Calls that hold their thread until the outside world answers: time, network, databases, other processes and threads.
 * Local file access is left out (short, and `Effects.of` says `file`) but for what waits until the disk has it all, or for a
 * lock; and so is `.result()` of asyncio's futures, which
 * raises rather than waits, and `asyncio.run`, which raises where a loop runs. Written 2026-11 from knowledge of CPython 3.14 and of the libraries; not checked page by page.
 */
import { CONNECTORS } from './database-drivers.ts';
import { SERVICE_LIBRARIES } from './service-libraries.ts';
import { words } from './words.ts';

/** Functions, by qualified name. */
const FUNCTIONS = words(`
  time.sleep builtins.input getpass.getpass signal.pause select.select os.system os.popen os.wait os.waitpid os.wait3
  os.fsync os.fdatasync os.sync fcntl.flock fcntl.lockf
  os.wait4 os.spawnl os.spawnle os.spawnlp os.spawnv os.spawnve os.spawnvp
  subprocess.run subprocess.call subprocess.check_call subprocess.check_output subprocess.getoutput
  subprocess.getstatusoutput
  urllib.request.urlopen urllib.request.urlretrieve urllib3.request socket.create_connection socket.getaddrinfo
  socket.gethostbyname socket.gethostbyname_ex socket.gethostbyaddr
  requests.get requests.post requests.put requests.patch requests.delete requests.head requests.options requests.request
  httpx.get httpx.post httpx.put httpx.patch httpx.delete httpx.head httpx.options httpx.request httpx.stream
  smtplib.SMTP smtplib.SMTP_SSL ftplib.FTP ftplib.FTP_TLS imaplib.IMAP4 imaplib.IMAP4_SSL poplib.POP3 poplib.POP3_SSL
  telnetlib.Telnet
  ${[...CONNECTORS].join(' ')} psycopg.Connection.connect snowflake.connector.connect
  pika.BlockingConnection kafka.KafkaProducer kafka.KafkaConsumer
  concurrent.futures.wait concurrent.futures.as_completed feedparser.parse firebase_admin.messaging.send
  websocket.create_connection dns.resolver.resolve ray.get requests.api.request curl_cffi.requests.get
  curl_cffi.requests.post curl_cffi.requests.request
  openai.ChatCompletion.create openai.Completion.create openai.Embedding.create
  litellm.completion litellm.embedding ollama.chat ollama.generate ollama.embed ollama.embeddings ollama.pull replicate.run
  google.generativeai.embed_content google.generativeai.upload_file yfinance.download elasticsearch.helpers.bulk
  firebase_admin.messaging.send_each firebase_admin.messaging.send_each_for_multicast firebase_admin.messaging.send_multicast
  firebase_admin.auth.verify_id_token firebase_admin.auth.get_user firebase_admin.auth.create_user firebase_admin.auth.update_user
  firebase_admin.auth.get_user_by_email firebase_admin.auth.delete_user firebase_admin.auth.verify_session_cookie
  google.oauth2.id_token.verify_oauth2_token google.oauth2.id_token.verify_firebase_token google.oauth2.id_token.verify_token
  resend.Emails.send wikipedia.page wikipedia.summary wikipedia.search whois.whois trafilatura.fetch_url ping3.ping
  django.core.mail.send_mail django.core.mail.send_mass_mail fal_client.run fal_client.subscribe fal_client.upload_file
  git.Repo.clone_from elevenlabs.generate duckduckgo_search.ddg
  torch.hub.load torch.hub.download_url_to_file huggingface_hub.hf_hub_download huggingface_hub.snapshot_download
`);

/** Classes whose named methods block. Names of one class are separated by a slash. */
const METHODS: readonly (readonly [classes: string, methods: string])[] = [
  ['requests.Session requests.sessions.Session', 'get post put patch delete head options request send'],
  ['httpx.Client', 'get post put patch delete head options request send stream'],
  ['urllib3.PoolManager urllib3.ProxyManager urllib3.HTTPConnectionPool', 'request urlopen'],
  ['http.client.HTTPConnection http.client.HTTPSConnection', 'connect request getresponse send'],
  [
    'socket.socket ssl.SSLSocket',
    'connect accept recv recv_into recvfrom recvmsg send sendall sendto sendmsg sendfile do_handshake',
  ],
  ['subprocess.Popen', 'wait communicate'],
  ['subprocess.Popen.stdout subprocess.Popen.stderr', 'read readline readlines'],
  ['concurrent.futures.ThreadPoolExecutor concurrent.futures.ProcessPoolExecutor', 'map'],
  ['filelock.FileLock filelock.SoftFileLock portalocker.Lock redis.lock.Lock fasteners.InterProcessLock', 'acquire'],
  ['threading.Thread threading.Timer multiprocessing.Process', 'join'],
  ['threading.Lock threading.RLock threading.Semaphore threading.BoundedSemaphore', 'acquire'],
  ['threading.Condition', 'acquire wait wait_for'],
  ['threading.Event multiprocessing.Event threading.Barrier', 'wait'],
  ['concurrent.futures.Future concurrent.futures._base.Future', 'result exception'],
  [
    'queue.Queue queue.LifoQueue queue.PriorityQueue multiprocessing.Queue multiprocessing.JoinableQueue',
    'get put join',
  ],
  ['queue.SimpleQueue multiprocessing.SimpleQueue', 'get'],
  ['multiprocessing.pool.Pool multiprocessing.Pool multiprocessing.pool.ThreadPool', 'map starmap apply join'],
  ['multiprocessing.pool.AsyncResult', 'get wait'],
  ['celery.result.AsyncResult celery.result.GroupResult celery.result.ResultSet', 'get wait join'],
  ['multiprocessing.connection.Connection', 'recv recv_bytes'],
  ['redis.client.Pipeline', 'execute'],
  ['redis.client.PubSub', 'subscribe psubscribe'],
  ['duckdb.DuckDBPyConnection', 'execute executemany sql query'],
  ['sqlite3.Connection', 'execute executemany executescript commit rollback backup'],
  ['sqlite3.Cursor', 'execute executemany executescript fetchone fetchmany fetchall'],
  [
    `psycopg2.extensions.connection psycopg2.connection psycopg.Connection pymysql.Connection
     pymysql.connections.Connection MySQLdb.connections.Connection mysql.connector.connection.MySQLConnection
     mysql.connector.MySQLConnection pyodbc.Connection oracledb.Connection cx_Oracle.Connection
     dbutils.steady_db.SteadyDBConnection`,
    'execute commit rollback ping',
  ],
  [
    `psycopg2.extensions.cursor psycopg2.cursor psycopg.Cursor pymysql.cursors.Cursor pymysql.cursors.DictCursor
     MySQLdb.cursors.Cursor mysql.connector.cursor.MySQLCursor pyodbc.Cursor oracledb.Cursor cx_Oracle.Cursor
     dbutils.steady_db.SteadyDBCursor`,
    'execute executemany callproc fetchone fetchmany fetchall',
  ],
  ['psycopg2.pool.SimpleConnectionPool psycopg2.pool.ThreadedConnectionPool psycopg_pool.ConnectionPool', 'getconn'],
  ['mysql.connector.pooling.MySQLConnectionPool', 'get_connection'],
  ['oracledb.ConnectionPool cx_Oracle.SessionPool', 'acquire'],
  ['cassandra.cluster.Session', 'execute prepare'],
  ['clickhouse_connect.driver.client.Client', 'query query_df query_np command insert insert_df'],
  ['clickhouse_driver.Client', 'execute execute_iter query_dataframe insert_dataframe'],
  [
    'sqlalchemy.orm.Session sqlalchemy.orm.session.Session sqlalchemy.orm.scoped_session sqlmodel.Session',
    'execute scalar scalars get commit rollback flush refresh merge bulk_save_objects bulk_insert_mappings exec',
  ],
  ['sqlalchemy.engine.Engine sqlalchemy.engine.base.Engine sqlalchemy.Engine', 'connect begin execute raw_connection'],
  [
    'sqlalchemy.engine.Connection sqlalchemy.engine.base.Connection sqlalchemy.Connection',
    'execute scalar scalars commit rollback',
  ],
  ['smtplib.SMTP smtplib.SMTP_SSL', 'connect login send_message sendmail starttls ehlo helo noop quit'],
  ['paramiko.SSHClient', 'connect exec_command open_sftp'],
  ['paramiko.SFTPClient', 'get put listdir stat open'],
  ['kafka.KafkaProducer confluent_kafka.Producer', 'flush'],
  ['confluent_kafka.Consumer kafka.KafkaConsumer', 'poll consume commit'],
  [
    'rq.Queue rq.queue.Queue',
    'enqueue enqueue_call enqueue_at enqueue_in enqueue_many enqueue_job fetch_job empty get_job_ids',
  ],
  [
    'rq.job.Job',
    'fetch fetch_many create save save_meta refresh get_status cancel delete requeue latest_result get_position',
  ],
  ['yfinance.Ticker', 'history option_chain'],
  [
    'yookassa.Payment yookassa.Refund yookassa.Receipt yookassa.Deal yookassa.Payout yookassa.Webhook',
    'create find_one list capture cancel add remove',
  ],
  [
    'braintree.Transaction braintree.Customer braintree.Subscription braintree.ClientToken',
    'sale generate create find refund void',
  ],
  ['paypalrestsdk.Payment', 'create find execute'],
  [
    'jwt.PyJWKClient jwt.jwks_client.PyJWKClient',
    'get_signing_key_from_jwt get_signing_key get_signing_keys get_jwk_set fetch_data',
  ],
  ['duckduckgo_search.DDGS ddgs.DDGS', 'text images news videos chat answers'],
  ['geopy.geocoders.Nominatim geopy.geocoders.GoogleV3 geopy.Nominatim', 'geocode reverse'],
  ['deep_translator.GoogleTranslator googletrans.Translator', 'translate translate_batch detect'],
  ['gtts.gTTS', 'save write_to_fp'],
  ['assemblyai.Transcriber', 'transcribe'],
  ['serpapi.GoogleSearch', 'get_dict get_json'],
  ['newspaper.Article', 'download'],
  ['pusher.Pusher', 'trigger trigger_batch'],
  ['git.Repo git.remote.Remote', 'clone pull push fetch'],
  ['speech_recognition.Recognizer', 'recognize_google recognize_whisper listen'],
  ['pysolr.Solr', 'search add delete commit ping'],
  [
    `stripe.Customer stripe.PaymentIntent stripe.Subscription stripe.Invoice stripe.Price stripe.Product stripe.Refund
     stripe.SetupIntent stripe.Event stripe.Balance stripe.Coupon stripe.Transfer stripe.Payout stripe.PromotionCode
     stripe.InvoiceItem stripe.SubscriptionItem stripe.PaymentLink stripe.PaymentMethod stripe.Charge stripe.Account stripe.AccountLink stripe.checkout.Session
     stripe.billing_portal.Session`,
    'create retrieve modify list delete cancel confirm capture search',
  ],
  [
    'pymongo.collection.Collection',
    `find_one insert_one insert_many update_one update_many replace_one delete_one delete_many count_documents
     find_one_and_update find_one_and_replace find_one_and_delete bulk_write create_index distinct find aggregate`,
  ],
];

/** Classes all of whose methods block, but for those in `NEVER_BLOCKING_METHODS`. */
export const BLOCKING_CLASSES: ReadonlySet<string> = new Set(
  words(`
    redis.Redis redis.StrictRedis redis.client.Redis redis.cluster.RedisCluster redis.RedisCluster
    boto3.client botocore.client.BaseClient memcache.Client pymemcache.client.base.Client ftplib.FTP ftplib.FTP_TLS
    imaplib.IMAP4 imaplib.IMAP4_SSL poplib.POP3 poplib.POP3_SSL telnetlib.Telnet xmlrpc.client.ServerProxy hvac.Client
    slack_sdk.WebClient slack_sdk.web.WebClient kubernetes.client.CoreV1Api kubernetes.client.AppsV1Api
    kubernetes.client.BatchV1Api kubernetes.client.CustomObjectsApi spotipy.Spotify
  `),
);

/** Classes whose objects ask a service when they are called. */
export const CALLED_CLASSES: ReadonlySet<string> = new Set(
  words('dspy.Predict dspy.ChainOfThought dspy.ReAct dspy.ProgramOfThought dspy.MultiChainComparison dspy.LM'),
);

/** First segments of their names. */
export const CALLED_PACKAGES: readonly string[] = [
  ...new Set([...CALLED_CLASSES].map((name) => name.slice(0, name.indexOf('.')))),
];

/** Methods of those classes that only build or close something, or compute locally. */
export const NEVER_BLOCKING_METHODS: ReadonlySet<string> = new Set(
  words(`
    from_url pipeline pubsub lock register_script from_pool get_encoder get_connection_kwargs set_response_callback close
    load_external_module watch multi generate_presigned_url generate_presigned_post get_paginator get_waiter can_paginate
    exceptions meta set_debuglevel set_pasv monitor client
  `),
);

/** Qualified names of functions and methods that block. */
export const BLOCKING_CALLS: ReadonlySet<string> = new Set([
  ...FUNCTIONS,
  ...SERVICE_LIBRARIES.flatMap(({ blocks }) => blocks),
  ...METHODS.flatMap(([classes, methods]) =>
    words(classes).flatMap((owner) => words(methods).map((method) => `${owner}.${method}`)),
  ),
]);

/** An argument of a waiting call, by keyword and by position (from 0). */
export interface WaitArgument {
  readonly keyword: string;
  readonly position: number;
}

/** How a method that waits for another thread or process is told not to: by a flag that is false or a timeout of 0. */
export const WAIT_ARGUMENTS: ReadonlyMap<string, { readonly flag?: WaitArgument; readonly timeout: WaitArgument }> =
  new Map([
    ['acquire', { flag: { keyword: 'blocking', position: 0 }, timeout: { keyword: 'timeout', position: 1 } }],
    ['get', { flag: { keyword: 'block', position: 0 }, timeout: { keyword: 'timeout', position: 1 } }],
    ['put', { flag: { keyword: 'block', position: 1 }, timeout: { keyword: 'timeout', position: 2 } }],
    ['wait', { timeout: { keyword: 'timeout', position: 0 } }],
    ['join', { timeout: { keyword: 'timeout', position: 0 } }],
    ['result', { timeout: { keyword: 'timeout', position: 0 } }],
    ['exception', { timeout: { keyword: 'timeout', position: 0 } }],
    ['poll', { timeout: { keyword: 'timeout', position: 0 } }],
    ['select', { timeout: { keyword: 'timeout', position: 3 } }],
  ]);

/** Modules whose waiting methods take those arguments. */
export const WAITING_MODULES: ReadonlySet<string> = new Set(
  words('threading queue multiprocessing concurrent subprocess select confluent_kafka'),
);
