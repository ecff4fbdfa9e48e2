/** Images of datastores: the ports they listen on, and what decides whether everybody may come in. As of 2026-11-20. */

export interface DatastoreImage {
  /** Of the protocol that reads and writes data. */
  readonly ports: readonly string[];
  /** Without any of these it lets everybody in: variables by name, words of the command. */
  readonly openUnless?: { readonly variables?: RegExp; readonly words?: RegExp };
  /** It asks for a password, unless one of these says otherwise: `NAME=value` of variables. */
  readonly openIf?: RegExp;
}

interface Row extends DatastoreImage {
  /** Last parts of image names. */
  readonly images: readonly string[];
  /** What holds of older versions besides. */
  readonly before?: { readonly major: number; readonly openUnless: NonNullable<DatastoreImage['openUnless']> };
  readonly source: string;
}

const YES = '(?:1|yes|true|on)';

const ROWS: readonly Row[] = [
  {
    images: ['redis', 'valkey', 'keydb', 'redis-stack', 'redis-stack-server', 'dragonfly', 'rejson', 'redismod'],
    ports: ['6379'],
    openUnless: {
      variables: /^(?:REDIS_ARGS|(?:REDIS|VALKEY|KEYDB|DFLY)_?(?:requirepass|PASSWORD)(?:_FILE)?)$/i,
      words: /--(?:requirepass|aclfile|user)\b|\brequirepass\b|default_user/,
    },
    // The image turns protected mode off.
    source: 'https://hub.docker.com/_/redis "Security"',
  },
  {
    images: ['postgres', 'postgis', 'pgvector', 'timescaledb', 'timescaledb-ha', 'pgvecto-rs'],
    ports: ['5432'],
    openIf: /^POSTGRES_HOST_AUTH_METHOD=trust$/,
    source: 'https://hub.docker.com/_/postgres "POSTGRES_HOST_AUTH_METHOD"',
  },
  {
    images: ['mysql', 'mysql-server', 'mariadb', 'percona', 'percona-server'],
    ports: ['3306'],
    openIf: new RegExp(`^(?:MYSQL|MARIADB)_(?:ALLOW_EMPTY(?:_ROOT)?_PASSWORD)=${YES}$`, 'i'),
    source: 'https://hub.docker.com/_/mariadb "Environment Variables"',
  },
  {
    images: ['mongo', 'mongodb-community-server'],
    ports: ['27017'],
    openUnless: {
      variables: /^MONGO(?:DB)?_INITDB_ROOT_(?:USERNAME|PASSWORD)(?:_FILE)?$/,
      words: /--(?:auth|keyFile)\b/,
    },
    source: 'https://hub.docker.com/_/mongo "Authentication"',
  },
  {
    images: ['elasticsearch', 'elasticsearch-oss'],
    ports: ['9200', '9300'],
    openIf: /^xpack\.security\.enabled=false$/i,
    // Security is off until someone turns it on.
    before: { major: 8, openUnless: { variables: /^xpack\.security\.enabled$/i, words: /xpack\.security\.enabled/ } },
    source: 'https://www.elastic.co/guide/en/elasticsearch/reference/7.17/security-settings.html',
  },
  {
    images: ['opensearch'],
    ports: ['9200', '9300'],
    openIf: new RegExp(`^(?:DISABLE_SECURITY_PLUGIN|plugins\\.security\\.disabled)=${YES}$`, 'i'),
    source: 'https://docs.opensearch.org/latest/install-and-configure/install-opensearch/docker/',
  },
  {
    images: ['memcached'],
    ports: ['11211'],
    openUnless: { words: /^-\w*[SY]$|--(?:enable-sasl|auth-file)/ },
    source: 'https://docs.memcached.org/features/authentication/',
  },
  {
    images: ['qdrant'],
    ports: ['6333', '6334'],
    openUnless: { variables: /^QDRANT__SERVICE__(?:API_KEY|JWT_RBAC)$/ },
    source: 'https://qdrant.tech/documentation/guides/security/',
  },
  {
    images: ['weaviate'],
    ports: ['8080', '50051'],
    openIf: /^AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED=true$/i,
    source: 'https://docs.weaviate.io/deploy/configuration/authentication',
  },
  {
    images: ['milvus'],
    ports: ['19530'],
    openUnless: { variables: /^COMMON_SECURITY_AUTHORIZATIONENABLED$/i },
    source: 'https://milvus.io/docs/authenticate.md',
  },
  {
    images: ['neo4j'],
    ports: ['7474', '7687'],
    openIf: /^NEO4J_AUTH=none$/,
    source: 'https://neo4j.com/docs/operations-manual/current/docker/introduction/',
  },
  {
    images: ['rabbitmq'],
    ports: ['5672', '15672'],
    // The image lets `guest` in from everywhere.
    openUnless: { variables: /^RABBITMQ_DEFAULT_(?:USER|PASS)(?:_FILE)?$/ },
    source: 'https://github.com/docker-library/rabbitmq 10-defaults.conf',
  },
  {
    images: ['chroma', 'chromadb'],
    ports: ['8000'],
    openUnless: { variables: /^CHROMA_(?:SERVER_AUTH\w*|AUTH_TOKEN\w*)$/ },
    source: 'https://cookbook.chromadb.dev/security/auth-1.0.x/',
  },
  {
    images: ['minio'],
    ports: ['9000', '9001'],
    // The image lets `minioadmin` in.
    openUnless: { variables: /^MINIO_(?:ROOT_PASSWORD|SECRET_KEY)(?:_FILE)?$/ },
    source: 'https://min.io/docs/minio/container/index.html',
  },
  {
    images: ['clickhouse-server', 'clickhouse'],
    ports: ['8123', '9000'],
    openUnless: { variables: /^CLICKHOUSE_PASSWORD(?:_FILE)?$/ },
    source: 'https://hub.docker.com/r/clickhouse/clickhouse-server',
  },
  {
    images: ['kafka', 'cp-kafka', 'redpanda'],
    ports: ['9092', '9094', '29092'],
    openUnless: { variables: /SASL/i, words: /sasl/i },
    source: 'https://kafka.apache.org/documentation/#security_overview',
  },
  {
    images: ['zookeeper', 'cp-zookeeper'],
    ports: ['2181'],
    openUnless: { variables: /SASL|AUTH_PROVIDER/i },
    source: 'https://zookeeper.apache.org/doc/current/zookeeperAdmin.html',
  },
  {
    images: ['etcd'],
    ports: ['2379'],
    openUnless: { variables: /^(?:ETCD_ROOT_PASSWORD|ETCD_CLIENT_CERT_AUTH)$/, words: /--client-cert-auth/ },
    source: 'https://etcd.io/docs/v3.5/op-guide/authentication/',
  },
  {
    images: ['nats'],
    ports: ['4222'],
    openUnless: { words: /^--(?:user|pass|auth|config)\b|^-c$/ },
    source: 'https://docs.nats.io/running-a-nats-service/configuration/securing_nats',
  },
  {
    images: ['influxdb'],
    ports: ['8086'],
    openUnless: { variables: /^(?:DOCKER_INFLUXDB_INIT_PASSWORD|INFLUXDB_(?:HTTP_AUTH_ENABLED|ADMIN_PASSWORD))$/ },
    source: 'https://hub.docker.com/_/influxdb',
  },
  {
    images: ['ollama'],
    ports: ['11434'],
    openUnless: {},
    source: 'https://github.com/ollama/ollama/blob/main/docs/faq.md',
  },
  {
    images: ['mlflow'],
    ports: ['5000'],
    openUnless: { words: /basic-auth/ },
    source: 'https://mlflow.org/docs/latest/ml/auth/',
  },
  {
    images: ['cassandra'],
    ports: ['9042'],
    openUnless: { variables: /AUTHENTICATOR/i },
    source: 'https://cassandra.apache.org/doc/latest/cassandra/managing/operating/security.html',
  },
];

