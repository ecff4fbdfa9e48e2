/**
 * Clients of services whose calls wait for the network on the thread that makes them, though the waiting method is not the
 * client's own: it belongs to a part of it (`client.chat.completions.create`) or to a query that is put together step by
 * step (`client.table("users").select("*").execute`). A part is named after its client and the first step to it. Written
 * 2026-11 from knowledge of the libraries; not checked page by page.
 */
import { words } from './words.ts';

const QUERY = 'sqlalchemy.orm.Query';

interface ClientFamily {
  readonly classes: readonly string[];
  readonly waiting: ReadonlySet<string>;
}

const CCXT_CALLS = `fetch_ohlcv fetch_ticker fetch_tickers fetch_balance fetch_order fetch_orders fetch_open_orders fetch_order_book
  fetch_positions create_order create_market_order create_limit_order cancel_order load_markets fetch_trades fetch_my_trades`;

const BINANCE_CALLS = `get_account get_asset_balance get_symbol_ticker get_klines get_historical_klines create_order
  order_market_buy order_market_sell order_limit_buy order_limit_sell get_order cancel_order get_open_orders get_exchange_info
  futures_create_order futures_account futures_klines futures_position_information`;

const BROWSERS = ['Chrome', 'Firefox', 'Edge', 'Remote'].map((name) => `selenium.webdriver.${name}`);

