/** Classes and functions whose objects cost enough that many should share one, and what each costs. From the docs of each. */
import { CONNECTORS } from './database-drivers.ts';
import { SERVICE_LIBRARIES } from './service-libraries.ts';
import { words } from './words.ts';

export type HeavyCost = 'connection pool' | 'connection' | 'threads' | 'model' | 'browser';

const NAMES: Readonly<Record<HeavyCost, string>> = {
  'connection pool': `
    httpx.Client httpx.AsyncClient requests.Session requests.session aiohttp.ClientSession boto3.client boto3.resource
    boto3.Session boto3.session.Session openai.OpenAI openai.AsyncOpenAI openai.AzureOpenAI openai.AsyncAzureOpenAI
    anthropic.Anthropic anthropic.AsyncAnthropic redis.Redis redis.StrictRedis redis.from_url redis.asyncio.Redis
    redis.asyncio.from_url pymongo.MongoClient motor.motor_asyncio.AsyncIOMotorClient sqlalchemy.create_engine
    sqlalchemy.ext.asyncio.create_async_engine elasticsearch.Elasticsearch google.cloud.storage.Client
    google.cloud.bigquery.Client google.cloud.firestore.Client google.cloud.firestore.AsyncClient
    google.cloud.pubsub_v1.PublisherClient google.genai.Client urllib3.PoolManager docker.from_env docker.DockerClient
    pymongo.AsyncMongoClient aioredis.from_url redis.Redis.from_url redis.asyncio.Redis.from_url redis.ConnectionPool
    asyncpg.create_pool aiopg.create_pool aiomysql.create_pool asyncmy.create_pool psycopg2.pool.SimpleConnectionPool
    psycopg2.pool.ThreadedConnectionPool psycopg_pool.ConnectionPool psycopg_pool.AsyncConnectionPool
    mysql.connector.pooling.MySQLConnectionPool sqlmodel.create_engine elasticsearch.AsyncElasticsearch opensearchpy.OpenSearch
    neo4j.GraphDatabase.driver neo4j.AsyncGraphDatabase.driver cassandra.cluster.Cluster qdrant_client.QdrantClient
    qdrant_client.AsyncQdrantClient chromadb.Client chromadb.PersistentClient chromadb.HttpClient weaviate.Client
    weaviate.connect_to_local pinecone.Pinecone pymilvus.MilvusClient influxdb_client.InfluxDBClient minio.Minio
    azure.storage.blob.BlobServiceClient azure.cosmos.CosmosClient groq.Groq groq.AsyncGroq mistralai.Mistral cohere.Client
    together.Together langchain_openai.ChatOpenAI langchain_openai.OpenAIEmbeddings langchain_openai.AzureChatOpenAI
    langchain_anthropic.ChatAnthropic langchain_google_genai.ChatGoogleGenerativeAI kafka.KafkaProducer
    confluent_kafka.Producer aiokafka.AIOKafkaProducer kubernetes.client.ApiClient`,
  connection: `
    ${[...CONNECTORS].join(' ')} asyncpg.connect smtplib.SMTP smtplib.SMTP_SSL imaplib.IMAP4_SSL ftplib.FTP
    ftplib.FTP_TLS pika.BlockingConnection aio_pika.connect aio_pika.connect_robust paho.mqtt.client.Client paramiko.SSHClient`,
  threads: `
    concurrent.futures.ThreadPoolExecutor concurrent.futures.ProcessPoolExecutor concurrent.futures.thread.ThreadPoolExecutor
    concurrent.futures.process.ProcessPoolExecutor multiprocessing.Pool multiprocessing.pool.ThreadPool`,
  model: `
    sentence_transformers.SentenceTransformer sentence_transformers.CrossEncoder spacy.load whisper.load_model
    faster_whisper.WhisperModel transformers.pipeline transformers.AutoModel.from_pretrained
    transformers.AutoTokenizer.from_pretrained transformers.AutoModelForCausalLM.from_pretrained
    transformers.AutoModelForSeq2SeqLM.from_pretrained transformers.AutoModelForSequenceClassification.from_pretrained
    transformers.AutoModelForTokenClassification.from_pretrained transformers.CLIPModel.from_pretrained
    diffusers.DiffusionPipeline.from_pretrained diffusers.StableDiffusionPipeline.from_pretrained vllm.LLM llama_cpp.Llama
    onnxruntime.InferenceSession ultralytics.YOLO easyocr.Reader paddleocr.PaddleOCR insightface.app.FaceAnalysis
    langchain_huggingface.HuggingFaceEmbeddings langchain_community.embeddings.HuggingFaceEmbeddings
    fastembed.TextEmbedding tokenizers.Tokenizer.from_file tokenizers.Tokenizer.from_pretrained stanza.Pipeline
    sentencepiece.SentencePieceProcessor faiss.read_index gensim.models.KeyedVectors.load_word2vec_format
    joblib.load torch.load torch.jit.load keras.models.load_model tensorflow.keras.models.load_model mlflow.pyfunc.load_model
    mlflow.sklearn.load_model mediapipe.solutions.face_mesh.FaceMesh FlagEmbedding.FlagModel FlagEmbedding.BGEM3FlagModel FlagEmbedding.FlagReranker keybert.KeyBERT`,
  browser: `
    playwright.sync_api.sync_playwright playwright.async_api.async_playwright pyppeteer.launch selenium.webdriver.Chrome
    selenium.webdriver.Firefox selenium.webdriver.Edge selenium.webdriver.Safari selenium.webdriver.Remote`,
};

/** By qualified name. */
export const HEAVY_OBJECTS: ReadonlyMap<string, HeavyCost> = new Map([
  ...SERVICE_LIBRARIES.flatMap(({ clients }) => clients.map((name): [string, HeavyCost] => [name, 'connection pool'])),
  ...(Object.keys(NAMES) as HeavyCost[]).flatMap((cost) =>
    words(NAMES[cost]).map((name): [string, HeavyCost] => [name, cost]),
  ),
]);

/** Of these, pools with threads, monitors or servers' connections of their own, which stay until someone closes them. From the docs of each. */
export const LASTING_POOLS: ReadonlySet<string> = new Set(
  words(`
    pymongo.MongoClient pymongo.AsyncMongoClient motor.motor_asyncio.AsyncIOMotorClient sqlalchemy.create_engine
    sqlalchemy.ext.asyncio.create_async_engine sqlmodel.create_engine asyncpg.create_pool aiopg.create_pool
    aiomysql.create_pool asyncmy.create_pool psycopg2.pool.SimpleConnectionPool psycopg2.pool.ThreadedConnectionPool
    psycopg_pool.ConnectionPool psycopg_pool.AsyncConnectionPool mysql.connector.pooling.MySQLConnectionPool
    neo4j.GraphDatabase.driver neo4j.AsyncGraphDatabase.driver cassandra.cluster.Cluster kafka.KafkaProducer
    confluent_kafka.Producer aiokafka.AIOKafkaProducer`),
);
