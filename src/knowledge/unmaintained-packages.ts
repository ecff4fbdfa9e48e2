/** Distributions that should not be installed any more, as of 2026-11; each row with its source. */
export interface UnmaintainedPackage {
  /** Goes on after "`name`, which". */
  readonly reason: string;
  /** The version that brings the package of the right name and is nothing else; `*` for all of them. */
  readonly aliasAt?: string;
  /** The first version of which this is so; without one it is so of all. */
  readonly startsAt?: string;
  /** Published advisories of versions that the project may install. */
  readonly advisories: readonly string[];
  /** The first version in which the advisories are answered; without one no version is. */
  readonly fixedIn?: string;
  /** An imperative without its object: "`pyjwt`". */
  readonly replacement: string;
  readonly source: string;
  /** Texts that choose how it is used, and those of them with which the advisories do no harm, where nothing is imported from `besides`. */
  readonly harmless?: { readonly among: RegExp; readonly are: RegExp; readonly besides: string };
}

const gone = (reason: string, replacement: string, source: string, ...advisories: string[]): UnmaintainedPackage => ({
  reason,
  advisories,
  replacement,
  source,
});

export const UNMAINTAINED_PACKAGES: ReadonlyMap<string, UnmaintainedPackage> = new Map([
  [
    'python-jose',
    {
      reason: 'had no release between 2021 and 2025 and accepts forged tokens up to 3.3.0',
      advisories: ['CVE-2024-33663', 'CVE-2024-33664'],
      fixedIn: '3.4.0',
      replacement: '`pyjwt[crypto]` or `joserfc`',
      source: 'https://github.com/mpdavis/python-jose/releases',
      // A public key is taken for a shared secret, or a token that is encrypted is unpacked: neither happens where HMAC alone is named
      // (https://datatracker.ietf.org/doc/html/rfc7518#section-3.1).
      harmless: { among: /^(?:HS|RS|ES|PS)(?:256|384|512)$/, are: /^HS/, besides: 'jose.jwe' },
    },
  ],
  [
    'confargparse',
    gone('had its last release in 2015', '`configargparse`', 'https://pypi.org/project/ConfArgParse/#history'),
  ],
  [
    'pycrypto',
    gone(
      'has been abandoned since 2013',
      '`cryptography` or `pycryptodome`',
      'https://github.com/pycrypto/pycrypto/issues/173',
      'CVE-2013-7459',
      'CVE-2018-6594',
    ),
  ],
  [
    'nose',
    gone(
      'has been abandoned since 2015 and fails on Python 3.10',
      '`pytest`',
      'https://nose.readthedocs.io/en/latest/',
    ),
  ],
  [
    'aioredis',
    gone('was merged into redis-py 4.2 in 2022', '`redis`', 'https://github.com/aio-libs-abandoned/aioredis-py'),
  ],
  ['pep8', gone('was renamed in 2016', '`pycodestyle`', 'https://pypi.org/project/pep8/')],
  [
    'sklearn',
    {
      // The releases since 2022 say that it is deprecated, and stop the installation.
      ...gone(
        'is a deprecated alias whose newest release fails to install',
        '`scikit-learn`',
        'https://github.com/scikit-learn/sklearn-pypi-package',
      ),
      aliasAt: '0.0',
    },
  ],
  ['bs4', { ...gone('is an alias', '`beautifulsoup4`', 'https://pypi.org/project/bs4/'), aliasAt: '*' }],
  [
    'pypdf2',
    gone(
      'had its last release, 3.0.1, in 2022',
      '`pypdf`',
      'https://pypdf2.readthedocs.io/en/latest/',
      'CVE-2023-36464',
    ),
  ],
  [
    'flask-script',
    gone('has been abandoned since 2017', "Flask's own `cli`", 'https://pypi.org/project/Flask-Script/'),
  ],
  ['flask-jwt', gone('has been abandoned since 2015', '`flask-jwt-extended`', 'https://pypi.org/project/Flask-JWT/')],
  ['raven', gone('was replaced in 2018', '`sentry-sdk`', 'https://github.com/getsentry/raven-python')],
  ['slackclient', gone('was renamed in 2020', '`slack-sdk`', 'https://pypi.org/project/slackclient/')],
  [
    'boto',
    gone('has been unmaintained since 2018 and fails on Python 3.12', '`boto3`', 'https://github.com/boto/boto'),
  ],
  [
    'django-rest-swagger',
    gone('has been deprecated since 2019', '`drf-spectacular`', 'https://github.com/marcgibbons/django-rest-swagger'),
  ],
  ['tensorflow-gpu', gone('was removed in 2022', '`tensorflow`', 'https://pypi.org/project/tensorflow-gpu/')],
  ['pinecone-client', gone('was renamed in 2024', '`pinecone`', 'https://pypi.org/project/pinecone-client/')],
  [
    'pyautogen',
    {
      ...gone(
        'no longer contains the project of that name',
        '`autogen-agentchat` or `ag2`',
        'https://github.com/microsoft/autogen/discussions/4217',
      ),
      startsAt: '0.2.35',
    },
  ],
  [
    'google-generativeai',
    gone(
      'reached its end of life in 2025',
      '`google-genai`',
      'https://github.com/google-gemini/deprecated-generative-ai-python',
    ),
  ],
  ['duckduckgo-search', gone('was renamed in 2025', '`ddgs`', 'https://pypi.org/project/duckduckgo-search/')],
  ['gym', gone('has been abandoned since 2022', '`gymnasium`', 'https://github.com/openai/gym')],
  ['fuzzywuzzy', gone('was renamed in 2021', '`thefuzz`', 'https://github.com/seatgeek/fuzzywuzzy')],
  [
    'oauth2client',
    gone('has been deprecated since 2017', '`google-auth`', 'https://github.com/googleapis/oauth2client'),
  ],
  ['adal', gone('reached its end of life in 2023', '`msal`', 'https://pypi.org/project/adal/')],
  ['pysftp', gone('had its last release in 2016', '`paramiko`', 'https://pypi.org/project/pysftp/#history')],
  ['pytest-runner', gone('is deprecated', '`pytest` itself', 'https://pypi.org/project/pytest-runner/')],
  ['dataclasses', gone('has been part of Python since 3.7', 'nothing', 'https://pypi.org/project/dataclasses/')],
  ['pathlib', gone('has been part of Python since 3.4', 'nothing', 'https://pypi.org/project/pathlib/')],
  [
    'enum34',
    gone(
      'has been part of Python since 3.4 and can hide the newer `enum`',
      'nothing',
      'https://pypi.org/project/enum34/',
    ),
  ],
]);
