/**
 * Import names of distributions that are called otherwise, and of those that are called alike. Another distribution that
 * provides the same module stands in the same row.
 * Source: the `top_level.txt` and file lists of the distributions on https://pypi.org, as far as known in 2026-11.
 */
import { tableOf } from './table.ts';
import { words } from './words.ts';

/** Import name (dotted for parts of namespaces) → distributions that provide it. */
const OTHERWISE_CALLED = tableOf(`
  Bio biopython
  Crypto pycryptodome pycrypto
  Cryptodome pycryptodomex
  Cython cython
  IPython ipython
  Levenshtein levenshtein python-levenshtein rapidfuzz
  MySQLdb mysqlclient
  OpenGL pyopengl
  OpenSSL pyopenssl
  PIL pillow pillow-simd
  PyPDF2 pypdf2
  PyQt5 pyqt5
  PyQt6 pyqt6
  PySide2 pyside2
  PySide6 pyside6
  Xlib python-xlib
  absl absl-py
  adafruit_dht adafruit-circuitpython-dht
  agents openai-agents
  aioredis aioredis
  airflow apache-airflow apache-airflow-core apache-airflow-task-sdk
  alembic alembic flask-migrate
  annoy annoy
  anthropic anthropic
  apscheduler apscheduler
  argcomplete argcomplete
  asn1crypto asn1crypto
  atlassian atlassian-python-api
  attr attrs
  attrs attrs
  auth0 auth0-python
  autogen pyautogen autogen ag2
  autogen_agentchat autogen-agentchat
  azure azure-core azure-identity azure-storage-blob
  barcode python-barcode
  bitarray bitarray
  bs4 beautifulsoup4 bs4
  bson pymongo bson
  cairo pycairo
  cassandra cassandra-driver scylla-driver
  cchardet cchardet faust-cchardet
  charset_normalizer charset-normalizer requests
  chromadb chromadb chromadb-client
  clickhouse_connect clickhouse-connect
  clickhouse_driver clickhouse-driver
  cloudinary cloudinary
  colorlog colorlog
  community python-louvain
  compressed_tensors compressed-tensors
  confluent_kafka confluent-kafka
  constance django-constance
  corsheaders django-cors-headers
  cpuinfo py-cpuinfo
  crispy_forms django-crispy-forms
  cv2 opencv-python opencv-python-headless opencv-contrib-python opencv-contrib-python-headless opencv
  cx_Oracle cx-oracle
  datadog datadog
  dateutil python-dateutil
  dbus dbus-python
  debug_toolbar django-debug-toolbar
  decouple python-decouple
  deprecated deprecated
  discord discord-py py-cord nextcord
  django_celery_beat django-celery-beat
  django_celery_results django-celery-results
  django_extensions django-extensions
  django_filters django-filter
  django_redis django-redis
  dns dnspython
  docker docker
  docx python-docx
  docx2txt docx2txt
  dotenv python-dotenv
  drf_spectacular drf-spectacular
  drf_yasg drf-yasg
  duckduckgo_search duckduckgo-search
  e2b e2b
  ee earthengine-api
  elasticsearch elasticsearch elasticsearch7 elasticsearch8
  elasticsearch_dsl elasticsearch-dsl elasticsearch
  email_validator email-validator
  environ django-environ environ-config
  exa_py exa-py
  faiss faiss-cpu faiss-gpu faiss
  fakeredis fakeredis
  fire fire
  fitz pymupdf
  flash_attn flash-attn
  flask_admin flask-admin
  flask_caching flask-caching
  flask_cors flask-cors
  flask_jwt_extended flask-jwt-extended
  flask_limiter flask-limiter
  flask_login flask-login
  flask_mail flask-mail flask-mailman
  flask_migrate flask-migrate
  flask_restful flask-restful
  flask_restx flask-restx
  flask_session flask-session
  flask_socketio flask-socketio
  flask_sqlalchemy flask-sqlalchemy
  flask_talisman flask-talisman
  flask_wtf flask-wtf
  flwr flwr flower
  fontTools fonttools
  freezegun freezegun pytest-freezegun
  funcy funcy
  geopy geopy
  gflags python-gflags
  gi pygobject
  git gitpython
  github pygithub
  gitlab python-gitlab
  gnupg python-gnupg
  google.api_core google-api-core
  google.auth google-auth
  google.cloud.aiplatform google-cloud-aiplatform
  google.cloud.bigquery google-cloud-bigquery
  google.cloud.pubsub_v1 google-cloud-pubsub
  google.cloud.secretmanager google-cloud-secret-manager
  google.cloud.storage google-cloud-storage
  google.genai google-genai
  google.generativeai google-generativeai
  google.oauth2 google-auth
  google.protobuf protobuf
  google_auth_httplib2 google-auth-httplib2
  google_auth_oauthlib google-auth-oauthlib
  googleapiclient google-api-python-client
  graphene_django graphene-django
  graphql graphql-core
  grpc grpcio
  grpc_health grpcio-health-checking
  grpc_reflection grpcio-reflection
  grpc_status grpcio-status
  grpc_tools grpcio-tools
  guardian django-guardian
  gymnasium gymnasium
  haystack haystack-ai django-haystack farm-haystack
  health_check django-health-check
  hydra hydra-core
  ibm_boto3 ibm-cos-sdk
  igraph igraph python-igraph
  imblearn imbalanced-learn
  impacket impacket
  importlib_metadata importlib-metadata
  importlib_resources importlib-resources
  import_export django-import-export
  influxdb_client influxdb-client
  iso8601 iso8601
  jax jax
  jaxlib jaxlib jax
  jieba jieba
  jks pyjks
  jose python-jose
  jsonpath_ng jsonpath-ng
  jsonrpc json-rpc
  jupyter_client jupyter-client
  jupyter_core jupyter-core
  jwt pyjwt
  kafka kafka-python kafka-python-ng
  kfp kfp
  kivy kivy
  kubernetes kubernetes
  langchain langchain
  langchain_anthropic langchain-anthropic
  langchain_chroma langchain-chroma
  langchain_community langchain-community
  langchain_core langchain-core langchain langchain-openai langchain-community langgraph
  langchain_experimental langchain-experimental
  langchain_google_genai langchain-google-genai
  langchain_groq langchain-groq
  langchain_huggingface langchain-huggingface
  langchain_ollama langchain-ollama
  langchain_openai langchain-openai
  langchain_text_splitters langchain-text-splitters langchain
  ldap python-ldap
  ldap3 ldap3
  lightgbm lightgbm
  lightning lightning
  lightning_fabric lightning pytorch-lightning lightning-fabric
  lightning_utilities lightning-utilities
  llama_cpp llama-cpp-python
  llama_index llama-index llama-index-core
  llama_parse llama-parse llama-index
  lz4 lz4
  magic python-magic python-magic-bin
  markdown markdown
  markdown_it markdown-it-py
  markupsafe markupsafe jinja2
  mcp mcp fastmcp
  memcache python-memcached
  mistralai mistralai
  mlflow mlflow mlflow-skinny
  mock mock
  model_utils django-model-utils
  moviepy moviepy
  mpl_toolkits matplotlib basemap
  msgpack msgpack msgpack-python
  msgspec msgspec
  multipart python-multipart multipart
  mutagen mutagen
  mwclient mwclient
  mypy_boto3_s3 mypy-boto3-s3 boto3-stubs
  mysql mysql-connector-python mysql-connector
  neo4j neo4j neo4j-driver
  netCDF4 netcdf4
  newrelic newrelic
  nmap python-nmap
  oauth2_provider django-oauth-toolkit
  oauthlib oauthlib requests-oauthlib
  odf odfpy
  ollama ollama
  onnx onnx
  onnxruntime onnxruntime onnxruntime-gpu
  openpyxl openpyxl
  opensearchpy opensearch-py
  opentelemetry opentelemetry-api opentelemetry-sdk
  oracledb oracledb
  osgeo gdal
  packaging packaging setuptools pytest
  paho paho-mqtt
  pandas_datareader pandas-datareader
  parse_type parse-type
  past future
  pdf2image pdf2image
  pdfminer pdfminer-six pdfminer
  peewee peewee
  pgvector pgvector
  phonenumber_field django-phonenumber-field
  phonenumbers phonenumbers phonenumberslite
  pinecone pinecone pinecone-client
  pkg_resources setuptools
  playhouse peewee
  playwright playwright
  png pypng
  pptx python-pptx
  praw praw
  prefect prefect
  prometheus_client prometheus-client
  prometheus_fastapi_instrumentator prometheus-fastapi-instrumentator
  prompt_toolkit prompt-toolkit ipython
  psycopg psycopg psycopg-binary
  psycopg2 psycopg2 psycopg2-binary
  psycopg_pool psycopg-pool psycopg
  pwn pwntools
  pyVim pyvmomi
  pyVmomi pyvmomi
  py4j py4j pyspark
  pyarrow pyarrow
  pyasn1 pyasn1
  pyaudio pyaudio
  pycocotools pycocotools
  pycountry pycountry
  pydantic_ai pydantic-ai pydantic-ai-slim
  pydantic_core pydantic-core pydantic
  pydantic_settings pydantic-settings
  pydub pydub
  pyfiglet pyfiglet
  pylab matplotlib
  pymilvus pymilvus
  pymongo pymongo motor
  pymssql pymssql
  pynvml pynvml nvidia-ml-py nvidia-ml-py3
  pypdf pypdf
  pypdfium2 pypdfium2
  pyodbc pyodbc
  pythonjsonlogger python-json-logger
  pythoncom pywin32
  pytorch_lightning pytorch-lightning lightning
  pytz pytz
  pywintypes pywin32
  qdrant_client qdrant-client
  qrcode qrcode
  rapidfuzz rapidfuzz
  rank_bm25 rank-bm25
  redis redis redis-py redis-py-cluster
  redis_lock python-redis-lock
  regex regex
  reportlab reportlab
  requests_oauthlib requests-oauthlib
  requests_toolbelt requests-toolbelt
  rest_framework djangorestframework
  rest_framework_simplejwt djangorestframework-simplejwt
  ruamel ruamel-yaml
  ruamel.yaml ruamel-yaml
  sacrebleu sacrebleu
  scrapy scrapy
  sdl2 pysdl2
  seaborn seaborn
  segment analytics-python segment-analytics-python
  selenium selenium
  semver semver
  sendgrid sendgrid
  sentence_transformers sentence-transformers
  sentry_sdk sentry-sdk
  serial pyserial
  setproctitle setproctitle
  setuptools setuptools
  sgqlc sgqlc
  simple_history django-simple-history
  six six
  skimage scikit-image
  sklearn scikit-learn sklearn
  sklearn_crfsuite sklearn-crfsuite
  skopt scikit-optimize
  slack slackclient
  slack_bolt slack-bolt
  slack_sdk slack-sdk slack-bolt
  slugify python-slugify awesome-slugify unicode-slugify
  smart_open smart-open gensim
  smbus smbus smbus2
  snappy python-snappy
  snowflake snowflake-connector-python
  social_django social-auth-app-django
  socketio python-socketio flask-socketio
  socks pysocks
  sounddevice sounddevice
  soundfile soundfile pysoundfile
  spacy spacy
  speech_recognition speechrecognition
  sqlalchemy_utils sqlalchemy-utils
  sqlmodel sqlmodel
  sse_starlette sse-starlette
  sspilib sspilib
  stripe stripe
  strawberry strawberry-graphql
  supabase supabase
  swagger_client swagger-client
  taggit django-taggit
  tavily tavily-python
  telegram python-telegram-bot
  telethon telethon
  tensorboardX tensorboardx
  tensorflow tensorflow tensorflow-cpu tensorflow-gpu tensorflow-macos tf-nightly intel-tensorflow
  tensorflow_datasets tensorflow-datasets
  tensorflow_hub tensorflow-hub
  tensorflow_probability tensorflow-probability
  text_unidecode text-unidecode
  tflite_runtime tflite-runtime
  tlz toolz cytoolz
  toml toml
  torch torch pytorch pytorch-cpu pytorch-gpu
  torch_geometric torch-geometric
  torchmetrics torchmetrics
  torchvision torchvision
  tree_sitter tree-sitter
  tree_sitter_languages tree-sitter-languages
  typeshed_client typeshed-client
  typing_extensions typing-extensions pydantic
  typing_inspect typing-inspect
  tzlocal tzlocal
  ultralytics ultralytics
  umap umap-learn
  usb pyusb
  uvicorn uvicorn
  vertexai google-cloud-aiplatform
  vobject vobject
  volcenginesdkarkruntime volcengine-python-sdk
  weasyprint weasyprint
  weaviate weaviate-client
  websocket websocket-client
  werkzeug werkzeug flask
  win32api pywin32 pypiwin32
  win32com pywin32 pypiwin32
  win32con pywin32 pypiwin32
  win32gui pywin32 pypiwin32
  wx wxpython
  xgboost xgboost xgboost-cpu
  xlsxwriter xlsxwriter
  yaml pyyaml
  youtube_transcript_api youtube-transcript-api
  zmq pyzmq
  zstd zstd
  zstandard zstandard
`);

