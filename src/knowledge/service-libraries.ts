/**
 * Libraries by which programs use services, one row each: where its documentation is, and what is known of its calls. The tables by
 * subject (`effects.ts`, `blocking-calls.ts`, `heavy-objects.ts`, `secret-arguments.ts`) take their part from here. A row alone makes
 * every function and method of the module a network call, except functions that make a client. Read 2026-11.
 */
import { words } from './words.ts';

export interface ServiceLibrary {
  /** The module that is imported. */
  readonly module: string;
  readonly source: string;
  /** Calls that wait for the service on the thread that makes them, by name below the module. */
  readonly blocks: readonly string[];
  /** Calls whose result is a coroutine. */
  readonly awaits: readonly string[];
  /** Classes and functions whose object holds connections that many should share. */
  readonly clients: readonly string[];
  /** Arguments that are credentials, as `call index`. */
  readonly secrets: readonly (readonly [call: string, index: number])[];
}

type Row = readonly [
  module: string,
  source: string,
  facts: { readonly blocks?: string; readonly awaits?: string; readonly clients?: string; readonly secrets?: string },
];

const PAYMENT: readonly Row[] = [
  [
    'paypalcheckoutsdk',
    'https://github.com/paypal/Checkout-Python-SDK',
    {
      blocks: 'core.PayPalHttpClient.execute',
      clients: 'core.PayPalHttpClient',
      secrets: 'core.SandboxEnvironment 1, core.LiveEnvironment 1',
    },
  ],
  [
    'mollie',
    'https://github.com/mollie/mollie-api-python',
    {
      blocks: 'api.client.Client.payments.create api.client.Client.payments.get',
      clients: 'api.client.Client',
      secrets: 'api.client.Client.set_api_key 0',
    },
  ],
  [
    'yoomoney',
    'https://github.com/AlekseyKorshuk/yoomoney-api',
    { blocks: 'Client.operation_history Client.account_info Quickpay', secrets: 'Client 0' },
  ],
  [
    'adyen',
    'https://docs.adyen.com/development-resources/libraries/',
    { blocks: 'Adyen.payment.payments', clients: 'Adyen' },
  ],
  ['plaid', 'https://plaid.com/docs/api/libraries/', { clients: 'api.plaid_api.PlaidApi' }],
  [
    'paystackapi',
    'https://github.com/andela-sjames/paystack-python',
    { blocks: 'transaction.Transaction.initialize transaction.Transaction.verify' },
  ],
  [
    'midtransclient',
    'https://github.com/midtrans/midtrans-python-client',
    { blocks: 'Snap.create_transaction CoreApi.charge', clients: 'Snap CoreApi' },
  ],
  [
    'aiocryptopay',
    'https://github.com/LulzLoL231/aiocryptopay',
    { clients: 'AioCryptoPay', secrets: 'AioCryptoPay 0' },
  ],
  ['aiosend', 'https://aiosend.readthedocs.io', { clients: 'CryptoPay', secrets: 'CryptoPay 0' }],
  [
    'alpaca',
    'https://alpaca.markets/sdks/python/',
    {
      blocks:
        'trading.client.TradingClient.submit_order trading.client.TradingClient.get_account trading.client.TradingClient.get_all_positions',
      clients: 'trading.client.TradingClient',
      secrets: 'trading.client.TradingClient 1',
    },
  ],
  ['akshare', 'https://akshare.akfamily.xyz', {}],
];

const LANGUAGE_MODELS: readonly Row[] = [
  ['fireworks', 'https://docs.fireworks.ai/tools-sdks/python-client/sdk-introduction', { clients: 'client.Fireworks' }],
  ['ai21', 'https://docs.ai21.com', { blocks: 'AI21Client.chat.completions.create', clients: 'AI21Client' }],
  [
    'voyageai',
    'https://docs.voyageai.com',
    { blocks: 'Client.embed Client.rerank', awaits: 'AsyncClient.embed', clients: 'Client AsyncClient' },
  ],
  [
    'zhipuai',
    'https://github.com/MetaGLM/zhipuai-sdk-python-v4',
    { blocks: 'ZhipuAI.chat.completions.create', clients: 'ZhipuAI' },
  ],
  ['dashscope', 'https://help.aliyun.com/zh/model-studio/', { blocks: 'Generation.call TextEmbedding.call' }],
  ['deepgram', 'https://developers.deepgram.com/docs', { clients: 'DeepgramClient', secrets: 'DeepgramClient 0' }],
  ['edge_tts', 'https://github.com/rany2/edge-tts', { blocks: 'Communicate.save_sync', awaits: 'Communicate.save' }],
  ['haystack', 'https://docs.haystack.deepset.ai', { blocks: 'Pipeline.run' }],
  ['instructor', 'https://python.useinstructor.com', { clients: 'from_openai' }],
  ['mem0', 'https://docs.mem0.ai', { blocks: 'Memory.add Memory.search', clients: 'Memory MemoryClient' }],
  ['crewai', 'https://docs.crewai.com', { blocks: 'Crew.kickoff' }],
];

