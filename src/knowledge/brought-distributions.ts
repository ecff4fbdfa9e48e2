import { REQUIREMENTS_OF, REQUIRES_NOTHING } from './brought-distributions.generated.ts';
import { tableOf } from './table.ts';
import { words } from './words.ts';

/** What the locks from which the table is made do not hold, or hold under conditions alone. Source: their metadata. */
const ADDED = tableOf(`
  aioboto3 aiobotocore aiofiles boto3
  apache-airflow alembic argcomplete attrs colorlog connexion cryptography deprecated dill flask flask-appbuilder flask-caching flask-login flask-session flask-wtf httpx importlib-resources jinja2 jsonschema lazy-object-proxy marshmallow-oneofschema packaging pendulum pluggy psutil pyjwt python-dateutil python-slugify requests rich sqlalchemy tabulate tenacity termcolor
  authx fastapi itsdangerous pydantic pydantic-settings pyjwt python-dateutil python-jose pytz
  cached-path boto3 filelock google-cloud-storage huggingface-hub packaging requests rich
  celery[redis] redis
  connexion flask inflection jsonschema packaging pyyaml requests werkzeug
  dagster-postgres psycopg2-binary
  dash flask importlib-metadata nest-asyncio plotly requests retrying typing-extensions werkzeug
  ddddocr numpy onnxruntime pillow
  delta-spark pyspark importlib-metadata
  dj-rest-auth django djangorestframework
  djangorestframework-simplejwt django djangorestframework pyjwt
  django-cloudinary-storage cloudinary requests
  djoser django djangorestframework djangorestframework-simplejwt social-auth-app-django
  drf-spectacular django djangorestframework inflection jsonschema pyyaml uritemplate
  drf-yasg django djangorestframework inflection packaging pytz pyyaml uritemplate
  fastapi[standard] email-validator fastapi-cli httpx jinja2 python-multipart uvicorn uvicorn[standard]
  fastapi-mail aiosmtplib blinker email-validator jinja2 pydantic pydantic-settings starlette
  fire six termcolor
  flask-appbuilder apispec click email-validator flask flask-babel flask-jwt-extended flask-limiter flask-login flask-sqlalchemy flask-wtf jsonschema marshmallow prison pyjwt python-dateutil sqlalchemy sqlalchemy-utils werkzeug wtforms
  flask-babel babel flask pytz
  flask-restful aniso8601 flask pytz six
  gevent greenlet
  google-auth cachetools pyasn1-modules rsa
  gradio fastapi httpx jinja2 markupsafe numpy orjson packaging pandas pillow pydantic pyyaml typer uvicorn
  httplib2 pyparsing
  httpx[http2] h2
  influxdb msgpack python-dateutil pytz requests six
  jsonschema attrs jsonschema-specifications pyrsistent referencing
  kedro attrs cachetools click cookiecutter dynaconf fsspec gitpython more-itertools omegaconf parse pluggy pyyaml rich
  kfp absl-py click cloudpickle deprecated docstring-parser fire google-auth google-cloud-storage jsonschema kubernetes protobuf pydantic pyyaml requests-toolbelt tabulate typer uritemplate urllib3
  lightgbm numpy scipy
  mlflow alembic click cloudpickle cryptography docker flask graphene matplotlib numpy packaging pandas pyarrow pyyaml requests scikit-learn scipy sqlalchemy
  oauth2client httplib2 pyasn1 pyasn1-modules rsa six
  openai-agents griffe mcp openai pydantic requests typing-extensions websockets
  pandas numpy python-dateutil
  passlib[bcrypt] bcrypt
  prefect anyio asyncpg alembic cachetools click cloudpickle cryptography docker fsspec httpx jinja2 orjson packaging pydantic pydantic-settings python-dateutil python-slugify pytz pyyaml rich sqlalchemy toml typing-extensions uvicorn websockets
  prometheus-fastapi-instrumentator prometheus-client starlette
  py-grpc-prometheus grpcio prometheus-client
  psycopg[binary] psycopg-binary
  pydantic[email] email-validator
  pyjwt[crypto] cryptography
  pyspark py4j
  python-jose[cryptography] cryptography
  rioxarray numpy packaging pyproj rasterio xarray
  s3fs aiobotocore aiohttp fsspec
  sam2 hydra-core iopath numpy pillow torch torchvision tqdm
  social-auth-app-django django social-auth-core
  social-auth-core cryptography defusedxml oauthlib pyjwt python3-openid requests requests-oauthlib
  sqlalchemy[asyncio] greenlet
  starlette-exporter prometheus-client starlette
  ultralytics matplotlib numpy opencv-python pillow psutil pyyaml requests torch torchvision
  uvicorn[standard] httptools python-dotenv pyyaml uvloop watchfiles websockets
  vecs psycopg2-binary sqlalchemy
  xgboost numpy scipy
  yfinance beautifulsoup4 lxml numpy pandas peewee platformdirs pytz requests
  zeep attrs isodate lxml platformdirs pytz requests requests-file requests-toolbelt
`);

/** What a distribution requires on every machine, as far as it has a module that is known; undefined where it is not known. */
export function requirementsOfDistribution(distribution: string): readonly string[] | undefined {
  const row = ADDED.get(distribution) ?? REQUIREMENTS.get(distribution);
  return row?.split(' ') ?? (LONERS.has(distribution) || REQUIRED.has(distribution) ? [] : undefined);
}

/** Whether a distribution that is known requires it. */
export const isRequiredByOthers = (distribution: string): boolean => REQUIRED.has(distribution);

const REQUIREMENTS = tableOf(REQUIREMENTS_OF);
const LONERS: ReadonlySet<string> = new Set(words(REQUIRES_NOTHING));
const REQUIRED: ReadonlySet<string> = new Set(
  [...REQUIREMENTS.values(), ...ADDED.values()].flatMap((row) => row.split(' ')),
);