/** Distributions whose one module is called as they are, with `_` for `-`. */
const CALLED_ALIKE = words(`
  accelerate aio-pika aiobotocore aiocache aiofiles aiogram aiohttp aiokafka aiomysql aiopg aiosmtplib aiosqlite alembic
  altair annoy anthropic anyio apispec apscheduler argon2-cffi arq arrow asgiref asyncpg asyncssh audioread authlib babel
  backoff bcrypt bentoml bitsandbytes black bleach blinker bokeh boto boto3 botocore boltons cachetools catboost celery
  cerberus certifi cffi chainlit chardet cheroot cherrypy click cloudpickle colorama coloredlogs configobj contextlib2
  cookiecutter cryptography cvxpy cycler dash dask databases datasets dataclasses-json deepdiff deepspeed dill diskcache
  distributed django docker docopt docutils dramatiq duckdb dvc easydict ecdsa einops elasticsearch emoji evaluate
  evidently factory-boy faker falcon fastapi fastavro fastmcp fasttext faust feedparser filelock filetype fiona flask
  folium fsspec ftfy furl future gensim geopandas gevent gradio graphene greenlet gspread gunicorn h11 h2 h3 h5py hiredis
  html2text html5lib httplib2 httptools httpx huey hvac humanize hypercorn hypothesis imageio imagehash inflect inflection
  instructor invoke ipywidgets isodate isort itsdangerous jinja2 jiwer jmespath joblib jsonlines jsonpickle jsonschema
  json5 keras keyring kombu kopf kornia langdetect langfuse langgraph langsmith librosa lightfm litellm livekit locust
  loguru lxml mako markdown markdown2 markdownify marshmallow matplotlib mechanize mediapipe minio mongoengine more-itertools
  motor moto mpmath munch mypy natsort nest-asyncio netaddr netifaces networkx nibabel nltk numba numexpr numpy omegaconf
  openai opencensus openpyxl optuna orjson ormar pandas pandera paramiko parsimonious passlib patsy peewee peft pendulum
  pexpect pika plotly pluggy polars portalocker presto-python-client progressbar2 psutil ptyprocess pulp pyautogui
  pycares pyclipper pycurl pydantic pydash pydeck pydot pyftpdlib pygame pygments pykka pymysql pymupdf pynacl pyparsing
  pyperclip pypinyin pyproj pyrogram pyrsistent pyspark pystray pytesseract pyttsx3 pywavelets qtpy quart ragas rasterio
  ratelimit ray rdflib readability-lxml redlock-py requests requests-cache responses retry retrying rich rq rsa s3fs
  safetensors sagemaker sanic schedule schema scipy scikit-image scikit-learn sentencepiece seqeval shap shapely shtab
  simplejson simpy slowapi snakemake sortedcontainers soupsieve sqlalchemy sqlparse sshtunnel starlette statsmodels
  stanza streamlit structlog sympy tablib tabulate tblib tenacity termcolor textblob textdistance textstat texttable
  thinc threadpoolctl thriftpy2 tifffile tiktoken timm tinydb tokenizers toml tomli tomlkit toolz tornado tqdm transformers
  trl trio twilio twisted typeguard typer ujson unidecode unstructured urllib3 uvloop validators vllm voluptuous wandb
  watchdog watchfiles wcwidth webcolors websockets whitenoise whoosh wikipedia wordcloud wrapt wtforms xarray xlrd xlwt
  xmltodict xxhash yarl yfinance zarr zeep zict
`);

