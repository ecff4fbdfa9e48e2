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
