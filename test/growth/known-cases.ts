/** Shapes that once took the square of their size, or worse, and that neither a kind of node nor a fixture makes by itself. */
import { type GrowthCase, ofOneFile, times } from './growth-case.ts';

export const KNOWN_CASES: readonly GrowthCase[] = [
  ofOneFile('a chain of methods over lines', 250, (size) => `x = (a\n${times(size, (i) => `.b${i % 7}()\n`)})\n`),
  ofOneFile('lines of comments behind a statement', 1000, (size) => `x = 1\n${times(size, (i) => `# line ${i}\n`)}`),
  ofOneFile(
    'lines of comments in a body',
    1000,
    (size) => `def f():\n    x = 1\n${times(size, (i) => `    # line ${i}\n`)}    return x\n`,
  ),
  ofOneFile('a chain of methods with continued lines', 250, (size) => `x = a${times(size, () => ' \\\n    .b(1)')}\n`),
  ofOneFile('a chain of methods without brackets', 250, (size) => `a\n${times(size, () => '.b()\n')}`),
  ofOneFile('classes that inherit in a chain', 200, (size) =>
    times(size, (i) => `class C${i + 1}(C${i}):\n    def f(self):\n        return self.g()\n\n`),
  ),
  ofOneFile('classes that inherit in a diamond', 10, (size) =>
    times(size, (i) => {
      const bases = i === 0 ? '' : `(A${i - 1}, B${i - 1})`;
      return `class A${i}${bases}:\n    x${i} = 1\n    def f(self):\n        return self.x\n\nclass B${i}${bases}:\n    pass\n\n`;
    }),
  ),
  ofOneFile('one name that many functions have', 250, (size) => 'def f(a):\n    return f(a)\n'.repeat(size)),
  ofOneFile(
    'one name that is bound again and again',
    250,
    (size) => `def f(x, y):\n${times(size, (i) => `    x${i} = y\n    y = x${i}\n`)}`,
  ),
  ofOneFile(
    'functions that call open',
    100,
    (size) =>
      `import requests\n\n${times(size, (i) => `def f${i}(path):\n    with open(path) as file:\n        requests.post(file.read(), timeout=3)\n\n`)}`,
  ),
  ofOneFile(
    'branches that rebind a key',
    100,
    (size) =>
      `import boto3\n\ndef f(kind, name, client):\n    key = name\n${times(size, (i) => `    if kind == ${i}:\n        key = f"{key}/${i}"\n`)}    client.put_object(Bucket="b", Key=key)\n`,
  ),
  ofOneFile(
    'branches that return',
    100,
    (size) =>
      `def f(kind, name):\n${times(size, (i) => `    if kind == ${i}:\n        return name + "${i}"\n`)}    return name\n\nf(1, "a")\n`,
  ),
  ofOneFile('one import of many names', 300, (size) => `from a import (\n${times(size, (i) => `    n${i},\n`)})\n`),
  ofOneFile(
    'one import of many names that are used',
    300,
    (size) => `from a import (\n${times(size, (i) => `    n${i},\n`)})\n\n${times(size, (i) => `n${i}()\n`)}`,
  ),
  ofOneFile('functions that call the next', 200, (size) =>
    times(size, (i) => `def f${i}(a):\n    return f${i + 1}(a)\n\n`),
  ),
  ofOneFile('functions that call the one before twice', 200, (size) =>
    times(size, (i) => `def f${i + 1}(a):\n    return f${i}(a) or f${i}(a + 1)\n\n`),
  ),
  ofOneFile('names that are given on', 200, (size) => `v0 = 1\n${times(size, (i) => `v${i + 1} = v${i} + v${i}\n`)}`),
  ofOneFile(
    'texts that are given on',
    200,
    (size) => `v0 = "a"\n${times(size, (i) => `v${i + 1} = f"{v${i}}{v${i}}"\n`)}`,
  ),
  ofOneFile(
    'retries in a function',
    100,
    (size) =>
      `import time\n\n${times(size, (i) => `def f${i}(g):\n    for attempt in range(5):\n        try:\n            return g()\n        except OSError:\n            time.sleep(2 ** attempt)\n\n`)}`,
  ),
  ofOneFile(
    'calls at import time',
    300,
    (size) => `import requests\n${times(size, (i) => `r${i} = requests.get("https://a.example/${i}")\n`)}`,
  ),
  ofOneFile('a long sum of texts', 300, (size) => `x = "a"${times(size, (i) => ` + "b${i}"`)}\n`),
  ofOneFile(
    'a long sum of texts and names',
    300,
    (size) => `import os\nx = os.environ["A"]${times(size, (i) => ` + "b${i}" + y`)}\n`,
  ),
  ofOneFile(
    'a long sum of texts over lines',
    300,
    (size) =>
      `def f(y):\n    query = (\n        "select"\n${times(size, (i) => `        + " b${i} " + y\n`)})\n    return query\n`,
  ),
  ofOneFile(
    'methods of one class',
    200,
    (size) => `class C:\n${times(size, (i) => `    def f${i}(self):\n        self.x${i} = self.f${i + 1}()\n\n`)}`,
  ),
  ofOneFile(
    'states of one class',
    200,
    (size) =>
      `class C:\n    def __init__(self):\n${times(size, (i) => `        self.x${i} = {}\n`)}\n${times(size, (i) => `    def f${i}(self, k):\n        self.x${i}[k] = 1\n\n`)}`,
  ),
  ofOneFile('a long comment of many lines', 500, (size) => times(size, (i) => `# a b c ${i}\n`)),
  {
    name: 'requirements that include the next',
    size: 40,
    files: (size) =>
      new Map(
        Array.from(
          { length: size },
          (_, i) => [`requirements/r${i}.txt`, `-r r${i + 1}.txt\nhttpx==${i}.0\n`] as const,
        ),
      ),
  },
  {
    name: 'parameters files',
    size: 40,
    files: (size) =>
      new Map([
        ...Array.from(
          { length: size },
          (_, i) => [`runs/${i}/params.yaml`, `train:\n  rate: 0.${i}\n  steps: ${i}\n`] as const,
        ),
        [
          'app/train.py',
          'import yaml\n\nparams = yaml.safe_load(open("runs/1/params.yaml"))\nprint(params["train"]["rate"])\n',
        ],
        ['dvc.yaml', 'stages:\n  train:\n    cmd: python app/train.py\n'],
      ]),
  },
  {
    name: 'superscripts in Markdown',
    size: 500,
    files: (size) => new Map([['README.md', `# A\n\n${'^a'.repeat(size)}\n\n${'a^b^ '.repeat(size)}\n`]]),
  },
  {
    name: 'modules that import the next',
    size: 40,
    files: (size) =>
      modules(size, (i) => `from app.m${i + 1} import f${i + 1}\n\ndef f${i}(a):\n    return f${i + 1}(a)\n`),
  },
  {
    name: 'modules that import the one before',
    size: 40,
    files: (size) =>
      modules(size, (i) =>
        i === 0
          ? 'def f0(a):\n    return a\n'
          : `from app.m${i - 1} import f${i - 1}\n\ndef f${i}(a):\n    return f${i - 1}(a)\n`,
      ),
  },
  {
    name: 'modules that re-export the one before',
    size: 40,
    files: (size) =>
      modules(size, (i) =>
        i === 0 ? 'def f(a):\n    return a\n' : `from app.m${i - 1} import *\nfrom app.m${i - 1} import f\n`,
      ),
  },
  {
    name: 'modules whose classes inherit in a diamond',
    size: 10,
    files: (size) =>
      modules(size, (i) =>
        i === 0
          ? 'class A0:\n    pass\n\nclass B0:\n    pass\n'
          : `from app.m${i - 1} import A${i - 1}, B${i - 1}\n\nclass A${i}(A${i - 1}, B${i - 1}):\n    def f(self):\n        return self.g()\n\nclass B${i}(A${i - 1}, B${i - 1}):\n    pass\n`,
      ),
  },
  {
    name: 'modules that all import one',
    size: 80,
    files: (size) => modules(size, (i) => `from app.m0 import f0\n\ndef f${i}(a):\n    return f0(a)\n`),
  },
  {
    name: 'modules that do the same',
    size: 80,
    files: (size) =>
      modules(
        size,
        () =>
          'import os\n\n\ndef load(path):\n    return os.environ["KEY"] + open(path).read()\n\n\nclass Store:\n    def put(self, key):\n        self.items[key] = load(key)\n',
      ),
  },
  {
    name: 'modules in one folder each',
    size: 80,
    files: (size) =>
      new Map(
        Array.from(
          { length: size },
          (_, i) => [`app/p${i}/q/__init__.py`, `import app.p${(i * 7) % size}.q\nfrom . import missing\n`] as const,
        ),
      ),
  },
  {
    name: 'folders with a list of requirements each',
    size: 80,
    files: (size) =>
      new Map(
        Array.from({ length: size }, (_, i) => [
          [`p${i}/requirements.txt`, `flask\nd${i}\n`] as const,
          [`p${i}/m.py`, `import yaml\nimport x${i}\n`] as const,
        ]).flat(),
      ),
  },
  {
    name: 'projects that are started in folders of their own',
    size: 60,
    files: (size) =>
      new Map(
        Array.from({ length: size }, (_, i) => [
          [`p${i}/Dockerfile`, `FROM python:3.12-slim\nCOPY . .\nCMD ["uvicorn", "shop${i}.main:app"]\n`] as const,
          [`p${i}/tests/conftest.py`, ''] as const,
          [`p${i}/shop${i}/__init__.py`, ''] as const,
          [
            `p${i}/shop${i}/main.py`,
            `from shop${i}.stores import save\nfrom shop${i} import late\nfrom google.cloud import bigtable\n`,
          ] as const,
        ]).flat(),
      ),
  },
  ofOneFile(
    'reads of requests that are compared in constant time',
    250,
    (size) =>
      `import hmac\nfrom flask import request\n\n${times(size, (i) => `def f${i}(known):\n    given = request.args["a${i}"]\n    return hmac.compare_digest(given, known)\n\n`)}`,
  ),
  ofOneFile('a table of many texts', 4000, (size) => `T = {\n${times(size, (i) => `    "k${i}": "word${i}",\n`)}}\n`),
  ofOneFile(
    'entries of one object that are set in a function',
    750,
    (size) => `def f(x, y):\n${times(size, (i) => `    x[y${i}] = y\n`)}`,
  ),
  ofOneFile('handlers that call their error alike', 500, (size) =>
    times(size, (i) => `try:\n    f${i}()\nexcept E${i} as error:\n    g(error)\n`),
  ),
  ofOneFile('a name of a module that is bound and given again and again', 1500, (size) =>
    times(size, () => 'x = f()\ng(x)\n'),
  ),
  {
    name: 'a Dockerfile that ignores many failures',
    size: 250,
    files: (size) =>
      new Map([['Dockerfile', `FROM python:3.12-slim\n${times(size, (i) => `RUN make part${i} || true\n`)}`]]),
  },
  {
    name: 'distributions that are made alike',
    size: 60,
    files: (size) =>
      new Map(
        Array.from({ length: size }, (_, i) => [
          [
            `p${i}/pyproject.toml`,
            `[project]\nname = "shop${i}"\nversion = "1.${i}"\nreadme = "LIESMICH.md"\n`,
          ] as const,
          [`p${i}/requirements.txt`, 'flask==3.0.0\n'] as const,
          [`p${i}/Makefile`, `install:\n\tpip install -r p${i}/requirements.txt\n`] as const,
          [`p${i}/shop/__init__.py`, ''] as const,
          [`p${i}/shop/parts/__init__.py`, ''] as const,
          [`p${i}/shop/parts/late.py`, 'def late(a):\n    return a\n'] as const,
          [`p${i}/shop/main.py`, 'from shop.parts import late\nfrom shop.parts.late import late as again\n'] as const,
        ]).flat(),
      ),
  },
  ofOneFile(
    'routes of one application',
    400,
    (size) =>
      `from fastapi import FastAPI\n\napp = FastAPI()\n\n${times(size, (i) => `@app.get("/orders${i}/{number}")\ndef order${i}(number: int):\n    return number\n\n`)}`,
  ),
  ofOneFile(
    'handlers that read the request by a key',
    250,
    (size) =>
      `from flask import Flask, request\n\nfrom store import find\n\napp = Flask(__name__)\n\n${times(size, (i) => `@app.route("/a${i}")\ndef a${i}():\n    limit = request.args.get("limit", 20)\n    return find(limit)\n\n`)}`,
  ),
  ofOneFile(
    'one table that is made and filled again and again',
    250,
    (size) =>
      `from fastapi import FastAPI\n\napp = FastAPI()\n${times(size, (i) => `TABLE = {}\nTABLE[f${i}()] = {"path": "a"}\n`)}\n\n@app.get("/a")\ndef put(name: str, key: str):\n    found = TABLE.get(key)\n    return open(found["path"]).read()\n`,
  ),
  {
    name: 'a Dockerfile that installs from many lists',
    size: 100,
    files: (size) =>
      new Map([
        [
          'Dockerfile',
          `FROM python:3.12-slim\n${times(size, (i) => `COPY needs${i}.txt .\nRUN pip install -r needs${i}.txt\n`)}`,
        ],
        ...Array.from({ length: size }, (_, i) => [`needs${i}.txt`, `flask\nd${i}\n`] as const),
      ]),
  },
];

function modules(size: number, textOf: (index: number) => string): Map<string, string> {
  return new Map(Array.from({ length: size }, (_, i) => [`app/m${i}.py`, textOf(i)] as const));
}
