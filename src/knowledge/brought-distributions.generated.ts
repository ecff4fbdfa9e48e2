/** Written by `npm run brought-distributions` (tools/brought-distributions.ts) from 93 lock files. */

/** A distribution, and those of the known ones that it requires whatever the machine and the extras. */
export const REQUIREMENTS_OF = `
accelerate huggingface-hub numpy packaging psutil pyyaml safetensors torch
accessible-pygments pygments
aiobotocore aiohttp botocore jmespath python-dateutil wrapt
aiodns pycares
aiogram aiofiles aiohttp certifi pydantic typing-extensions
aiohttp attrs yarl
aiohttp-retry aiohttp
aiohttp-socks aiohttp
aiomysql pymysql
alembic mako sqlalchemy
alerce-classifiers pandas validators
altair jinja2 jsonschema packaging
anthropic anyio httpx pydantic typing-extensions
apf-base boto3 click confluent-kafka fastavro jinja2 pandas
apscheduler tzlocal
argon2-cffi argon2-cffi-bindings
argon2-cffi-bindings cffi
arq click redis
arrow python-dateutil
astropy numpy packaging pyerfa pyyaml
astunparse six
async-substrate-interface bt-decode scalecodec websockets xxhash
asyncssh cryptography typing-extensions
authlib cryptography
awscli colorama docutils pyyaml rsa
azure-core requests typing-extensions
azure-identity azure-core cryptography typing-extensions
azure-storage-blob azure-core cryptography isodate typing-extensions
bandit pyyaml rich
beautifulsoup4 soupsieve typing-extensions
beautysh colorama
bitsandbytes numpy torch
bittensor aiohttp async-substrate-interface colorama fastapi msgpack-numpy-opentensor munch nest-asyncio netaddr numpy packaging pycryptodome pydantic pyyaml requests retry scalecodec setuptools uvicorn
black click
blessed wcwidth
boto3 botocore jmespath s3transfer
botocore jmespath python-dateutil urllib3
brotlicffi cffi
bs4 beautifulsoup4
bt-decode toml
build packaging
cachecontrol msgpack requests
cattrs attrs
celerite2 numpy
celery click click-didyoumean click-plugins click-repl kombu python-dateutil
chromadb bcrypt build grpcio httpx importlib-resources jsonschema kubernetes numpy onnxruntime opentelemetry-api opentelemetry-exporter-otlp-proto-grpc opentelemetry-sdk orjson pydantic pyyaml rich tenacity tokenizers tqdm typer typing-extensions uvicorn
click-didyoumean click
click-option-group click
click-plugins click
click-repl click prompt-toolkit
compressed-tensors pydantic torch transformers
compute-horde-sdk aiohttp asgiref cryptography httpx huggingface-hub pydantic tenacity
contourpy numpy
coveralls requests
croniter python-dateutil
cytoolz toolz
databases sqlalchemy
dataclasses-json marshmallow typing-inspect
datadog requests
datasets dill filelock fsspec huggingface-hub multiprocess numpy packaging pandas pyarrow pyyaml requests tqdm xxhash
dateparser python-dateutil pytz regex tzlocal
db-plugins alembic click pymongo sqlalchemy
dependency-groups packaging
deprecated wrapt
deprecation packaging
deptry click packaging requirements-parser
devtool black grpcio-tools mypy-protobuf pyyaml
discord-py aiohttp
dj-database-url django
django asgiref sqlparse
django-celery-beat celery django
django-debug-toolbar django sqlparse
django-extensions django
django-filter django
django-phonenumber-field django
django-redis django redis
django-stubs django django-stubs-ext typing-extensions
django-stubs-ext django typing-extensions
djangorestframework django
djangorestframework-stubs django-stubs requests types-requests typing-extensions
docformatter charset-normalizer
docker requests urllib3
docker-pycreds six
docstrfmt black click docutils docutils-stubs sphinx tabulate
docutils-stubs docutils
duckduckgo-search click lxml
e2b attrs httpcore httpx packaging protobuf python-dateutil typing-extensions
easyocr numpy opencv-python-headless pillow pyclipper pyyaml scikit-image scipy shapely torch torchvision
ecdsa six
email-validator dnspython
eth-abi eth-typing eth-utils parsimonious
eth-account bitarray eth-abi eth-keyfile eth-keys eth-rlp eth-utils pydantic rlp
eth-keyfile eth-keys eth-utils pycryptodome
eth-keys eth-typing eth-utils
eth-rlp eth-utils rlp
eth-typing typing-extensions
eth-utils eth-typing pydantic
extinction numpy
face boltons
factory-boy faker
fakeredis redis sortedcontainers
fastapi pydantic starlette typing-extensions
fastapi-cli typer uvicorn
flask click itsdangerous jinja2 werkzeug
flask-cors flask werkzeug
flask-login flask werkzeug
flask-socketio blinker click flask jinja2 python-socketio werkzeug
flask-sqlalchemy flask sqlalchemy
flask-wtf flask itsdangerous wtforms
flower celery humanize prometheus-client pytz tornado
flwr alembic click cryptography grpcio grpcio-health-checking numpy packaging protobuf pycryptodome pyyaml requests rich sqlalchemy tomli typer
flwr-datasets datasets matplotlib numpy rich seaborn tqdm
freezegun python-dateutil
ftfy wcwidth
furo beautifulsoup4 pygments sphinx sphinx-basic-ng
geopandas numpy packaging pandas pyproj shapely
ghp-import python-dateutil
glom attrs boltons face
google-api-core google-auth googleapis-common-protos proto-plus protobuf requests
google-api-python-client google-api-core google-auth google-auth-httplib2 httplib2
google-auth pyasn1-modules
google-auth-httplib2 google-auth httplib2
google-auth-oauthlib google-auth requests-oauthlib
google-cloud-aiplatform certifi google-api-core google-auth google-cloud-bigquery google-cloud-storage google-genai packaging proto-plus protobuf pydantic typing-extensions
google-cloud-bigquery google-api-core google-auth google-cloud-core packaging python-dateutil requests
google-cloud-core google-api-core google-auth
google-cloud-pubsub google-api-core google-auth grpc-google-iam-v1 grpcio grpcio-status opentelemetry-api opentelemetry-sdk proto-plus protobuf
google-cloud-secret-manager google-api-core google-auth grpc-google-iam-v1 grpcio proto-plus protobuf
google-cloud-storage google-api-core google-auth google-cloud-core requests
google-genai anyio google-auth httpx pydantic requests tenacity typing-extensions websockets
google-generativeai google-api-core google-api-python-client google-auth protobuf pydantic tqdm typing-extensions
googleapis-common-protos protobuf
graphene graphql-core six
grpc-google-iam-v1 googleapis-common-protos grpcio protobuf
grpc-interceptor grpcio
grpcio-health-checking grpcio protobuf
grpcio-reflection grpcio protobuf
grpcio-status googleapis-common-protos grpcio protobuf
grpcio-tools grpcio protobuf setuptools
gspread google-auth google-auth-oauthlib
gunicorn packaging
gym cloudpickle numpy
gymnasium cloudpickle numpy typing-extensions
h5py numpy
html5lib six
httpcore certifi h11
httpcore2 h11
httpx anyio certifi httpcore
httpx2 anyio httpcore2
huggingface-hub filelock fsspec packaging pyyaml tqdm typing-extensions
hydra-core omegaconf packaging
hypercorn h11 h2 wsproto
hypothesis sortedcontainers
imageio numpy pillow
imbalanced-learn joblib numpy scikit-learn scipy threadpoolctl
inquirer blessed
ipdb ipython
ipykernel ipython jupyter-client jupyter-core nest-asyncio packaging psutil pyzmq tornado
ipython prompt-toolkit pygments
ipython-pygments-lexers pygments
ipywidgets ipython
isoduration arrow
itemloaders jmespath parsel
jaraco-classes more-itertools
jaraco-functools more-itertools
jax ml-dtypes numpy scipy
jaxlib ml-dtypes numpy scipy
jinja2 markupsafe
joserfc cryptography
jsonlines attrs
jsonschema attrs jsonschema-specifications referencing
jsonschema-specifications referencing
jupyter-client jupyter-core python-dateutil pyzmq tornado
jupyter-events jsonschema packaging python-json-logger pyyaml referencing rfc3339-validator
jupyter-lsp jupyter-server
jupyter-server anyio argon2-cffi jinja2 jupyter-client jupyter-core jupyter-events jupyter-server-terminals nbconvert nbformat packaging prometheus-client pyzmq terminado tornado websocket-client
jupyter-server-terminals terminado
jupyterlab ipykernel jinja2 jupyter-core jupyter-lsp jupyter-server jupyterlab-server notebook-shim packaging tornado
jupyterlab-server babel jinja2 json5 jsonschema jupyter-server packaging requests
keras-applications h5py numpy
keras-preprocessing numpy six
keyring jaraco-classes jaraco-functools
kubernetes certifi python-dateutil pyyaml requests requests-oauthlib six urllib3 websocket-client
langchain langchain-core pydantic
langchain-anthropic anthropic langchain-core pydantic
langchain-chroma chromadb langchain-core numpy
langchain-classic langchain-core langchain-text-splitters langsmith pydantic pyyaml requests sqlalchemy
langchain-community aiohttp langchain-core langsmith numpy pydantic-settings pyyaml requests sqlalchemy tenacity
langchain-core langsmith packaging pydantic pyyaml tenacity typing-extensions
langchain-google-genai filetype google-genai langchain-core pydantic
langchain-groq langchain-core
langchain-mcp-adapters langchain-core mcp typing-extensions
langchain-ollama langchain-core ollama
langchain-openai langchain-core openai tiktoken
langchain-protocol typing-extensions
langchain-text-splitters langchain-core
langdetect six
langfuse backoff httpx opentelemetry-api opentelemetry-exporter-otlp-proto-http opentelemetry-sdk packaging pydantic wrapt
langgraph langchain-core langgraph-checkpoint langgraph-prebuilt langgraph-sdk pydantic xxhash
langgraph-checkpoint langchain-core
langgraph-checkpoint-postgres langgraph-checkpoint orjson psycopg psycopg-pool
langgraph-prebuilt langchain-core langgraph-checkpoint
langgraph-sdk httpx orjson
langsmith httpx packaging pydantic requests requests-toolbelt zstandard
lazy-loader packaging
ldap3 pyasn1
librosa audioread joblib lazy-loader msgpack numba numpy scikit-learn scipy soundfile soxr typing-extensions
litellm aiohttp click importlib-metadata jinja2 jsonschema openai pydantic python-dotenv tiktoken tokenizers
locust flask flask-cors flask-login gevent msgpack psutil pytest python-engineio python-socketio pyzmq requests werkzeug
lxml-html-clean lxml
mako markupsafe
markdown-include markdown
markdownify beautifulsoup4 six
marshmallow packaging
matplotlib contourpy cycler fonttools numpy packaging pillow pyparsing python-dateutil
mcp anyio httpx jsonschema pydantic pydantic-settings pyjwt python-multipart sse-starlette starlette typing-extensions typing-inspection
mdformat markdown-it-py
mdformat-beautysh beautysh mdformat
mdformat-frontmatter mdformat mdit-py-plugins ruamel-yaml
mdformat-gfm markdown-it-py mdformat mdit-py-plugins wcwidth
mdit-py-plugins markdown-it-py
memray jinja2 rich textual
methodtools wirerope
mhps cython numpy
mistralai httpx invoke opentelemetry-api opentelemetry-exporter-otlp-proto-http opentelemetry-sdk pydantic python-dateutil pyyaml typing-inspection
mkdocs click markdown
mkdocs-material markdown requests
ml-dtypes numpy
mongomock packaging
moto boto3 botocore cryptography jinja2 python-dateutil requests responses werkzeug xmltodict
motor pymongo
mouseinfo pyperclip
moviepy imageio numpy requests tqdm
msgpack-numpy-opentensor msgpack numpy
multiprocess dill
mypy typing-extensions
mypy-protobuf protobuf
myst-parser docutils jinja2 markdown-it-py mdit-py-plugins pyyaml sphinx
nbclient jupyter-client jupyter-core nbformat
nbconvert beautifulsoup4 bleach jinja2 jupyter-core markupsafe nbclient nbformat packaging pygments
nbformat jsonschema jupyter-core
nbsphinx docutils jinja2 nbconvert nbformat sphinx
nbstripout nbformat
nltk click joblib regex tqdm
nonebot2 anyio loguru pydantic python-dotenv typing-extensions yarl
notebook-shim jupyter-server
nox argcomplete attrs colorlog dependency-groups packaging virtualenv
numba numpy
numexpr numpy
numpydoc jinja2 sphinx
ollama httpx pydantic
omegaconf pyyaml
onnxruntime numpy packaging protobuf sympy
openai anyio httpx pydantic tqdm typing-extensions
opencv-python numpy
opentelemetry-distro opentelemetry-api opentelemetry-instrumentation opentelemetry-sdk
opentelemetry-exporter-otlp opentelemetry-exporter-otlp-proto-grpc opentelemetry-exporter-otlp-proto-http
opentelemetry-exporter-otlp-proto-common opentelemetry-proto
opentelemetry-exporter-otlp-proto-grpc googleapis-common-protos grpcio opentelemetry-api opentelemetry-exporter-otlp-proto-common opentelemetry-proto opentelemetry-sdk
opentelemetry-exporter-otlp-proto-http googleapis-common-protos opentelemetry-api opentelemetry-exporter-otlp-proto-common opentelemetry-proto opentelemetry-sdk requests
opentelemetry-instrumentation opentelemetry-api opentelemetry-semantic-conventions packaging wrapt
opentelemetry-instrumentation-asgi asgiref opentelemetry-api opentelemetry-instrumentation opentelemetry-semantic-conventions
opentelemetry-instrumentation-fastapi opentelemetry-api opentelemetry-instrumentation opentelemetry-instrumentation-asgi opentelemetry-semantic-conventions
opentelemetry-instrumentation-flask opentelemetry-api opentelemetry-instrumentation opentelemetry-instrumentation-wsgi opentelemetry-semantic-conventions packaging
opentelemetry-instrumentation-grpc opentelemetry-api opentelemetry-instrumentation opentelemetry-semantic-conventions wrapt
opentelemetry-instrumentation-httpx opentelemetry-api opentelemetry-instrumentation opentelemetry-semantic-conventions wrapt
opentelemetry-instrumentation-redis opentelemetry-api opentelemetry-instrumentation opentelemetry-semantic-conventions wrapt
opentelemetry-instrumentation-requests opentelemetry-api opentelemetry-instrumentation opentelemetry-semantic-conventions
opentelemetry-instrumentation-threading opentelemetry-api opentelemetry-instrumentation wrapt
opentelemetry-instrumentation-urllib3 opentelemetry-api opentelemetry-instrumentation opentelemetry-semantic-conventions wrapt
opentelemetry-instrumentation-wsgi opentelemetry-api opentelemetry-instrumentation opentelemetry-semantic-conventions
opentelemetry-proto protobuf
opentelemetry-sdk opentelemetry-api opentelemetry-semantic-conventions typing-extensions
opentelemetry-semantic-conventions opentelemetry-api
optree typing-extensions
optuna alembic colorlog numpy packaging pyyaml sqlalchemy tqdm
outcome attrs
outlines cloudpickle diskcache jinja2 jsonschema nest-asyncio numpy pydantic referencing requests torch
p4j numpy
pandas python-dateutil pytz
pandas-stubs numpy
paramiko bcrypt cryptography pynacl
parse-type six
parsel jmespath lxml packaging
parsimonious regex
patsy numpy
pdfminer-six charset-normalizer cryptography
peft accelerate huggingface-hub numpy packaging psutil pyyaml safetensors torch tqdm transformers
pendulum python-dateutil
pexpect ptyprocess
pgvector numpy
playwright greenlet pyee
plotly packaging
postgrest deprecation httpx pydantic yarl
posthog backoff python-dateutil requests six
pre-commit pyyaml virtualenv
prettytable wcwidth
prompt-toolkit wcwidth
proto-plus protobuf
psycopg-pool typing-extensions
pyasn1-modules pyasn1
pyautogui mouseinfo pyscreeze
pycares cffi
pydantic pydantic-core typing-extensions typing-inspection
pydantic-core typing-extensions
pydantic-extra-types pydantic typing-extensions
pydantic-settings pydantic python-dotenv typing-inspection
pydash typing-extensions
pydata-sphinx-theme accessible-pygments babel beautifulsoup4 docutils pygments sphinx
pydeck jinja2 numpy
pydot pyparsing
pyee typing-extensions
pyerfa numpy
pygithub pyjwt pynacl requests typing-extensions urllib3
pygobject pycairo
pyinstaller packaging pyinstaller-hooks-contrib setuptools
pyinstaller-hooks-contrib packaging
pylint dill isort tomlkit
pymdown-extensions markdown pyyaml
pymilvus cachetools grpcio orjson pandas protobuf python-dotenv requests
pymongo dnspython
pyopenssl cryptography
pyproj certifi
pyproject-api packaging
pyright typing-extensions
pyroscope-io cffi
pyscreeze pillow
pytesseract packaging pillow
pytest packaging pluggy
pytest-asyncio pytest
pytest-cov pytest
pytest-django pytest
pytest-docker attrs pytest
pytest-dotenv pytest python-dotenv
pytest-env pytest
pytest-html jinja2 pytest pytest-metadata
pytest-metadata pytest
pytest-mock pytest
pytest-recording pytest vcrpy
pytest-rerunfailures packaging pytest
pytest-timeout pytest
pytest-watcher watchdog
pytest-xdist pytest
python-dateutil six
python-discovery filelock
python-docx lxml typing-extensions
python-engineio simple-websocket
python-jose ecdsa pyasn1 rsa
python-pptx lxml pillow typing-extensions xlsxwriter
python-slugify text-unidecode
python-socketio python-engineio
python-telegram-bot httpx
python-xlib six
pytoolconfig packaging
pyyaml-env-tag pyyaml
qdrant-client grpcio httpx numpy portalocker protobuf pydantic urllib3
quart aiofiles blinker click flask hypercorn itsdangerous jinja2 markupsafe werkzeug
questionary prompt-toolkit
rank-bm25 numpy
ray attrs click filelock grpcio jsonschema msgpack packaging protobuf pyyaml requests
rdflib pyparsing
readme-renderer docutils pygments
realtime pydantic typing-extensions websockets
recommonmark docutils sphinx
referencing attrs
reportlab charset-normalizer pillow
requests certifi charset-normalizer urllib3
requests-cache attrs cattrs requests urllib3
requests-file requests
requests-mock requests
requests-oauthlib oauthlib requests
requests-toolbelt requests
requirements-parser packaging
responses pyyaml requests urllib3
respx httpx
rfc3339-validator six
rich markdown-it-py pygments
rich-toolkit click rich typing-extensions
rlp eth-utils
rope pytoolconfig
rq click croniter redis
rsa pyasn1
s3transfer botocore
sanic aiofiles httptools setuptools typing-extensions websockets
scalecodec more-itertools requests
scikit-image imageio lazy-loader networkx numpy packaging pillow scipy tifffile
scikit-learn joblib numpy scipy threadpoolctl
scipy numpy
scrapy cryptography itemloaders lxml packaging parsel pyopenssl service-identity tldextract twisted
scrapy-playwright playwright scrapy
seaborn matplotlib numpy pandas
secretstorage cryptography
selenium certifi trio trio-websocket typing-extensions urllib3 websocket-client
semgrep attrs boltons click click-option-group colorama glom jsonschema opentelemetry-api opentelemetry-exporter-otlp-proto-http opentelemetry-instrumentation-requests opentelemetry-sdk packaging peewee requests rich ruamel-yaml tomli typing-extensions urllib3
sendgrid werkzeug
sentence-transformers huggingface-hub scikit-learn scipy torch tqdm transformers
sentry-sdk certifi urllib3
service-identity attrs cryptography pyasn1 pyasn1-modules
setuptools-scm packaging setuptools
shapely numpy
simple-websocket wsproto
smart-open wrapt
sounddevice cffi
soundfile cffi numpy
soxr numpy
sphinx babel docutils jinja2 packaging pygments requests
sphinx-argparse sphinx
sphinx-autobuild colorama sphinx starlette uvicorn watchfiles websockets
sphinx-basic-ng sphinx
sphinx-book-theme pydata-sphinx-theme sphinx
sphinx-click click docutils sphinx
sphinx-copybutton sphinx
sphinx-design sphinx
sphinx-intl babel click setuptools sphinx
sphinx-prompt pygments sphinx
sphinx-reredirects sphinx
sphinx-rtd-theme docutils sphinx sphinxcontrib-jquery
sphinx-substitution-extensions docutils sphinx
sphinxcontrib-jquery sphinx
sphinxcontrib-youtube requests sphinx
sphinxext-opengraph sphinx
sqlalchemy typing-extensions
sqlalchemy-utils sqlalchemy
sqlmodel pydantic sqlalchemy
sse-starlette anyio starlette
starlette anyio
statsmodels numpy packaging pandas patsy scipy
storage3 deprecation httpx pydantic yarl
streaming-form-data smart-open
streamlit altair anyio blinker cachetools click gitpython httptools itsdangerous numpy packaging pandas pillow protobuf pyarrow pydeck python-multipart requests starlette tenacity toml typing-extensions uvicorn websockets
stripe requests
supabase httpx postgrest realtime storage3 supabase-auth supabase-functions
supabase-auth httpx pydantic pyjwt
supabase-functions httpx yarl
survey-parser-plugins fastavro python-snappy
sympy mpmath
syrupy pytest
telethon rsa
tensorboard absl-py grpcio markdown numpy protobuf setuptools werkzeug
tensorflow absl-py grpcio h5py keras-preprocessing numpy protobuf six tensorboard termcolor wrapt
tensorflow-cpu absl-py astunparse grpcio h5py keras ml-dtypes numpy packaging protobuf requests setuptools six tensorboard termcolor typing-extensions wrapt
terminado tornado
test-utils confluent-kafka db-plugins psycopg2-binary pymongo pytest-docker
textual markdown-it-py rich typing-extensions
tifffile numpy
tiktoken regex requests
timm huggingface-hub pyyaml safetensors torch torchvision
tldextract filelock requests requests-file
tokenizers huggingface-hub
torch filelock fsspec jinja2 networkx typing-extensions
torchvision numpy pillow torch
towncrier click jinja2
tox cachetools colorama filelock packaging pluggy pyproject-api python-discovery virtualenv
transformers filelock huggingface-hub numpy packaging pyyaml regex requests safetensors tokenizers tqdm
trio attrs outcome sortedcontainers
trio-websocket trio wsproto
twilio aiohttp aiohttp-retry pyjwt requests
twine readme-renderer requests requests-toolbelt rich urllib3
twisted attrs typing-extensions
typer click rich
typer-slim click typing-extensions
types-pyopenssl cryptography
types-redis cryptography types-pyopenssl
types-requests urllib3
typing-inspect typing-extensions
typing-inspection typing-extensions
tyro rich shtab typing-extensions
unstructured beautifulsoup4 charset-normalizer emoji filetype html5lib langdetect lxml nltk numba numpy psutil python-magic rapidfuzz requests tqdm typing-extensions wrapt
uvicorn click h11
vcrpy pyyaml wrapt
virtualenv filelock
vobject pytz six
wandb click docker-pycreds gitpython protobuf psutil pyyaml requests sentry-sdk setproctitle setuptools
watchfiles anyio
weasyprint cffi fonttools pillow
web3 aiohttp eth-abi eth-account eth-typing eth-utils pydantic requests types-requests typing-extensions websockets
webauthn cryptography pyasn1 pyopenssl
werkzeug markupsafe
wirerope six
wordcloud matplotlib numpy pillow
wsproto h11
wtforms markupsafe
yookassa deprecated netaddr requests urllib3
`;