const BY_IMAGE: ReadonlyMap<string, Omit<Row, 'images'>> = new Map(
  ROWS.flatMap(({ images, ...row }) => images.map((image) => [image, row] as const)),
);

/** `MYSQL_RANDOM_ROOT_PASSWORD=yes`: it says how a password is made, and holds none. */
export const isPasswordFlag = (variable: string): boolean => PASSWORD_FLAG.test(variable);
const PASSWORD_FLAG = new RegExp(`^\\w*(?:RANDOM|ALLOW_EMPTY|ONETIME)|=${YES}$`, 'i');

/** By the name of an image, with or without its registry, tag and digest. */
export function datastoreImage(written: string): DatastoreImage | undefined {
  const [path = ''] = written.split('@', 1);
  const [name = '', tag = ''] = path.slice(path.lastIndexOf('/') + 1).split(':', 2);
  const row = BY_IMAGE.get(name);
  const major = /^v?(\d+)(?:\.|$)/.exec(tag)?.[1];
  const isOlder = row?.before !== undefined && major !== undefined && Number(major) < row.before.major;
  return isOlder ? { ...row, openUnless: row.before.openUnless } : row;
}

/** Images by which people look into datastores, queues and models, and the ports of their pages; some ask for the login of the store. */
const CONSOLES: ReadonlyMap<string, readonly string[]> = new Map([
  ['adminer', ['8080']],
  ['phpmyadmin', ['80']],
  ['pgadmin4', ['80', '5050']],
  ['pgweb', ['8081']],
  ['mongo-express', ['8081']],
  ['redis-commander', ['8081']],
  ['redisinsight', ['5540', '8001']],
  ['phpredisadmin', ['80']],
  ['flower', ['5555']],
  ['kafka-ui', ['8080']],
  ['akhq', ['8080']],
  ['kafdrop', ['9000']],
  ['cloudbeaver', ['8978']],
  ['dbgate', ['3000']],
  ['portainer', ['9000', '9443']],
  ['portainer-ce', ['9000', '9443']],
  ['dozzle', ['8080']],
  ['attu', ['3000']],
  ['elasticvue', ['8080']],
  ['dejavu', ['1358']],
  ['cerebro', ['9000']],
]);

/** The ports of an administration console, by the name of its image. */
export function consolePorts(written: string): readonly string[] | undefined {
  const [path = ''] = written.split('@', 1);
  return CONSOLES.get(path.slice(path.lastIndexOf('/') + 1).split(':', 1)[0] ?? '');
}
