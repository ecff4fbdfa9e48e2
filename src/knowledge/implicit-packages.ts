/**
 * Distributions that do their work without being imported by anyone who requires them: servers and tools with commands,
 * drivers named in URLs, plug-ins found by their entry points, backends of another package, stubs, type checkers.
 * Source: what each says of its use on https://pypi.org, as known in 2026-11.
 */
import { words } from './words.ts';

const IMPLICIT: ReadonlySet<string> = new Set(
  words(`
  accelerate aiodns aiomysql aiopg aiosqlite alembic argon2-cffi asgiref asyncmy asyncpg autoflake
  bandit bcrypt beautifulsoup4 bitsandbytes black blosc2 bottleneck brotli brotlicffi build bump2version bumpversion
  cchardet celery chardet charset-normalizer clickhouse-driver codecov colorama coverage cryptography cx-oracle cython daphne
  debugpy django-environ django-redis djlint docutils dvc email-validator einops faust-cchardet fastparquet
  flake8 flower fonttools gevent gitpython greenlet gunicorn h5py hf-transfer hiredis httptools hypercorn importlib-metadata
  ipdb ipykernel ipython ipywidgets isort itsdangerous jinja2 jupyter jupyterlab kaleido ldap3 locust lxml lz4 mako markdown
  markupsafe meson mkdocs mlflow msgpack mypy mysql-connector-python mysqlclient nbconvert nbformat ninja notebook nox numba numexpr odfpy
  onnx onnxruntime opencv-python openpyxl optimum orjson oracledb packaging pandas-stubs peft pillow pip pip-tools pipenv poetry portalocker
  pre-commit protobuf psycopg psycopg-binary psycopg2 psycopg2-binary pyarrow pycares pycodestyle pycryptodome pydantic-settings pydot
  pylint pymssql pymysql pyodbc pyopenssl pysocks pytest python-dotenv python-json-logger python-multipart python-snappy pytz pywin32 pyyaml
  redis ruff s3fs safetensors scikit-learn scipy sentencepiece setproctitle setuptools six sphinx sqlfluff
  sqlparse streamlit tables tabulate tensorboard tensorboardx tiktoken timm tomli torchaudio torchvision tox twine typing-extensions
  tzdata ujson urllib3 uvicorn uvloop virtualenv wandb watchdog watchfiles websockets wheel whitenoise wsproto xlrd xlsxwriter
  ddtrace newrelic xlwt xxhash yapf zstandard certifi cffi idna h11 hyperlink pyasn1 eventlet meinheld
`),
);

const FAMILY =
  /^(?:types-|pytest-|flake8-|mkdocs-|sphinx|jupyter|nb|nvidia-|grpcio|google-|opentelemetry-|azure-|apache-airflow|dbt-|llama-index-|langchain-|mypy|pylint-|django-stubs|djangorestframework-stubs|zope|collective|plone|bandit|poetry-|setuptools|hatch|pdm|sqlalchemy-|tree-sitter-|faiss|tensorflow-|torch-|intel-|triton|xformers|flash-attn)|-stubs$|-plugin$|-bin$|-(?:cpu|gpu|binary|headless)$/;

/** Drivers that nothing but an asynchronous engine or mapper loads. */
export const ASYNC_DRIVERS: ReadonlySet<string> = new Set(words('asyncpg aiomysql asyncmy aiopg aiosqlite'));
/** Names of such engines and mappers, as code imports them. */
export const ASYNC_ENGINES =
  /^(?:create_async_engine|async_engine_from_config|AsyncEngine|databases|tortoise|ormar|gino|piccolo|edgy|saffier|tortoise_orm|async_sessionmaker)$/;

/** Whether that nothing imports a distribution (normalised name) says nothing of its use. */
export function isUsedImplicitly(distribution: string): boolean {
  return IMPLICIT.has(distribution) || FAMILY.test(distribution);
}