/** Other distributions that require none of the known ones. */
export const REQUIRES_NOTHING = `
aiohappyeyeballs aiosignal aiosqlite alabaster altgraph amqp annotated-doc annotated-types ansicon
antlr4-python3-runtime appdirs appnope asgi-lifespan asn1crypto ast-serialize astor astroid astropy-iers-data asttokens
async-lru async-timeout asyncmy asyncpg asyncstdlib audioop-lts autoflake automat av backcall backports-asyncio-runner
backports-tarfile backports-zstd backrefs base58 bidict billiard bittensor-drand bittensor-wallet boolean-py bracex
brotli cached-property cbor2 cfgv chardet chompjs ckzg clang-format codespell coloredlogs comm commonmark constantly
coverage cron-descriptor cssselect cssselect2 cuda-bindings cuda-pathfinder dbus-python debugpy decorator deepdiff
defusedxml distlib distro django-constance django-environ django-probes docopt docstring-parser docx2txt duckdb
durationpy editor editorconfig einops ephem et-xmlfile eth-hash exceptiongroup execnet executing fake-useragent
farama-notifications fasteners fastjsonschema fastuuid feedparser flake8 flatbuffers fqdn frozenlist future gast gitdb
google-crc32c google-pasta google-resumable-media gym-notices hexbytes hf-transfer hf-xet hiredis hpack html2text
httpx-sse huey hyperframe hyperlink id identify idna ifaddr ijson imagesize imap-tools incremental inflate64 inflection
iniconfig interegular iso8601 itemadapter jaraco-context jedi jeepney jieba jinxed jiter jsonpatch jsonpointer jsonref
jupyterlab-pygments kiwisolver langcodes lark libclang librt license-expression linkify-it-py llvmlite macholib
magic-filter markdown2 matplotlib-inline mccabe mdurl mergedeep mkdocs-get-deps mkdocs-material-extensions mmh3 msgspec
multidict mutagen mypy-boto3-s3 mypy-extensions mysql-connector-python mysqlclient namex narwhals natsort nh3 ninja
nodeenv nvidia-cublas-cu12 nvidia-cuda-cupti-cu12 nvidia-cuda-nvrtc-cu12 nvidia-cuda-runtime-cu12 nvidia-cudnn-cu12
nvidia-cufft-cu12 nvidia-cufile-cu12 nvidia-curand-cu12 nvidia-cusolver-cu12 nvidia-cusparse-cu12 nvidia-cusparselt-cu12
nvidia-ml-py nvidia-nccl-cu12 nvidia-nvjitlink-cu12 nvidia-nvshmem-cu12 nvidia-nvtx-cu12 openpyxl
opentelemetry-util-http opt-einsum orderly-set ormsgpack overrides paginate paho-mqtt pandocfilters parameterized parse
parso passlib pathspec pefile pfzy phonenumbers phonenumberslite pickleshare pip pkginfo platformdirs polars polib
priority propcache protego psycopg-binary psycopg-c pulp pure-eval py py-cpuinfo pyaes pybase64 pycodestyle pycountry
pycparser pycryptodomex pycurl pydispatcher pydyf pyflakes pygame pygetwindow pygtrie pyjson5 pymsgbox pymupdf
pyobjc-core pyobjc-framework-cocoa pyobjc-framework-coreml pyobjc-framework-quartz pyobjc-framework-vision pyodbc
pyopengl pypdf pypdfium2 pyphen pypika pyproject-hooks pypydispatcher pyqt6 pyrate-limiter pyreadline3 pyrect pyrefly
pyrsistent pyserial pysocks python-bidi python-decouple python-gnupg python-http-client python-ipware python-magic-bin
python-socks python-statemachine python3-xlib pytimeparse pytokens pytweening pyunormalize pywin32 pywin32-ctypes
pywinpty pyyaml-ft qrcode queuelib rarfile readchar retrying rfc3986 rfc3986-validator roman roman-numerals
roman-numerals-py rpds-py ruamel-yaml-clib rubicon-objc ruff runs schedule semantic-version semver send2trash
sentencepiece sentinels shellingham slack-sdk slowapi smmap sniffio snowballstemmer socksio sphinxcontrib-applehelp
sphinxcontrib-devhelp sphinxcontrib-htmlhelp sphinxcontrib-jsmath sphinxcontrib-mermaid sphinxcontrib-qthelp
sphinxcontrib-serializinghtml sqlite-vec stack-data statsd stevedore strenum structlog taplo telegramify-markdown
tensorboard-data-server tensorboard-plugin-wit tensorflow-estimator tensorflow-io-gcs-filesystem texttable tinycss2
tinyhtml5 tokenize-rt tomli-w traitlets tree-sitter triton trove-classifiers truststore txaio typed-ast typeguard
types-certifi types-cffi types-colorama types-docutils types-freezegun types-html5lib types-protobuf types-pymysql
types-python-dateutil types-pytz types-pyyaml types-setuptools types-urllib3 types-webencodings tzdata ua-parser
ua-parser-builtins uc-micro-py ujson unidecode untokenize uri-template uritemplate url-normalize uuid-utils uv uvloop
uwsgi vine w3lib wcmatch webcolors webencodings wget wheel whitenoise win32-setctime xlrd xmod zipp zope-event
zope-interface zopfli
`;