const FAMILIES: readonly ClientFamily[] = [
  family(
    'openai.OpenAI openai.AzureOpenAI groq.Groq together.Together xai_sdk.Client cerebras.cloud.sdk.Cerebras',
    'create parse stream retrieve generate edit upload create_and_poll upload_and_poll submit_tool_outputs',
  ),
  family(
    'anthropic.Anthropic anthropic.AnthropicBedrock anthropic.AnthropicVertex',
    'create stream parse retrieve count_tokens upload',
  ),
  family('cohere.Client cohere.ClientV2', 'chat chat_stream embed rerank generate classify'),
  family('mistralai.Mistral', 'complete stream create process'),
  family(
    'google.genai.Client',
    'generate_content generate_content_stream embed_content count_tokens generate_images generate_videos send_message send_message_stream',
  ),
  family('google.generativeai.GenerativeModel', 'generate_content send_message count_tokens'),
  family('ollama.Client', 'chat generate embed embeddings pull push create show'),
  family('huggingface_hub.InferenceClient', 'create chat_completion text_generation feature_extraction text_to_image'),
  family(
    'supabase.Client supabase.client.Client',
    `execute upload download sign_up sign_in_with_password sign_in_with_otp sign_out get_user refresh_session invoke
     create_signed_url create_bucket list_buckets exchange_code_for_session update_user_by_id create_user delete_user
     get_user_by_id list_users`,
  ),
  family(
    'qdrant_client.QdrantClient',
    `search search_batch query query_points query_batch_points recommend scroll upsert upload_points upload_collection
     upload_records retrieve delete count set_payload overwrite_payload create_collection recreate_collection get_collection
     get_collections delete_collection collection_exists create_payload_index update_collection`,
  ),
  family(
    'elasticsearch.Elasticsearch opensearchpy.OpenSearch',
    `search index get delete update bulk count exists create mget msearch refresh ping info scroll delete_by_query
     update_by_query reindex put_mapping get_mapping put_settings health`,
  ),
  family('pinecone.Pinecone pinecone.Index', 'query upsert delete fetch update describe_index_stats create_index'),
  family(
    'pymilvus.MilvusClient',
    'search query insert upsert delete get create_collection drop_collection has_collection load_collection',
  ),
  family(
    'pymongo.MongoClient',
    `find_one insert_one insert_many update_one update_many replace_one delete_one delete_many count_documents
     estimated_document_count find_one_and_update find_one_and_replace find_one_and_delete bulk_write create_index distinct
     list_collection_names command find aggregate`,
  ),
  // What `query` of a session gives.
  family(QUERY, 'all first one one_or_none scalar count delete update get'),
  family(
    'neo4j.Driver',
    'run execute_query verify_connectivity execute_read execute_write read_transaction write_transaction',
  ),
  family(
    'minio.Minio',
    'put_object get_object fput_object fget_object stat_object remove_object bucket_exists make_bucket copy_object',
  ),
  family(
    'boto3.resources.base.ServiceResource',
    `get_item put_item query scan update_item delete_item upload_file upload_fileobj download_file download_fileobj
     put_object send_message receive_messages`,
  ),
  family(
    'google.cloud.storage.Client',
    `upload_from_string upload_from_filename upload_from_file download_as_bytes download_as_text download_as_string
     download_to_filename download_to_file get_blob get_bucket create_bucket`,
  ),
  family('google.cloud.firestore.Client google.cloud.firestore_v1.Client', 'get set update add delete create commit'),
  family('google.cloud.bigquery.Client', 'query query_and_wait insert_rows_json load_table_from_dataframe get_table'),
  family(
    'azure.storage.blob.BlobServiceClient',
    'upload_blob download_blob delete_blob get_blob_properties create_container exists',
  ),
  family('twilio.rest.Client', 'create fetch list update delete'),
  family(
    'docker.DockerClient docker.models.containers.Container docker.models.images.Image docker.models.volumes.Volume',
    `run list pull push build load prune ping version info df login search get create get_registry_data exec_run start stop
     kill remove restart pause unpause wait logs stats top attach attach_socket reload commit export put_archive get_archive
     diff rename update resize save tag history`,
  ),
  family('paho.mqtt.client.Client', 'connect reconnect loop_forever'),
  family('tavily.TavilyClient', 'search extract qna_search'),
  family('googleapiclient.discovery.Resource', 'execute next_chunk'),
  family(
    'gspread.Client gspread.Spreadsheet gspread.Worksheet',
    `append_row append_rows get_all_records get_all_values update update_cell update_cells update_acell cell acell row_values
     col_values batch_update batch_get find findall insert_row delete_rows clear`,
  ),
  family(
    'github.Github',
    'get_repo get_user get_issue get_issues get_pull get_pulls create_issue create_pull search_issues',
  ),
  family(
    'telebot.TeleBot',
    'send_message reply_to send_photo send_document edit_message_text polling infinity_polling get_file',
  ),
  family('chromadb.Client', 'add query get upsert delete count'),
  family('weaviate.WeaviateClient', 'bm25 near_text near_vector hybrid fetch_objects insert insert_many delete_by_id'),
  family('influxdb_client.InfluxDBClient', 'query query_data_frame query_raw ping'),
  family('sendgrid.SendGridAPIClient', 'send'),
  family(
    'meilisearch.Client',
    'search get_document get_documents add_documents update_documents delete_document create_index',
  ),
  family('typesense.Client', 'search create retrieve upsert update delete import_'),
  family('razorpay.Client', 'create fetch capture refund all edit'),
  family('square.client.Client mercadopago.SDK', 'create_payment get_payment create get update search cancel'),
  family('notion_client.Client', 'query create retrieve update list append search'),
  family('pyairtable.Api pyairtable.Table', 'all first get create update delete batch_create batch_update iterate'),
  family('simple_salesforce.Salesforce', 'query query_all query_more create update get upsert delete'),
  family(
    'jira.JIRA',
    'search_issues issue create_issue add_comment transition_issue projects project assign_issue transitions user',
  ),
  family('gitlab.Gitlab', 'get list create auth save delete'),
  family(
    'tweepy.Client tweepy.API',
    'create_tweet update_status get_user get_me search_recent_tweets user_timeline media_upload',
  ),
  family('googlemaps.Client', 'geocode reverse_geocode directions distance_matrix places place'),
  family('deepl.Translator deepl.DeepLClient', 'translate_text translate_document get_usage'),
  family('elevenlabs.client.ElevenLabs', 'convert generate get_all stream'),
  family('exa_py.Exa', 'search search_and_contents get_contents find_similar answer'),
  family('firecrawl.FirecrawlApp firecrawl.Firecrawl', 'scrape_url scrape crawl_url crawl map_url map search extract'),
  family('vertexai.generative_models.GenerativeModel', 'generate_content send_message count_tokens'),
  family(
    'azure.cosmos.CosmosClient',
    'read_item create_item upsert_item replace_item delete_item query_items create_database_if_not_exists create_container_if_not_exists',
  ),
  family('azure.keyvault.secrets.SecretClient', 'get_secret set_secret list_properties_of_secrets begin_delete_secret'),
  family('azure.servicebus.ServiceBusClient', 'send_messages receive_messages complete_message schedule_messages'),
  family(
    'google.cloud.secretmanager.SecretManagerServiceClient',
    'access_secret_version get_secret create_secret add_secret_version list_secrets',
  ),
  family('google.cloud.tasks_v2.CloudTasksClient', 'create_task get_task delete_task list_tasks'),
  family(
    'google.cloud.vision.ImageAnnotatorClient',
    'text_detection document_text_detection label_detection annotate_image batch_annotate_images face_detection',
  ),
  family('google.cloud.speech.SpeechClient', 'recognize long_running_recognize streaming_recognize'),
  family('google.cloud.texttospeech.TextToSpeechClient', 'synthesize_speech list_voices'),
  family('google.cloud.translate_v2.Client', 'translate detect_language get_languages'),
  family('consul.Consul', 'get put delete register deregister service'),
  family('binance.client.Client binance.Client', BINANCE_CALLS),
  family('zmq.Socket', 'recv recv_json recv_string recv_multipart recv_pyobj'),
  family('serial.Serial', 'read readline read_until readlines write flush'),
  family('yt_dlp.YoutubeDL', 'extract_info download'),
  family('ldap3.Connection', 'search bind add modify delete'),
  family('ccxt.Exchange', CCXT_CALLS),
  family(
    'web3.Web3',
    'get_balance get_block get_transaction get_transaction_receipt call send_raw_transaction wait_for_transaction_receipt',
  ),
  family(
    [...BROWSERS].join(' '),
    'get find_element find_elements execute_script refresh back save_screenshot get_screenshot_as_png click send_keys',
  ),
];