const STORES: readonly Row[] = [
  ['lancedb', 'https://lancedb.github.io/lancedb/', { blocks: 'connect', awaits: 'connect_async' }],
  ['algoliasearch', 'https://www.algolia.com/doc/libraries/python/', { clients: 'search.client.SearchClientSync' }],
  [
    'cloudinary',
    'https://cloudinary.com/documentation/django_integration',
    { blocks: 'uploader.upload uploader.destroy api.resources' },
  ],
  ['b2sdk', 'https://b2-sdk-python.readthedocs.io', { clients: 'v2.B2Api', secrets: 'v2.B2Api.authorize_account 2' }],
  [
    'dropbox',
    'https://dropbox-sdk-python.readthedocs.io',
    { blocks: 'Dropbox.files_upload Dropbox.files_download', clients: 'Dropbox', secrets: 'Dropbox 0' },
  ],
  [
    'oss2',
    'https://aliyun-oss-python-sdk.readthedocs.io',
    { blocks: 'Bucket.put_object Bucket.get_object Bucket.put_object_from_file', clients: 'Bucket', secrets: 'Auth 1' },
  ],
  ['qiniu', 'https://developer.qiniu.com/kodo/1242/python', { blocks: 'put_file put_data', secrets: 'Auth 1' }],
  [
    'imagekitio',
    'https://imagekit.io/docs/integration/python',
    { blocks: 'ImageKit.upload_file', clients: 'ImageKit' },
  ],
  [
    'feast',
    'https://docs.feast.dev',
    {
      blocks: 'FeatureStore.get_online_features FeatureStore.get_historical_features FeatureStore.materialize',
      clients: 'FeatureStore',
    },
  ],
  ['kagglehub', 'https://github.com/Kaggle/kagglehub', { blocks: 'dataset_download model_download' }],
];

const MESSAGES: readonly Row[] = [
  [
    'fastapi_mail',
    'https://sabuhish.github.io/fastapi-mail/',
    { awaits: 'FastMail.send_message', clients: 'FastMail' },
  ],
  ['flask_mail', 'https://flask-mail.readthedocs.io', { blocks: 'Mail.send Mail.connect' }],
  ['yagmail', 'https://yagmail.readthedocs.io', { blocks: 'SMTP SMTP.send', secrets: 'SMTP 1' }],
  [
    'mailtrap',
    'https://github.com/railsware/mailtrap-python',
    { blocks: 'MailtrapClient.send', clients: 'MailtrapClient' },
  ],
  [
    'postmarker',
    'https://postmarker.readthedocs.io',
    { blocks: 'core.PostmarkClient.emails.send', clients: 'core.PostmarkClient' },
  ],
  [
    'sib_api_v3_sdk',
    'https://developers.brevo.com/docs/python-sdk',
    { blocks: 'TransactionalEmailsApi.send_transac_email', clients: 'TransactionalEmailsApi' },
  ],
  [
    'mailjet_rest',
    'https://github.com/mailjet/mailjet-apiv3-python',
    { blocks: 'Client.send.create', clients: 'Client' },
  ],
  ['vonage', 'https://developer.vonage.com/en/tools', { clients: 'Client Vonage' }],
  [
    'messagebird',
    'https://github.com/messagebird/python-rest-api',
    { blocks: 'Client.message_create', clients: 'Client', secrets: 'Client 0' },
  ],
  [
    'plivo',
    'https://www.plivo.com/docs/',
    { blocks: 'RestClient.messages.create', clients: 'RestClient', secrets: 'RestClient 1' },
  ],
  ['africastalking', 'https://developers.africastalking.com', { blocks: 'SMS.send', secrets: 'initialize 1' }],
  ['pywebpush', 'https://github.com/web-push-libs/pywebpush', { blocks: 'webpush' }],
  ['onesignal', 'https://documentation.onesignal.com', {}],
  ['knockapi', 'https://docs.knock.app', { clients: 'Knock' }],
];

