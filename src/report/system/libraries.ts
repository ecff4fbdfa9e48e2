/** What libraries say of a system that imports them, by the first part of their import names. As of 2026-11-20. */
import { words } from '../../knowledge/words.ts';

/** Where data is kept, by the libraries that reach it. A driver says which; a toolkit over many is named as itself. */
export const STORE_LIBRARIES: ReadonlyMap<string, string> = table({
  SQLite: 'sqlite3 aiosqlite pysqlite3',
  PostgreSQL: 'psycopg psycopg2 asyncpg pg8000',
  MySQL: 'pymysql MySQLdb aiomysql asyncmy',
  'SQL Server': 'pymssql',
  'Database (SQLAlchemy)': 'sqlalchemy sqlmodel',
  'Database (Django)': 'django',
  'Database (Peewee)': 'peewee',
  'Database (Tortoise)': 'tortoise',
  Redis: 'redis aioredis valkey',
  MongoDB: 'pymongo motor beanie mongoengine',
  Elasticsearch: 'elasticsearch',
  OpenSearch: 'opensearchpy',
  'AWS (S3 and others)': 'boto3 aioboto3 aiobotocore s3fs',
  'Google Cloud Storage': 'gcsfs',
  'Azure Storage': 'adlfs',
  MinIO: 'minio miniopy_async',
  Qdrant: 'qdrant_client',
  Chroma: 'chromadb',
  Pinecone: 'pinecone',
  Weaviate: 'weaviate',
  Milvus: 'pymilvus',
  Neo4j: 'neo4j',
  Cassandra: 'cassandra',
  DuckDB: 'duckdb',
  ClickHouse: 'clickhouse_driver clickhouse_connect',
  Snowflake: 'snowflake',
  Supabase: 'supabase',
  Firebase: 'firebase_admin',
});

/** Datastores by their images; the names are those of `STORE_LIBRARIES`. */
const IMAGE_FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/postgres|postgis|pgvector|pgvecto|timescale/, 'PostgreSQL'],
  [/mysql|mariadb|percona/, 'MySQL'],
  [/redis|valkey|keydb|dragonfly/, 'Redis'],
  [/mongo/, 'MongoDB'],
  [/elasticsearch/, 'Elasticsearch'],
  [/opensearch/, 'OpenSearch'],
  [/qdrant/, 'Qdrant'],
  [/weaviate/, 'Weaviate'],
  [/milvus/, 'Milvus'],
  [/neo4j/, 'Neo4j'],
  [/cassandra/, 'Cassandra'],
];

/** What a library for it is called; undefined where none of the table is for it. */
export const storeOfImage = (image: string): string | undefined =>
  IMAGE_FAMILIES.find(([pattern]) => pattern.test(image))?.[1];

/** Libraries that run work at a time. */
export const SCHEDULER_LIBRARIES: ReadonlyMap<string, string> = table({
  APScheduler: 'apscheduler',
  schedule: 'schedule',
  rocketry: 'rocketry',
  Airflow: 'airflow',
  Prefect: 'prefect',
  Dagster: 'dagster',
});

/** What raises questions that no tool decides. */
export const PAYMENT_PROVIDERS = set(
  'stripe braintree paypalrestsdk paypalcheckoutsdk Adyen mollie razorpay squareup lemonsqueezy paddle',
);
export const MODEL_PROVIDERS = set(
  'openai anthropic cohere mistralai litellm groq replicate together google.generativeai google.genai langchain_openai',
);
export const TRAINING_LIBRARIES = set(
  'lightning pytorch_lightning accelerate deepspeed peft trl tensorflow keras xgboost lightgbm catboost sklearn',
);
export const MODEL_LIBRARIES = set(
  'torch transformers vllm onnxruntime tensorflow keras sklearn xgboost sentence_transformers llama_cpp',
);
export const CRYPTOGRAPHY = set(
  'cryptography Crypto Cryptodome nacl tenseal concrete pyfhel Pyfhel openfhe phe liboqs oqs',
);
export const PRIVACY_LIBRARIES = set('opacus dp_accounting diffprivlib tensorflow_privacy pipelinedp');
export const IDENTITY_LIBRARIES = set(
  'jwt jose authlib passlib oauthlib fastapi_users flask_login django_allauth msal okta_jwt_verifier argon2 bcrypt',
);

function table(rows: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(rows).flatMap(([name, modules]) => words(modules).map((module) => [module, name])));
}

function set(modules: string): ReadonlySet<string> {
  return new Set(words(modules));
}