/** Alike names that are none: what the distribution is called and what its module is. */
const ALIKE_EXCEPTIONS = tableOf(`
  argon2 argon2-cffi
  factory factory-boy
  progressbar progressbar2
  prestodb presto-python-client
  nacl pynacl
  pywt pywavelets
  readability readability-lxml
  redlock redlock-py
`);

/** Top names that many distributions share: `google.cloud.storage`, `azure.identity`. */
export const NAMESPACES: ReadonlySet<string> = new Set(
  words(`
  airflow azure backports delphi dagster google jaraco keystoneauth1 langchain llama_index mpl_toolkits nvidia odoo opentelemetry
  oslo_config paste plone repoze ruamel snowflake sphinxcontrib spacy zope zc vertexai haystack_integrations dbt
`),
);

/** Distributions that provide an import name; undefined where the tables say nothing of it. */
export function distributionsOf(importName: string): readonly string[] | undefined {
  return BY_IMPORT.get(importName);
}

/** Import names of a distribution (normalised name); undefined where the tables say nothing of it. */
export function importNamesOf(distribution: string): readonly string[] | undefined {
  return BY_DISTRIBUTION.get(distribution);
}

const BY_IMPORT: ReadonlyMap<string, readonly string[]> = byImport();
const BY_DISTRIBUTION: ReadonlyMap<string, readonly string[]> = byDistribution();

function byImport(): Map<string, readonly string[]> {
  const exceptions = new Set(ALIKE_EXCEPTIONS.values());
  const known = new Map<string, readonly string[]>();
  for (const name of CALLED_ALIKE) if (!exceptions.has(name)) known.set(name.replaceAll('-', '_'), [name]);
  for (const table of [ALIKE_EXCEPTIONS, OTHERWISE_CALLED])
    for (const [name, row] of table) known.set(name, row.split(' '));
  return known;
}

function byDistribution(): Map<string, readonly string[]> {
  const known = new Map<string, string[]>();
  for (const [name, distributions] of BY_IMPORT)
    for (const distribution of distributions) known.set(distribution, [...(known.get(distribution) ?? []), name]);
  return known;
}
