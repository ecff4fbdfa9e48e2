/**
 * Import names of distributions that are called otherwise, and of those that are called alike. Another distribution that
 * provides the same module is in the same row.
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
  airflow apache-airflow apache-airflow-core apache-airflow-task-sdk
  alembic alembic flask-migrate
  analytics analytics-python
  atlassian atlassian-python-api
  attr attrs
  auth0 auth0-python
  autogen pyautogen autogen ag2
  azure azure-core azure-identity azure-storage-blob
  barcode python-barcode
  bs4 beautifulsoup4 bs4
  bson pymongo bson
  cairo pycairo
  cassandra cassandra-driver scylla-driver
  cchardet cchardet faust-cchardet
  charset_normalizer charset-normalizer requests
  chromadb chromadb chromadb-client
  community python-louvain
  constance django-constance
  corsheaders django-cors-headers
  cpuinfo py-cpuinfo
  crispy_forms django-crispy-forms
  cv2 opencv-python opencv-python-headless opencv-contrib-python opencv-contrib-python-headless opencv
  cx_Oracle cx-oracle
  dateutil python-dateutil
  dbus dbus-python
  debug_toolbar django-debug-toolbar
  decouple python-decouple
  discord discord-py py-cord
  django_filters django-filter
  dns dnspython
  docx python-docx
  dotenv python-dotenv
  ee earthengine-api
  elasticsearch elasticsearch elasticsearch7 elasticsearch8
  elasticsearch_dsl elasticsearch-dsl elasticsearch
  environ django-environ environ-config
  faiss faiss-cpu faiss-gpu faiss
  fitz pymupdf
  flask_mail flask-mail flask-mailman
  flwr flwr flower
  fontTools fonttools
  freezegun freezegun pytest-freezegun
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
  googleapiclient google-api-python-client
  graphql graphql-core
  grpc grpcio
  grpc_health grpcio-health-checking
  grpc_reflection grpcio-reflection
  grpc_status grpcio-status
  grpc_tools grpcio-tools
  guardian django-guardian
  haystack haystack-ai django-haystack farm-haystack
  health_check django-health-check
  hydra hydra-core
  ibm_boto3 ibm-cos-sdk
  igraph igraph python-igraph
  imblearn imbalanced-learn
  imdb cinemagoer imdbpy
  import_export django-import-export
  jaxlib jaxlib jax
  jks pyjks
  jose python-jose
  jsonrpc json-rpc
  jwt pyjwt
  kafka kafka-python kafka-python-ng
  langchain_core langchain-core langchain langchain-openai langchain-community langgraph
  langchain_text_splitters langchain-text-splitters langchain
  ldap python-ldap
  lightning_fabric lightning pytorch-lightning lightning-fabric
  linebot line-bot-sdk
  llama_cpp llama-cpp-python
  llama_index llama-index llama-index-core
  llama_parse llama-parse llama-index
  magic python-magic python-magic-bin
  markdown_it markdown-it-py
  markupsafe markupsafe jinja2
  mcp mcp fastmcp
  memcache python-memcached
  mlflow mlflow mlflow-skinny
  model_utils django-model-utils
  mpl_toolkits matplotlib basemap
  msgpack msgpack msgpack-python
  multipart python-multipart multipart
  mypy_boto3_s3 mypy-boto3-s3 boto3-stubs
  mysql mysql-connector-python mysql-connector
  neo4j neo4j neo4j-driver
  netCDF4 netcdf4
  nmap python-nmap
  oauth2_provider django-oauth-toolkit
  oauthlib oauthlib requests-oauthlib
  odf odfpy
  onnxruntime onnxruntime onnxruntime-gpu
  opensearchpy opensearch-py
  opentelemetry opentelemetry-api opentelemetry-sdk
  osgeo gdal
  packaging packaging setuptools pytest
  paho paho-mqtt
  passlib passlib libpass
  past future
  pdfminer pdfminer-six pdfminer
  phonenumber_field django-phonenumber-field
  phonenumbers phonenumbers phonenumberslite
  pinecone pinecone pinecone-client
  pkg_resources setuptools
  playhouse peewee
  png pypng
  pptx python-pptx
  prompt_toolkit prompt-toolkit ipython
  psycopg psycopg psycopg-binary
  psycopg2 psycopg2 psycopg2-binary
  psycopg_pool psycopg-pool psycopg
  pwn pwntools
  pyVim pyvmomi
  pyVmomi pyvmomi
  py4j py4j pyspark
  pydantic_ai pydantic-ai pydantic-ai-slim
  pydantic_core pydantic-core pydantic
  pylab matplotlib
  pymarkdown pymarkdownlnt
  pymongo pymongo motor
  pynvml pynvml nvidia-ml-py nvidia-ml-py3
  pythonjsonlogger python-json-logger
  pythoncom pywin32
  pytorch_lightning pytorch-lightning lightning
  pywintypes pywin32
  redis redis redis-py redis-py-cluster
  redis_lock python-redis-lock
  rest_framework djangorestframework
  rest_framework_api_key djangorestframework-api-key
  rest_framework_csv djangorestframework-csv
  rest_framework_extensions drf-extensions
  rest_framework_gis djangorestframework-gis
  rest_framework_jwt djangorestframework-jwt drf-jwt
  rest_framework_nested drf-nested-routers
  rest_framework_simplejwt djangorestframework-simplejwt
  rest_framework_swagger django-rest-swagger
  rest_framework_xml djangorestframework-xml
  ruamel ruamel-yaml
  ruamel.yaml ruamel-yaml
  sdl2 pysdl2
  segment analytics-python segment-analytics-python
  serial pyserial
  simple_history django-simple-history
  skimage scikit-image
  sklearn scikit-learn sklearn
  skopt scikit-optimize
  slack slackclient
  slack_sdk slack-sdk slack-bolt
  slugify python-slugify awesome-slugify unicode-slugify
  smart_open smart-open gensim
  smbus smbus smbus2
  snappy python-snappy
  snowflake snowflake-connector-python
  social_django social-auth-app-django
  socketio python-socketio flask-socketio
  socks pysocks
  soundfile soundfile pysoundfile
  speech_recognition speechrecognition
  strawberry strawberry-graphql
  swisseph pyswisseph
  taggit django-taggit
  tavily tavily-python
  telegram python-telegram-bot
  tensorboardX tensorboardx
  tensorflow tensorflow tensorflow-cpu tensorflow-gpu tensorflow-macos tf-nightly intel-tensorflow
  tlz toolz cytoolz
  torch torch pytorch pytorch-cpu pytorch-gpu
  typing_extensions typing-extensions pydantic
  umap umap-learn
  usb pyusb
  vertexai google-cloud-aiplatform
  volcenginesdkarkruntime volcengine-python-sdk
  weaviate weaviate-client
  websocket websocket-client
  werkzeug werkzeug flask
  win32api pywin32 pypiwin32
  win32clipboard pywin32 pypiwin32
  win32com pywin32 pypiwin32
  win32con pywin32 pypiwin32
  win32event pywin32 pypiwin32
  win32file pywin32 pypiwin32
  win32gui pywin32 pypiwin32
  win32pipe pywin32 pypiwin32
  win32process pywin32 pypiwin32
  win32security pywin32 pypiwin32
  win32service pywin32 pypiwin32
  win32serviceutil pywin32 pypiwin32
  winerror pywin32 pypiwin32
  wx wxpython
  xgboost xgboost xgboost-cpu
  yaml pyyaml
  zapv2 zaproxy python-owasp-zap-v2-4
  zmq pyzmq
`);

/** Distributions whose one module is called as they are, with `_` for `-`. */
const CALLED_ALIKE = words(`
  accelerate aio-pika aiobotocore aiocache aiofiles aiogram aiohttp aiokafka aiomysql aiopg aioredis aiosmtplib
  aiosqlite alembic altair annoy anthropic anyio apispec apscheduler argcomplete argon2-cffi arq arrow asgiref
  asn1crypto asyncpg asyncssh attrs audioread authlib autogen-agentchat babel backoff bcrypt bentoml bitarray
  bitsandbytes black bleach blinker bokeh boltons boto boto3 botocore cachetools catboost celery cerberus certifi cffi
  chainlit chardet cheroot cherrypy click clickhouse-connect clickhouse-driver cloudinary cloudpickle colorama
  coloredlogs colorlog compressed-tensors configobj confluent-kafka contextlib2 cookiecutter cryptography cvxpy cycler
  dash dask databases dataclasses-json datadog datasets deepdiff deepspeed deprecated dill diskcache distributed
  django django-celery-beat django-celery-results django-extensions django-redis docker docopt docutils docx2txt
  dramatiq drf-spectacular drf-yasg duckdb duckduckgo-search dvc e2b easydict ecdsa einops elasticsearch
  email-validator emoji evaluate evidently exa-py factory-boy faker fakeredis falcon fastapi fastavro fastmcp fasttext
  faust feedparser filelock filetype fiona fire flash-attn flask flask-admin flask-caching flask-cors
  flask-jwt-extended flask-limiter flask-login flask-migrate flask-restful flask-restx flask-session flask-socketio
  flask-sqlalchemy flask-talisman flask-wtf folium fsspec ftfy funcy furl future gensim geopandas geopy gevent
  google-auth-httplib2 google-auth-oauthlib gradio graphene graphene-django greenlet gspread gunicorn gymnasium h11 h2
  h3 h5py hiredis html2text html5lib httplib2 httptools httpx huey humanize hvac hypercorn hypothesis imagehash
  imageio impacket importlib-metadata importlib-resources inflect inflection influxdb-client instructor invoke
  ipywidgets iso8601 isodate isort itsdangerous jax jieba jinja2 jiwer jmespath joblib json5 jsonlines jsonpath-ng
  jsonpickle jsonschema jupyter-client jupyter-core keras keyring kfp kivy kombu kopf kornia kubernetes langchain
  langchain-anthropic langchain-chroma langchain-community langchain-experimental langchain-google-genai
  langchain-groq langchain-huggingface langchain-ollama langchain-openai langdetect langfuse langgraph langsmith ldap3
  librosa lightfm lightgbm lightning lightning-utilities litellm livekit locust loguru lxml lz4 mako markdown
  markdown2 markdownify marshmallow matplotlib mechanize mediapipe minio mistralai mock mongoengine more-itertools
  moto motor moviepy mpmath msgspec munch mutagen mwclient mypy natsort nest-asyncio netaddr netifaces networkx
  newrelic nibabel nltk numba numexpr numpy ollama omegaconf onnx openai opencensus openpyxl optuna oracledb orjson
  ormar pandas pandas-datareader pandera paramiko parse-type parsimonious passlib patsy pdf2image peewee peft pendulum
  pexpect pgvector pika playwright plotly pluggy polars portalocker praw prefect presto-python-client progressbar2
  prometheus-client prometheus-fastapi-instrumentator psutil ptyprocess pulp pyarrow pyasn1 pyaudio pyautogui pycares
  pyclipper pycocotools pycountry pycurl pydantic pydantic-settings pydash pydeck pydot pydub pyfiglet pyftpdlib
  pygame pygments pykka pymilvus pymssql pymupdf pymysql pynacl pyodbc pyparsing pypdf pypdfium2 pyperclip pypinyin
  pyproj pyrogram pyrsistent pyspark pystray pytesseract pyttsx3 pytz pywavelets qdrant-client qrcode qtpy quart ragas
  rank-bm25 rapidfuzz rasterio ratelimit ray rdflib readability-lxml redlock-py regex reportlab requests
  requests-cache requests-oauthlib requests-toolbelt responses retry retrying rich rq rsa s3fs sacrebleu safetensors
  sagemaker sanic schedule schema scikit-image scikit-learn scipy scrapy seaborn selenium semver sendgrid
  sentence-transformers sentencepiece sentry-sdk seqeval setproctitle setuptools sgqlc shap shapely shtab simplejson
  simpy six sklearn-crfsuite slack-bolt slowapi snakemake sortedcontainers sounddevice soupsieve spacy sqlalchemy
  sqlalchemy-utils sqlmodel sqlparse sse-starlette sshtunnel sspilib stanza starlette statsmodels streamlit stripe
  structlog supabase swagger-client sympy tablib tabulate tblib telethon tenacity tensorflow-datasets tensorflow-hub
  tensorflow-probability termcolor text-unidecode textblob textdistance textstat texttable tflite-runtime thinc
  threadpoolctl thriftpy2 tifffile tiktoken timm tinydb tokenizers toml tomli tomlkit toolz torch-geometric
  torchmetrics torchvision tornado tqdm transformers tree-sitter tree-sitter-languages trio trl twilio twisted
  typeguard typer typeshed-client typing-inspect tzlocal ujson ultralytics unidecode unstructured urllib3 uvicorn
  uvloop validators vllm vobject voluptuous wandb watchdog watchfiles wcwidth weasyprint webcolors websockets
  whitenoise whoosh wikipedia wordcloud wrapt wtforms xarray xlrd xlsxwriter xlwt xmltodict xxhash yarl yfinance
  youtube-transcript-api zarr zeep zict zstandard zstd
`);

/** Alike names that are none: what the distribution is called and what its module is. */
const ALIKE_EXCEPTIONS = tableOf(`
  argon2 argon2-cffi
  factory factory-boy
  progressbar progressbar2 progressbar33 progressbar
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
  const exceptions = new Set([...ALIKE_EXCEPTIONS.values()].flatMap((row) => row.split(' ')));
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
