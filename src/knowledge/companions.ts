/**
 * Distributions that bring another as a part of what they offer: code that imports the other leans on a promise, not on an
 * accident. Source: the documentation of each (`from starlette…` in FastAPI's, `werkzeug` in Flask's), read 2026-11.
 */
import { tableOf } from './table.ts';

/** Import name → distributions that promise it. */
const PROMISED = tableOf(`
  IPython ipykernel jupyter jupyterlab notebook ipywidgets
  PIL torchvision timm gradio diffusers
  _pytest pytest
  anyio starlette fastapi httpx sse-starlette mcp
  asgiref django channels
  billiard celery
  botocore boto3 aiobotocore
  certifi requests httpx
  click flask typer celery
  dateutil pandas
  distutils setuptools
  google.api_core google-api-python-client google-cloud-storage google-cloud-bigquery google-cloud-pubsub google-cloud-aiplatform google-generativeai
  google.auth google-api-python-client google-auth-oauthlib google-auth-httplib2 google-cloud-storage google-cloud-bigquery google-cloud-pubsub google-cloud-aiplatform google-cloud-secret-manager google-genai
  google.oauth2 google-api-python-client google-auth-oauthlib google-auth-httplib2 google-cloud-storage google-cloud-bigquery google-cloud-pubsub google-cloud-aiplatform google-cloud-secret-manager google-genai
  google.protobuf grpcio-tools grpcio-health-checking grpcio-status grpcio-reflection tensorflow onnx
  django_filters wagtail
  gotrue supabase
  modelcluster wagtail
  h11 httpx uvicorn
  httpcore httpx
  huggingface_hub transformers datasets diffusers accelerate peft sentence-transformers
  idna requests httpx
  itsdangerous flask
  jinja2 flask fastapi cookiecutter
  jsonschema jupyter
  keras tensorflow
  kombu celery
  lightning_utilities lightning pytorch-lightning
  mako alembic
  markupsafe jinja2 flask
  matplotlib seaborn
  multidict aiohttp
  numpy pandas scipy scikit-learn tensorflow transformers opencv-python opencv-python-headless jax matplotlib
  omegaconf hydra-core
  packaging setuptools pip
  pendulum apache-airflow
  pkg_resources setuptools pip
  pluggy pytest
  postgrest supabase
  py pytest
  pydantic fastapi sqlmodel pydantic-settings langchain langchain-core openai
  pydantic_core pydantic fastapi
  s3transfer boto3
  rich django-rich
  safetensors transformers diffusers
  setuptools pip
  shapely geopandas
  sniffio anyio httpx
  sqlalchemy sqlmodel flask-sqlalchemy alembic
  starlette fastapi gradio ray
  taggit wagtail
  tensorboard tensorflow
  tokenizers transformers
  torch pytorch-lightning lightning torchvision torchaudio torchmetrics sentence-transformers timm fairscale accelerate peft bitsandbytes deepspeed
  torchvision timm
  traitlets ipython jupyter notebook ipywidgets
  typing_extensions pydantic fastapi torch sqlalchemy
  urllib3 requests boto3 botocore
  uvicorn fastapi[standard]
  vine celery kombu
  werkzeug flask
  wheel setuptools
  yarl aiohttp
`);

/** Whether one of the declared distributions promises a module. */
export function isPromised(importName: string, declares: (distribution: string) => boolean): boolean {
  return PROMISED.get(importName)?.split(' ').some(declares) === true;
}

/** Distribution → those that use it where it is installed, so that it may be required for them. */
const USED_BY = tableOf(`
  aiohttp slack-sdk slack-bolt discord-py disnake nextcord py-cord fsspec s3fs gcsfs
  aiokafka faststream
  aioredis aiogram aiocache fastapi-cache2 channels-redis
  anthropic langchain-anthropic llama-index
  apscheduler python-telegram-bot
  blinker flask sentry-sdk
  bokeh dask holoviews panel
  boto3 django-storages s3fs smart-open mlflow dvc
  catboost pycaret
  chromadb langchain-community langchain langchain-chroma
  click typer uvicorn
  confluent-kafka hopsworks
  dill apache-beam
  diskcache dvc
  dnspython pymongo motor mongoengine eventlet
  filelock vllm virtualenv
  flask-login flask-appbuilder flask-security flask-admin
  flask-wtf flask-appbuilder flask-security
  fsspec pandas torch dask datasets pyarrow pytorch-lightning lightning s3fs gcsfs adlfs
  ftfy transformers diffusers
  html2text llama-index-readers-file llama-index
  httplib2 google-api-python-client google-auth-httplib2 oauth2client
  httpx fastapi starlette
  keras opennsfw2
  langdetect unstructured
  lightgbm pycaret flaml
  matplotlib pandas seaborn
  mistralai camel-ai
  networkx scikit-image
  nltk unstructured evaluate llama-index llama-index-core newspaper3k newspaper4k rouge-score sumy textblob
  numpy pandas pyspark
  openai langchain-openai llama-index autogen-core autogen-ext
  optuna autogluon darts flaml pycaret
  paho-mqtt apprise
  pandas plotly wandb pyspark lightgbm
  pdf2image unstructured
  phonenumbers django-phonenumber-field
  plotly evidently nannyml optuna
  psutil mlflow
  pygments markdown
  pymongo langchain-community langchain-mongodb
  pynacl paramiko
  pynvml mlflow
  pypdf llama-index llama-index-core llama-index-readers-file
  python-docx docxtpl unstructured
  python-levenshtein fuzzywuzzy
  python-pptx unstructured
  qdrant-client langchain-community langchain langchain-qdrant
  rank-bm25 langchain-community langchain
  requests responses requests-mock
  rich typer pip
  scipy networkx scikit-image statsmodels
  soundfile librosa datasets torchaudio
  sqlalchemy langchain-community pandasql celery kombu
  statsmodels seaborn plotly
  structlog django-structlog
  supabase langchain-community langchain
  tenacity tooz
  textstat mlflow
  tokenizers transformers
  torch transformers sentence-transformers
  tzlocal apscheduler celery
  unidecode python-slugify
  weasyprint md2pdf
  weaviate-client langchain-community langchain langchain-weaviate
  websockets uvicorn
  xgboost pycaret flaml
  xmltodict langchain-community langchain
  youtube-transcript-api langchain-community langchain
`);

/** Whether one of the declared distributions may be what a distribution is required for. */
export function mayBeFor(distribution: string, declares: (other: string) => boolean): boolean {
  return USED_BY.get(distribution)?.split(' ').some(declares) === true;
}

/** Distribution → members of other libraries' objects that import it where someone reads them: `frame.plot` draws with matplotlib. */
const READ_FOR = tableOf(`
  matplotlib plot
  pandas to_pandas toPandas to_dataframe
`);

/** Whether reading one of the members takes a distribution. */
export function isTakenBy(distribution: string, isRead: (member: string) => boolean): boolean {
  return READ_FOR.get(distribution)?.split(' ').some(isRead) === true;
}