/** What makes such clients, and their classes, for the table of results. */
export const CLIENTS_MADE = `
  sqlalchemy.orm.Session.query sqlalchemy.orm.Query
  sqlalchemy.orm.session.Session.query sqlalchemy.orm.Query
  sqlalchemy.orm.scoped_session.query sqlalchemy.orm.Query
  cassandra.cluster.Cluster.connect cassandra.cluster.Session
  playwright.sync_api.sync_playwright playwright.sync_api.PlaywrightContextManager
  playwright.sync_api.PlaywrightContextManager.start playwright.sync_api.Playwright
  playwright.async_api.async_playwright playwright.async_api.PlaywrightContextManager
  playwright.sync_api.BrowserType.launch playwright.sync_api.Browser
  playwright.async_api.BrowserType.launch playwright.async_api.Browser
  supabase.create_client supabase.Client
  neo4j.GraphDatabase.driver neo4j.Driver
  firebase_admin.firestore.client google.cloud.firestore.Client
  docker.from_env docker.DockerClient
  docker.DockerClient.from_env docker.DockerClient
  docker.client.from_env docker.DockerClient
  docker.DockerClient.containers.run docker.models.containers.Container
  docker.DockerClient.containers.get docker.models.containers.Container
  docker.DockerClient.containers.create docker.models.containers.Container
  docker.DockerClient.images.pull docker.models.images.Image
  docker.DockerClient.images.get docker.models.images.Image
  docker.DockerClient.volumes.get docker.models.volumes.Volume
  docker.DockerClient.volumes.create docker.models.volumes.Volume
  redis.Redis.lock redis.lock.Lock
  clickhouse_connect.get_client clickhouse_connect.driver.client.Client
  googleapiclient.discovery.build googleapiclient.discovery.Resource
  gspread.service_account gspread.Client
  gspread.authorize gspread.Client
  gspread.oauth gspread.Client
  weaviate.connect_to_local weaviate.WeaviateClient
  chromadb.HttpClient chromadb.Client
  chromadb.PersistentClient chromadb.Client
`;