const PLATFORMS: readonly Row[] = [
  ['hubspot', 'https://github.com/HubSpot/hubspot-api-python', { clients: 'HubSpot' }],
  ['praw', 'https://praw.readthedocs.io', { blocks: 'Reddit.subreddit.submit', clients: 'Reddit' }],
  [
    'instagrapi',
    'https://subzeroid.github.io/instagrapi/',
    { blocks: 'Client.login Client.photo_upload Client.user_info', clients: 'Client', secrets: 'Client.login 1' },
  ],
  [
    'youtube_transcript_api',
    'https://github.com/jdepoix/youtube-transcript-api',
    { blocks: 'YouTubeTranscriptApi.get_transcript YouTubeTranscriptApi.fetch' },
  ],
  [
    'pytrends',
    'https://github.com/GeneralMills/pytrends',
    { blocks: 'request.TrendReq.interest_over_time request.TrendReq.build_payload' },
  ],
  ['pyngrok', 'https://pyngrok.readthedocs.io', { blocks: 'ngrok.connect', secrets: 'ngrok.set_auth_token 0' }],
  ['datadog_api_client', 'https://datadog-api-client.readthedocs.io', { clients: 'ApiClient' }],
  [
    'auth0',
    'https://auth0-python.readthedocs.io',
    { blocks: 'authentication.GetToken.client_credentials', clients: 'management.Auth0' },
  ],
  ['msal', 'https://msal-python.readthedocs.io', { blocks: 'ConfidentialClientApplication.acquire_token_for_client' }],
  ['shopify', 'https://github.com/Shopify/shopify_python_api', { blocks: 'Product.find Order.find' }],
  [
    'woocommerce',
    'https://github.com/woocommerce/wc-api-python',
    { blocks: 'API.get API.post API.put API.delete', clients: 'API' },
  ],
  ['pyowm', 'https://pyowm.readthedocs.io', { secrets: 'OWM 0' }],
  ['asyncprawcore', 'https://asyncpraw.readthedocs.io', {}],
  ['onepassword', 'https://developer.1password.com/docs/sdks/', {}],
  ['databricks', 'https://docs.databricks.com/en/dev-tools/python-sql-connector.html', { blocks: 'sql.connect' }],
  ['pyhive', 'https://github.com/dropbox/PyHive', { blocks: 'hive.connect presto.connect' }],
  ['marzban_api_client', 'https://github.com/sm1ky/marzban_api', { clients: 'Client AuthenticatedClient' }],
  [
    'py3xui',
    'https://iwatkot.github.io/py3xui/',
    { blocks: 'Api.login', awaits: 'AsyncApi.login', clients: 'Api AsyncApi' },
  ],
  ['pysnmp', 'https://docs.lextudio.com/pysnmp/', {}],
  ['netmiko', 'https://ktbyers.github.io/netmiko/', { blocks: 'ConnectHandler' }],
  ['routeros_api', 'https://github.com/socialwifi/RouterOS-api', { blocks: 'RouterOsApiPool.get_api' }],
];

const named = (module: string, names: string | undefined): readonly string[] =>
  names === undefined ? [] : words(names).map((name) => `${module}.${name}`);

/** By module. */
export const SERVICE_LIBRARIES: readonly ServiceLibrary[] = [
  ...PAYMENT,
  ...LANGUAGE_MODELS,
  ...STORES,
  ...MESSAGES,
  ...PLATFORMS,
].map(([module, source, { blocks, awaits, clients, secrets }]) => ({
  module,
  source,
  blocks: named(module, blocks),
  awaits: named(module, awaits),
  clients: named(module, clients),
  secrets: (secrets?.split(',') ?? []).map((each) => {
    const [call = '', index] = words(each);
    return [`${module}.${call}`, Number(index)] as const;
  }),
}));
