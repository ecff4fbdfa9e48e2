/**
 * Exceptions that only the use of a connection raises. Written 2026-11 from knowledge of the libraries; not checked page by
 * page. A name that ends in `.*` speaks for everything below it. `TimeoutError` alone is none: waiting for a local
 * task raises it too.
 */
import { words } from './words.ts';

const NAMES = words(`
  builtins.ConnectionError builtins.ConnectionResetError builtins.ConnectionRefusedError builtins.ConnectionAbortedError
  builtins.BrokenPipeError socket.timeout socket.gaierror socket.herror ssl.* urllib.error.* http.client.* urllib3.exceptions.*
  requests.RequestException requests.ConnectionError requests.Timeout requests.HTTPError requests.ConnectTimeout
  requests.ReadTimeout requests.exceptions.* httpx.HTTPError httpx.HTTPStatusError httpx.RequestError httpx.TransportError
  httpx.TimeoutException httpx.ConnectError httpx.ConnectTimeout httpx.ReadTimeout httpx.WriteTimeout httpx.PoolTimeout
  httpx.ReadError httpx.WriteError httpx.NetworkError httpx.RemoteProtocolError httpx.ProxyError httpcore.* aiohttp.ClientError
  aiohttp.ClientConnectionError aiohttp.ClientConnectorError aiohttp.ClientResponseError aiohttp.ClientOSError
  aiohttp.ClientPayloadError aiohttp.ServerTimeoutError aiohttp.ServerDisconnectedError aiohttp.ServerConnectionError
  aiohttp.client_exceptions.* botocore.exceptions.* google.api_core.exceptions.* googleapiclient.errors.* azure.core.exceptions.*
  grpc.RpcError grpc.aio.AioRpcError redis.ConnectionError redis.TimeoutError redis.exceptions.ConnectionError
  redis.exceptions.TimeoutError redis.exceptions.BusyLoadingError pymongo.errors.AutoReconnect pymongo.errors.ConnectionFailure
  pymongo.errors.NetworkTimeout psycopg2.OperationalError psycopg.OperationalError asyncpg.PostgresConnectionError
  sqlalchemy.exc.OperationalError sqlalchemy.exc.DBAPIError sqlalchemy.exc.InterfaceError django.db.OperationalError
  django.db.utils.OperationalError pymysql.err.OperationalError pymysql.OperationalError pika.exceptions.*
  kombu.exceptions.OperationalError aio_pika.exceptions.* kafka.errors.* confluent_kafka.KafkaException nats.errors.*
  paramiko.ssh_exception.* paramiko.SSHException smtplib.SMTPException smtplib.SMTPServerDisconnected
  smtplib.SMTPConnectError ftplib.all_errors openai.RateLimitError openai.APIConnectionError openai.APITimeoutError
  openai.APIError openai.APIStatusError openai.InternalServerError openai.error.* anthropic.RateLimitError
  anthropic.APIConnectionError anthropic.APIStatusError anthropic.APIError websockets.exceptions.* websockets.ConnectionClosed
  elasticsearch.ConnectionError elasticsearch.ConnectionTimeout elasticsearch.exceptions.ConnectionError
  elastic_transport.* kubernetes.client.exceptions.* kubernetes.client.rest.ApiException docker.errors.APIError
  huggingface_hub.errors.HfHubHTTPError huggingface_hub.utils.HfHubHTTPError zmq.Again zmq.error.Again
  gql.transport.exceptions.* tornado.httpclient.HTTPError tornado.httpclient.HTTPClientError tornado.iostream.StreamClosedError
`);

const EXACT: ReadonlySet<string> = new Set(NAMES.filter((name) => !name.endsWith('.*')));
const BELOW: ReadonlySet<string> = new Set(
  NAMES.filter((name) => name.endsWith('.*')).map((name) => name.slice(0, -'.*'.length)),
);

/** Whether an exception, by its qualified name, is about a connection. */
export function isNetworkException(name: string): boolean {
  if (EXACT.has(name)) return true;
  return BELOW.has(name.slice(0, Math.max(0, name.lastIndexOf('.'))));
}
