import { describe, expect, it } from 'vitest';
import { reported, standingsIn } from './standings-in.ts';

type Files = Readonly<Record<string, string>>;

const LIMIT = 'LIMIT = 1\n';
const STARTED: Files = { Procfile: 'web: python serve.py\n' };

/** A program that has a folder of distributions on its path. */
const CARRYING: Files = {
  ...STARTED,
  'serve.py':
    "import sys\n\nsys.path.insert(0, 'lib')\n\nimport certifi\nimport cheroot\nimport ledger\nimport requests\nimport rich\nimport six\n",
  'requirements.txt': 'ga4mp==2.0.4\nrequests==2.33.1\n',
  'lib/certifi/__init__.py': LIMIT,
  'lib/cheroot/__init__.py': LIMIT,
  'lib/ga4mp/__init__.py': LIMIT,
  'lib/ledger/__init__.py': '',
  'lib/ledger/orders.py': `import six\n\n${LIMIT}`,
  'lib/mdurl/__init__.py': LIMIT,
  'lib/requests/__init__.py': 'from requests import models\n',
  'lib/requests/models.py': `import urllib3\n\n${LIMIT}`,
  'lib/rich/__init__.py': `import mdurl\n\n${LIMIT}`,
  'lib/six.py': LIMIT,
  'lib/urllib3/__init__.py': LIMIT,
};
const CARRIED = /^aside: the project treats `lib\/.*` as third-party code$/;

const standing = (path: string, files: Files): string => reported(standingsIn(files)(path, 'LIMIT'));

describe('distributions that a repository carries along', () => {
  it.each(['lib/six.py', 'lib/requests/models.py', 'lib/urllib3/__init__.py'])('are code of others: %s', (path) => {
    expect(standing(path, CARRYING)).toMatch(CARRIED);
  });

  it('have beside them what the project requires, and what they import themselves', () => {
    expect(standing('lib/ga4mp/__init__.py', CARRYING)).toMatch(CARRIED);
    expect(standing('lib/mdurl/__init__.py', CARRYING)).toMatch(CARRIED);
  });

  it("may stand beside the project's own packages, which are none of them", () => {
    expect(standing('lib/ledger/orders.py', CARRYING)).not.toMatch(/^aside/);
  });

  it('do not make code of others of what the project publishes', () => {
    const setup = "from setuptools import setup\n\nsetup(name='rich', packages=['rich'], package_dir={'': 'lib'})\n";
    const files = { ...CARRYING, 'setup.py': setup };
    expect(standing('lib/rich/__init__.py', files)).not.toMatch(/^aside/);
    expect(standing('lib/six.py', files)).toMatch(CARRIED);
  });

  it('are not a third of a folder that holds much else', () => {
    const own = Array.from({ length: 20 }, (_, index) => [`lib/report_${index}.py`, LIMIT]);
    expect(standing('lib/six.py', { ...CARRYING, ...Object.fromEntries(own) })).not.toMatch(/^aside/);
  });
});

describe('distributions that are copied into a package of the project', () => {
  const copied = `__version__ = "1.2"\n${LIMIT}`;
  const files: Files = {
    ...STARTED,
    'serve.py': 'from store.lib import httplib2, simplejson, timezones\nfrom store.clients import redis\n',
    'store/__init__.py': '',
    'store/lib/__init__.py': '',
    'store/lib/httplib2/__init__.py': copied,
    'store/lib/simplejson/__init__.py': copied,
    'store/lib/timezones.py': LIMIT,
    'store/clients/__init__.py': '',
    'store/clients/redis/__init__.py': `from store import lib\n\n${copied}`,
    'store/clients/kafka/__init__.py': LIMIT,
  };

  it('are code of others where they have a version and import nothing around them', () => {
    expect(standing('store/lib/simplejson/__init__.py', files)).toMatch(/^aside/);
    expect(standing('store/lib/timezones.py', files)).toMatch(/^aside/);
  });

  it('are code of others beside code of the project, which may use what it likes', () => {
    const beside = {
      ...files,
      'serve.py': `${files['serve.py']}from store.clients import orders\n`,
      'store/clients/pptx/__init__.py': `from pptx.api import LIMIT\n\n${copied}`,
      'store/clients/pptx/api.py': LIMIT,
      'store/clients/orders.py': `from store import lib\n\n${LIMIT}`,
    };
    expect(standing('store/clients/pptx/api.py', beside)).toMatch(/^aside/);
    expect(standing('store/clients/orders.py', beside)).not.toMatch(/^aside/);
  });

  it('are none where they use the project or have no version', () => {
    expect(standing('store/clients/redis/__init__.py', files)).not.toMatch(/^aside/);
    expect(standing('store/clients/kafka/__init__.py', files)).not.toMatch(/^aside/);
  });
});

describe('code of the project that sounds like distributions', () => {
  it('is a package of a monorepo that is called as one of them', () => {
    const files = {
      ...STARTED,
      'serve.py': 'import billing\nimport ledger\nimport rich\n',
      'packages/billing/__init__.py': LIMIT,
      'packages/ledger/__init__.py': LIMIT,
      'packages/rich/__init__.py': LIMIT,
    };
    expect(standing('packages/rich/__init__.py', files)).not.toMatch(/^aside/);
  });

  it('is what stands in a folder of helpers beside declared distributions', () => {
    const files = {
      ...STARTED,
      'serve.py':
        'import certifi\nimport requests\nimport rich\nimport six\nimport urllib3\nimport dates\nimport orders\n',
      'requirements.txt': 'certifi\nrequests\nrich\nsix\nurllib3\n',
      'lib/dates.py': LIMIT,
      'lib/orders.py': LIMIT,
      'lib/prices.py': LIMIT,
      'lib/stock/__init__.py': LIMIT,
      'lib/users.py': LIMIT,
    };
    expect(standing('lib/orders.py', files)).not.toMatch(/^aside/);
  });

  const CONNECTED = ['boto3', 'celery', 'flask', 'requests', 'sqlalchemy', 'stripe'];

  it('is what is imported as a part of its folder, or is not imported', () => {
    const wrappers = CONNECTED.map((name) => [`connectors/${name}.py`, LIMIT]);
    const named = CONNECTED.map((name) => `from connectors.${name} import LIMIT as of_${name}\n`).join('');
    const imported = { ...STARTED, 'serve.py': named, ...Object.fromEntries(wrappers) };
    expect(standing('connectors/stripe.py', imported)).not.toMatch(/^aside/);
    expect(standing('connectors/stripe.py', { ...imported, 'serve.py': '' })).not.toMatch(/^aside/);
  });

  it('is what everybody calls a package so', () => {
    const names = ['agents', 'analytics', 'community', 'docker', 'retry', 'schema'];
    const packages = names.map((name) => [`backend/${name}/__init__.py`, LIMIT]);
    const serve = names.map((name) => `import ${name}\n`).join('');
    const files = { ...STARTED, 'serve.py': serve, ...Object.fromEntries(packages) };
    expect(standing('backend/schema/__init__.py', files)).not.toMatch(/^aside/);
  });
});
