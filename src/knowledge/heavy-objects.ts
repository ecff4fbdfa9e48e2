/** Classes and functions whose objects cost enough that many should share one, and what each costs. From the docs of each. */
import { CONNECTORS } from './database-drivers.ts';
import { words } from './words.ts';

export type HeavyCost = 'connection pool' | 'connection' | 'threads' | 'model' | 'browser';

const NAMES: Readonly<Record<HeavyCost, string>> = {
  'connection pool': `
    httpx.Client httpx.AsyncClient requests.Session requests.session aiohttp.ClientSession boto3.client boto3.resource
    boto3.Session boto3.session.Session openai.OpenAI openai.AsyncOpenAI openai.AzureOpenAI openai.AsyncAzureOpenAI
    anthropic.Anthropic anthropic.AsyncAnthropic redis.Redis redis.StrictRedis redis.from_url redis.asyncio.Redis
    redis.asyncio.from_url pymongo.MongoClient motor.motor_asyncio.AsyncIOMotorClient sqlalchemy.create_engine
    sqlalchemy.ext.asyncio.create_async_engine elasticsearch.Elasticsearch google.cloud.storage.Client
    google.cloud.bigquery.Client urllib3.PoolManager docker.from_env docker.DockerClient`,
  connection: `
    ${[...CONNECTORS].join(' ')} asyncpg.connect smtplib.SMTP smtplib.SMTP_SSL kafka.KafkaProducer`,
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
    FlagEmbedding.FlagModel FlagEmbedding.BGEM3FlagModel FlagEmbedding.FlagReranker keybert.KeyBERT`,
  browser: `
    playwright.sync_api.sync_playwright playwright.async_api.async_playwright pyppeteer.launch selenium.webdriver.Chrome
    selenium.webdriver.Firefox selenium.webdriver.Edge selenium.webdriver.Safari selenium.webdriver.Remote`,
};

/** By qualified name. */
export const HEAVY_OBJECTS: ReadonlyMap<string, HeavyCost> = new Map(
  (Object.keys(NAMES) as HeavyCost[]).flatMap((cost) =>
    words(NAMES[cost]).map((name): [string, HeavyCost] => [name, cost]),
  ),
);
