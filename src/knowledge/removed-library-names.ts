/**
 * What libraries have taken out of their public interface: importing, reading or calling it fails from that version on. Written
 * 2026-11 from each project's notes of release, and held against the newest release on PyPI.
 */
import { words } from './words.ts';

export interface Removal {
  readonly distribution: string;
  /** A version without it: the first, or one soon behind. */
  readonly version: string;
  /** What to write there, as a clause that follows "use". */
  readonly instead?: string;
}

type Row = readonly [distribution: string, version: string, names: string, instead?: string];

/** Names in full: a module, a class or function of one, a method of a class. */
const NAMES: readonly Row[] = [
  [
    'openai',
    '1.0',
    `openai.error openai.ChatCompletion openai.Completion openai.Embedding openai.Edit openai.Image openai.Audio openai.Moderation
    openai.FineTune openai.FineTuningJob`,
    'a client: `openai.OpenAI().chat.completions.create(…)`',
  ],
  [
    'langchain',
    '1.0',
    `langchain.text_splitter langchain.schema langchain.llms langchain.vectorstores langchain.document_loaders langchain.chains
    langchain.prompts langchain.memory langchain.callbacks langchain.docstore langchain.output_parsers langchain.retrievers
    langchain.utilities langchain.indexes langchain.cache langchain.hub langchain.document_transformers
    langchain.chat_models.ChatOpenAI langchain.chat_models.AzureChatOpenAI langchain.chat_models.ChatAnthropic
    langchain.embeddings.OpenAIEmbeddings langchain.embeddings.HuggingFaceEmbeddings langchain.embeddings.openai
    langchain.agents.initialize_agent langchain.agents.AgentExecutor langchain.agents.AgentType langchain.agents.Tool
    langchain.agents.load_tools langchain.agents.create_react_agent langchain.agents.create_openai_functions_agent
    langchain.agents.create_tool_calling_agent langchain.agents.create_openai_tools_agent langchain.PromptTemplate
    langchain.LLMChain langchain.OpenAI`,
    '`langchain_core`, `langchain_community`, `langchain_text_splitters` or `langchain_classic`',
  ],
  ['pydantic', '2.0', 'pydantic.BaseSettings', '`pydantic_settings.BaseSettings`'],
  ['pydantic', '2.0', 'pydantic.generics.GenericModel', '`pydantic.BaseModel` with `typing.Generic`'],
  [
    'pandas',
    '2.0',
    'pandas.DataFrame.append pandas.Series.append pandas.DataFrame.iteritems pandas.Series.iteritems pandas.DataFrame.lookup',
    '`pandas.concat`, `items` or `loc`',
  ],
  [
    'numpy',
    '2.0',
    `numpy.NaN numpy.NAN numpy.Inf numpy.Infinity numpy.infty numpy.PINF numpy.NINF numpy.float_ numpy.complex_ numpy.unicode_
    numpy.string_ numpy.product numpy.cumproduct numpy.sometrue numpy.alltrue numpy.cast numpy.asfarray numpy.find_common_type
    numpy.round_ numpy.msort`,
    'the replacement in the NumPy 2 migration guide',
  ],
  ['numpy', '1.24', 'numpy.float numpy.int numpy.object numpy.complex numpy.str', "Python's own type"],
  [
    'flask',
    '2.3',
    'flask.Flask.before_first_request flask.Blueprint.before_app_first_request flask.json.JSONEncoder',
    'code that runs when the application is created, and `app.json`',
  ],
  ['flask', '3.0', 'flask.escape flask.Markup', '`markupsafe`'],
  [
    'werkzeug',
    '3.0',
    `werkzeug.urls.url_quote werkzeug.urls.url_quote_plus werkzeug.urls.url_unquote werkzeug.urls.url_parse werkzeug.urls.url_encode
    werkzeug.urls.url_decode werkzeug.urls.url_join`,
    '`urllib.parse`',
  ],
  ['werkzeug', '2.1', 'werkzeug.security.safe_str_cmp', '`hmac.compare_digest`'],
  ['werkzeug', '2.1', 'werkzeug.wrappers.BaseResponse'],
  ['werkzeug', '1.0', 'werkzeug.secure_filename werkzeug.FileStorage werkzeug.contrib'],
  [
    'jinja2',
    '3.1',
    'jinja2.Markup jinja2.escape jinja2.contextfilter jinja2.contextfunction',
    '`markupsafe` and `pass_context`',
  ],
  ['pillow', '10.0', 'PIL.Image.ANTIALIAS PIL.Image.LINEAR PIL.Image.CUBIC', '`PIL.Image.Resampling`'],
  ['pillow', '10.0', 'PIL.ImageDraw.ImageDraw.textsize PIL.ImageFont.FreeTypeFont.getsize', '`textbbox` and `getbbox`'],
  ['moviepy', '2.0', 'moviepy.editor', '`moviepy` itself'],
  [
    'scikit-learn',
    '1.2',
    `sklearn.datasets.load_boston sklearn.metrics.plot_confusion_matrix sklearn.metrics.plot_roc_curve
    sklearn.metrics.plot_precision_recall_curve`,
  ],
  [
    'scikit-learn',
    '0.23',
    'sklearn.externals.joblib sklearn.externals.six sklearn.cross_validation sklearn.grid_search sklearn.preprocessing.Imputer',
    '`joblib`, `sklearn.model_selection` or `sklearn.impute`',
  ],
  [
    'aiogram',
    '3.0',
    `aiogram.executor aiogram.utils.executor aiogram.contrib aiogram.dispatcher.FSMContext aiogram.dispatcher.filters
    aiogram.types.ContentTypes`,
    '`dispatcher.start_polling(bot)` and `aiogram.fsm`',
  ],
  [
    'python-telegram-bot',
    '20.0',
    'telegram.ext.Filters telegram.ext.Dispatcher telegram.ParseMode telegram.ChatAction telegram.utils telegram.ext.Updater.dispatcher telegram.ext.Updater.idle',
    '`telegram.ext.Application`, `telegram.ext.filters` and `telegram.constants`',
  ],
  [
    'celery',
    '5.0',
    'celery.task.task celery.task.Task celery.task.periodic_task celery.task.schedules celery.task.control celery.decorators',
    '`celery.shared_task`',
  ],
  [
    'django',
    '4.0',
    `django.conf.urls.url django.utils.translation.ugettext django.utils.translation.ugettext_lazy django.utils.encoding.force_text
    django.utils.encoding.smart_text django.utils.http.urlquote django.utils.http.is_safe_url`,
    'the name that replaced it (`re_path`, `gettext`, `force_str`)',
  ],
  ['django', '3.0', 'django.shortcuts.render_to_response django.utils.six django.contrib.staticfiles.templatetags'],
  ['django', '2.0', 'django.core.urlresolvers', '`django.urls`'],
  ['django', '5.0', 'django.utils.timezone.utc', '`datetime.timezone.utc`'],
  [
    'flask-jwt-extended',
    '4.0',
    `flask_jwt_extended.jwt_optional flask_jwt_extended.jwt_refresh_token_required flask_jwt_extended.fresh_jwt_required
    flask_jwt_extended.get_raw_jwt`,
    '`jwt_required(optional=True)`, `jwt_required(refresh=True)` and `get_jwt`',
  ],
  ['wtforms', '3.0', 'wtforms.fields.html5 wtforms.ext', '`wtforms.fields`'],
  [
    'itsdangerous',
    '2.1',
    'itsdangerous.TimedJSONWebSignatureSerializer itsdangerous.JSONWebSignatureSerializer',
    '`itsdangerous.URLSafeTimedSerializer` or PyJWT',
  ],
  [
    'networkx',
    '3.0',
    `networkx.from_numpy_matrix networkx.to_numpy_matrix networkx.read_gpickle networkx.write_gpickle networkx.info
    networkx.from_scipy_sparse_matrix networkx.to_scipy_sparse_matrix`,
  ],
  ['matplotlib', '3.9', 'matplotlib.cm.get_cmap', '`matplotlib.colormaps`'],
  [
    'scipy',
    '1.14',
    'scipy.integrate.simps scipy.integrate.trapz scipy.integrate.cumtrapz',
    '`simpson` and `trapezoid`',
  ],
  ['scipy', '1.3', 'scipy.misc.imread scipy.misc.imresize scipy.misc.imsave', '`imageio` or Pillow'],
  ['scipy', '1.12', 'scipy.stats.binom_test', '`scipy.stats.binomtest`'],
  [
    'selenium',
    '4.3',
    ['Chrome', 'Firefox', 'Edge', 'Remote']
      .flatMap((browser) =>
        ['id', 'name', 'xpath', 'css_selector', 'class_name', 'tag_name', 'link_text'].flatMap((by) => [
          `selenium.webdriver.${browser}.find_element_by_${by}`,
          `selenium.webdriver.${browser}.find_elements_by_${by}`,
        ]),
      )
      .join(' '),
    '`find_element(By.…, …)`',
  ],
  [
    'web3',
    '6.0',
    'web3.Web3.toWei web3.Web3.fromWei web3.Web3.toChecksumAddress web3.Web3.isAddress web3.Web3.isConnected web3.Web3.toHex web3.Web3.toText',
    'the name with underscores, as in `to_checksum_address`',
  ],
  ['web3', '7.0', 'web3.middleware.geth_poa_middleware', '`web3.middleware.ExtraDataToPOAMiddleware`'],
  [
    'tweepy',
    '4.0',
    'tweepy.StreamListener tweepy.TweepError tweepy.error',
    '`tweepy.StreamingClient` and `tweepy.TweepyException`',
  ],
  ['dash', '3.0', 'dash.Dash.run_server', '`app.run`'],
  [
    'llama-index',
    '0.10',
    `llama_index.VectorStoreIndex llama_index.SimpleDirectoryReader llama_index.ServiceContext llama_index.StorageContext
    llama_index.GPTVectorStoreIndex llama_index.GPTSimpleVectorIndex llama_index.load_index_from_storage llama_index.Document
    llama_index.LLMPredictor llama_index.PromptHelper`,
    '`llama_index.core`',
  ],
  [
    'mistralai',
    '1.0',
    'mistralai.client.MistralClient mistralai.async_client mistralai.models.chat_completion',
    '`mistralai.Mistral`',
  ],
  ['elevenlabs', '1.0', 'elevenlabs.generate elevenlabs.set_api_key', '`elevenlabs.client.ElevenLabs`'],
  ['pinecone', '3.0', 'pinecone.init', '`pinecone.Pinecone(api_key=…)`'],
  [
    'apache-airflow',
    '3.0',
    `airflow.operators.python_operator airflow.operators.bash_operator airflow.operators.dummy_operator airflow.operators.dummy
    airflow.utils.dates.days_ago airflow.contrib`,
    '`airflow.providers.standard.operators`',
  ],
  [
    'kfp',
    '2.0',
    'kfp.dsl.ContainerOp kfp.components.func_to_container_op kfp.components.create_component_from_func',
    '`kfp.dsl.component`',
  ],
  ['prefect', '3.0', 'prefect.deployments.Deployment', '`flow.deploy` or `flow.serve`'],
  ['gensim', '4.0', 'gensim.summarization'],
  ['pytorch-lightning', '1.5', 'pytorch_lightning.metrics', '`torchmetrics`'],
  ['gradio', '4.0', 'gradio.inputs gradio.outputs', 'the components of `gradio` itself'],
  [
    'streamlit',
    '1.38',
    'streamlit.experimental_rerun streamlit.experimental_memo streamlit.experimental_singleton',
    '`st.rerun`, `st.cache_data` and `st.cache_resource`',
  ],
];