/** The same client's ways to wait without holding the thread. */
const ASYNCHRONOUS_PARTS: ReadonlySet<string> = new Set(['aio']);

const WAITING_BY_CLASS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  FAMILIES.flatMap(({ classes, waiting }) => classes.map((name) => [name, waiting] as const)),
);

/** First segments of their names, by which most names are distinguished from them. */
const CLIENT_PACKAGES: ReadonlySet<string> = new Set(
  [...WAITING_BY_CLASS.keys()].map((name) => name.slice(0, name.indexOf('.'))),
);

/** Whether a package has such clients, by the first segment of a name. */
export const hasClients = (first: string): boolean => CLIENT_PACKAGES.has(first) || CHAINS.test(`${first}.`);

/** Everything that chains are made of has these, and the same with an `a` before it to await. */
const CHAINS = /^(?:langchain|langgraph)(?:_\w+)?\./;
/** `prompt | model` */
export const chainOf = (parts: readonly (string | undefined)[]): string | undefined =>
  parts.some((part) => part !== undefined && CHAINS.test(part))
    ? 'langchain_core.runnables.RunnableSequence'
    : undefined;

const CHAIN_CALLS: ReadonlySet<string> = new Set(
  words(`
    invoke batch stream run predict generate similarity_search similarity_search_with_score max_marginal_relevance_search
    get_relevant_documents embed_query embed_documents add_documents add_texts load_and_split
  `),
);

/** Methods of any of them that wait, by their own names; with those of sessions of SQLAlchemy, whose class `blocking-calls.ts` knows. */
export const WAITING_METHODS: ReadonlySet<string> = new Set([
  ...FAMILIES.flatMap(({ waiting }) => [...waiting]),
  ...CHAIN_CALLS,
  ...['execute', 'scalar', 'scalars', 'commit', 'flush', 'refresh'],
]);

/** Whether a qualified name is that of a call by which such a client waits. */
export function waitsByClient(name: string): boolean {
  const dot = name.lastIndexOf('.');
  if (CHAINS.test(name)) return CHAIN_CALLS.has(name.slice(dot + 1)) && /\.[A-Z]\w*\.\w+$/.test(name);
  const client = clientOf(name.slice(0, dot));
  return client !== undefined && WAITING_BY_CLASS.get(client)?.has(name.slice(dot + 1)) === true;
}

/**
 * What a member of such a client is, or what calling it gives: a part of the client, as a class. Undefined for everything else,
 * and for what a wait gives: that is an answer.
 */
export function partOfClient(owner: string, member: string, how: 'read' | 'called'): string | undefined {
  const client = clientOf(owner);
  if (client === undefined || ASYNCHRONOUS_PARTS.has(member)) return undefined;
  if (WAITING_BY_CLASS.get(client)?.has(member) === true) return undefined;
  const isFar = owner.slice(client.length).split('.').length > MAX_PARTS;
  // Steps of a query give the query again.
  return client === QUERY || (owner !== client && (how === 'called' || isFar)) ? owner : `${owner}.${member}`;
}

/** The class of what is under a key: `client["shop"]`. */
export function itemOfClient(owner: string): string | undefined {
  return clientOf(owner) === undefined ? undefined : owner;
}

const MAX_PARTS = 4;

/** The client that is named, or that the part which is named belongs to. */
function clientOf(name: string): string | undefined {
  if (!CLIENT_PACKAGES.has(name.slice(0, Math.max(0, name.indexOf('.'))))) return undefined;
  let owner = name;
  while (owner.includes('.') && !WAITING_BY_CLASS.has(owner)) owner = owner.slice(0, owner.lastIndexOf('.'));
  return WAITING_BY_CLASS.has(owner) ? owner : undefined;
}

function family(classes: string, waiting: string): ClientFamily {
  return { classes: words(classes), waiting: new Set(words(waiting)) };
}
