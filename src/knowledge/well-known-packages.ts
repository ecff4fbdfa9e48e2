/**
 * Top-level packages of distributions that are used everywhere: calls into them need not be carried to the project, which
 * would only find that they are not its own; and what their decorators make gives what the function gives. A package missing here costs time,
 * and what a function gives that it decorates.
 * Source: import names of the most downloaded distributions of https://hugovk.github.io/top-pypi-packages/, read 2026-11.
 */
import { words } from './words.ts';

export const WELL_KNOWN_PACKAGES: ReadonlySet<string> = new Set(
  words(`
  IPython PIL accelerate aiohttp aiofiles alembic anyio attr attrs azure bitsandbytes boto3 botocore bs4 cachetools celery
  certifi click cloudpickle cryptography cv2 dask datasets dateutil deepspeed diffusers django dotenv einops fastapi
  filelock flask fsspec google grpc gunicorn h5py httpcore httpx huggingface_hub hypothesis jax jinja2 joblib jose jwt
  keras kubernetes langchain langchain_core lightgbm lightning loguru lxml markdown marshmallow matplotlib mlflow mock
  moto msgpack nltk numba numpy onnx onnxruntime openai opentelemetry opt_einsum orjson pandas packaging passlib peft
  pkg_resources plotly polars prometheus_client prompt_toolkit protobuf psutil psycopg psycopg2 pyarrow pydantic
  pydantic_settings pygments pymongo pymysql pytest pytz ray redis regex requests rich ruamel safetensors scipy seaborn
  sentence_transformers sentencepiece sentry_sdk setuptools simplejson six sklearn skimage spacy sqlalchemy sqlmodel
  starlette statsmodels streamlit structlog sympy tabulate tenacity tensorflow termcolor tiktoken timm tokenizers toml
  tomlkit torch torchaudio torchvision tornado tqdm transformers triton trl typer typing_extensions tzlocal ujson urllib3
  uvicorn uvloop vllm wandb watchdog websocket websockets werkzeug wrapt xgboost yaml yarl zmq
`),
);