/** A keyword that the call took once: it raises a TypeError since. */
const KEYWORDS: readonly Row[] = [
  ['scikit-learn', '1.6', 'sklearn.metrics.mean_squared_error:squared', '`root_mean_squared_error`'],
  ['scikit-learn', '1.4', 'sklearn.preprocessing.OneHotEncoder:sparse', '`sparse_output`'],
  [
    'httpx',
    '0.28',
    'httpx.Client:proxies httpx.AsyncClient:proxies httpx.get:proxies httpx.post:proxies',
    '`proxy` or `mounts`',
  ],
  [
    'selenium',
    '4.10',
    'selenium.webdriver.Chrome:executable_path selenium.webdriver.Firefox:executable_path',
    '`service=Service(…)`',
  ],
  [
    'python-telegram-bot',
    '20.0',
    'telegram.ext.Updater:use_context telegram.ext.Updater:token',
    '`telegram.ext.Application`',
  ],
  ['apache-airflow', '3.0', 'airflow.DAG:schedule_interval', '`schedule`'],
  ['gensim', '4.0', 'gensim.models.Word2Vec:size gensim.models.Word2Vec:iter', '`vector_size` and `epochs`'],
  [
    'pytorch-lightning',
    '2.0',
    'pytorch_lightning.Trainer:gpus pytorch_lightning.Trainer:progress_bar_refresh_rate',
    '`accelerator` and `devices`',
  ],
  [
    'pandas',
    '2.0',
    'pandas.read_csv:error_bad_lines pandas.read_csv:warn_bad_lines pandas.DataFrame.to_csv:line_terminator',
    '`on_bad_lines` and `lineterminator`',
  ],
  ['urllib3', '2.0', 'urllib3.util.retry.Retry:method_whitelist urllib3.Retry:method_whitelist', '`allowed_methods`'],
  ['pydantic', '2.0', 'pydantic.Field:regex pydantic.constr:regex', '`pattern`'],
];

