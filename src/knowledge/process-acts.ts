/**
 * What a call does to more than the module that makes it, in words that follow "importing this module". By qualified name;
 * source: https://docs.python.org/3/library/.
 */
export const PROCESS_ACTS: ReadonlyMap<string, string> = new Map([
  ['logging.basicConfig', "configures the process's logging"],
  ['logging.config.dictConfig', "configures the process's logging"],
  ['logging.config.fileConfig', "configures the process's logging"],
  ['threading.Thread.start', 'starts a thread'],
  ['threading.Timer.start', 'starts a thread'],
  ['_thread.start_new_thread', 'starts a thread'],
  ['multiprocessing.Process.start', 'starts a process'],
  ['subprocess.Popen', 'starts a process'],
  ['os.fork', 'starts a process'],
  ['socket.socket.bind', 'takes a port'],
  ['logging.FileHandler', 'opens a file for writing'],
  ['logging.handlers.RotatingFileHandler', 'opens a file for writing'],
  ['logging.handlers.TimedRotatingFileHandler', 'opens a file for writing'],
  ['os.chdir', "changes the process's folder"],
  ['signal.signal', "replaces the process's signal handler"],
  ['multiprocessing.set_start_method', 'changes how the process starts child processes'],
  ['nltk.download', 'reaches the network'],
  ['asyncio.run', 'runs an event loop'],
  ['pathlib.Path.write_text', 'writes a file'],
  ['apscheduler.schedulers.background.BackgroundScheduler.start', 'starts a thread'],
  ['apscheduler.schedulers.asyncio.AsyncIOScheduler.start', 'starts a scheduler'],
  // They look for credentials when they are made, and fail where there are none.
  ...[
    ...['storage', 'bigquery', 'firestore', 'pubsub_v1', 'datastore'].map((part) => `google.cloud.${part}.Client`),
    ...[
      'firestore.AsyncClient',
      'pubsub_v1.PublisherClient',
      'pubsub_v1.SubscriberClient',
      'tasks_v2.CloudTasksClient',
    ],
    ...['secretmanager.SecretManagerServiceClient', 'vision.ImageAnnotatorClient', 'speech.SpeechClient'],
    ...['texttospeech.TextToSpeechClient', 'translate_v2.Client', 'documentai.DocumentProcessorServiceClient'],
  ].map((name) => [name.startsWith('google') ? name : `google.cloud.${name}`, 'looks for credentials'] as const),
  ['firebase_admin.credentials.Certificate', 'reads a file of credentials'],
  ['firebase_admin.firestore.client', 'looks for credentials'],
  ['google.oauth2.service_account.Credentials.from_service_account_file', 'reads a file of credentials'],
  ['gspread.service_account', 'reads a file of credentials'],
  ['chromadb.PersistentClient', 'opens a database'],
  ['chromadb.HttpClient', 'connects to a database'],
  ['weaviate.connect_to_local', 'connects to a database'],
  ['pymilvus.connections.connect', 'connects to a database'],
  ['kafka.KafkaProducer', 'connects to a broker'],
  ['kafka.KafkaConsumer', 'connects to a broker'],
]);