/** What a call may leave out no longer: `callee:keyword:position`. */
const NEEDED: readonly Row[] = [
  ['pyyaml', '6.0', 'yaml.load:Loader:1', '`yaml.safe_load`'],
  ['pyjwt', '2.0', 'jwt.decode:algorithms:2', '`algorithms=["HS256"]`'],
  ['python-telegram-bot', '20.0', 'telegram.ext.Updater:update_queue:1', '`telegram.ext.Application`'],
  [
    'discord.py',
    '2.0',
    'discord.Client:intents:9 discord.ext.commands.Bot:intents:9',
    '`intents=discord.Intents.default()`',
  ],
];

const removal = ([distribution, version, , instead]: Row): Removal => ({
  distribution,
  version,
  ...(instead !== undefined && { instead }),
});

const byName = (rows: readonly Row[]): ReadonlyMap<string, Removal> =>
  new Map(rows.flatMap((row) => words(row[2]).map((name) => [name, removal(row)] as const)));

/** By the full name. */
export const REMOVED_NAMES: ReadonlyMap<string, Removal> = byName(NAMES);
/** By `callee:keyword`. */
export const REMOVED_KEYWORDS: ReadonlyMap<string, Removal> = byName(KEYWORDS);

export interface NeededArgument extends Removal {
  readonly keyword: string;
  readonly position: number;
}

/** By the callee. */
export const NEEDED_ARGUMENTS: ReadonlyMap<string, NeededArgument> = new Map(
  NEEDED.flatMap((row) =>
    words(row[2]).map((each) => {
      const [callee = '', keyword = '', position] = each.split(':');
      return [callee, { ...removal(row), keyword, position: Number(position) }] as const;
    }),
  ),
);
