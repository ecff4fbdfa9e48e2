/** What a scan holds against one another across files: modules, packages, classes, names, artifacts and the code that they run. */
import { type GrowthCase, times } from './growth-case.ts';

type Files = ReadonlyMap<string, string>;
type FileList = readonly (readonly [path: string, text: string])[];

/** The files of each number below `size`. */
const each = (size: number, of: (index: number) => FileList): FileList =>
  Array.from({ length: size }, (_, index) => of(index)).flat();

const MODULES: Readonly<Record<string, (size: number) => FileList>> = {
  'modules that all import one another': (size) => {
    const among = Math.ceil(Math.sqrt(size) * 4);
    return each(among, (i) => [
      [
        `app/m${i}.py`,
        `${times(among, (j) => `from app.m${j} import f${j}\n`)}\ndef f${i}(a):\n    return f${(i * 7) % among}(a)\n`,
      ],
    ]);
  },
  'modules in a circle': (size) =>
    each(size, (i) => [
      [`app/m${i}.py`, `import app.m${(i + 1) % size}\n\ndef f(a):\n    return app.m${(i + 1) % size}.f(a)\n`],
    ]),
  'circles of modules': (size) =>
    each(size, (i) => [
      [`app/a${i}.py`, `from app.b${i} import g\n\ndef f(a):\n    return g(a)\n`],
      [`app/b${i}.py`, `from app.a${i} import f\n\ndef g(a):\n    return f(a)\n`],
    ]),
  'a module that imports all others': (size) => [
    ['app/main.py', times(size, (i) => `from app.m${i} import f${i}\nf${i}(1)\n`)],
    ...each(size, (i) => [[`app/m${i}.py`, `def f${i}(a):\n    return a\n`]]),
  ],
  'a module that everything of all others goes into': (size) => [
    ['app/main.py', times(size, (i) => `from app.m${i} import *\n`)],
    ...each(size, (i) => [[`app/m${i}.py`, `def f${i}(a):\n    return a\n`]]),
  ],
  'modules that a function imports': (size) =>
    each(size, (i) => [
      [`app/m${i}.py`, `def f${i}(a):\n    from app.m${i + 1} import f${i + 1}\n    return f${i + 1}(a)\n`],
    ]),
  'packages within packages': (size) =>
    each(Math.min(size, 300), (i) => [
      [`app${'/p'.repeat(i % 20)}/q${i}/__init__.py`, `from .. import a\nfrom .m import f\n`],
      [`app${'/p'.repeat(i % 20)}/q${i}/m.py`, `from . import b\n\ndef f(a):\n    return a\n`],
    ]),
  'packages that re-export the one before': (size) =>
    each(size, (i) => [
      [`app/p${i}/__init__.py`, i === 0 ? 'class A:\n    x = 1\n' : `from app.p${i - 1} import A\n\n__all__ = ["A"]\n`],
      [`app/p${i}/m.py`, `from app.p${i} import A\n\ndef f():\n    return A().x\n`],
    ]),
  'packages that re-export what is in them': (size) =>
    each(size, (i) => [
      [`app/p${i}/__init__.py`, 'from .m import *\nfrom .m import f\n'],
      [`app/p${i}/m.py`, 'def f(a):\n    return a\n'],
    ]),
  'modules of one name': (size) =>
    each(size, (i) => [
      [`p${i}/utils.py`, 'def f(a):\n    return a\n'],
      [`p${i}/main.py`, 'import utils\nfrom utils import f\n\nf(1)\n'],
    ]),
  'packages of one name': (size) =>
    each(size, (i) => [
      [`p${i}/shop/__init__.py`, ''],
      [`p${i}/shop/m.py`, 'from shop import n\nfrom shop.n import g\n\ndef f(a):\n    return g(a)\n'],
      [`p${i}/shop/n.py`, 'from shop.m import f\n\ndef g(a):\n    return a\n'],
    ]),
  'packages below src': (size) =>
    each(size, (i) => [
      [`packages/p${i}/src/p${i}/__init__.py`, ''],
      [`packages/p${i}/src/p${i}/m.py`, `from p${i + 1}.m import f${i + 1}\n\ndef f${i}(a):\n    return a\n`],
      [`packages/p${i}/pyproject.toml`, `[project]\nname = "p${i}"\nversion = "1"\ndependencies = ["p${i + 1}"]\n`],
    ]),
  'packages of one repository that need each other in a circle': (size) =>
    each(size, (i) => [
      [`packages/p${i}/p${i}/__init__.py`, `from p${(i + 1) % size} import f\n`],
      [
        `packages/p${i}/pyproject.toml`,
        `[project]\nname = "p${i}"\nversion = "1"\ndependencies = ["p${(i + 1) % size}", "flask"]\n`,
      ],
    ]),
  'names that are defined and used everywhere': (size) =>
    each(size, (i) => [
      [
        `app/m${i}.py`,
        `from app.m${(i * 7) % size} import run as other\n\ndef run(a):\n    return other(a)\n\nclass Store:\n    def put(self, a):\n        return self.get(a)\n\n    def get(self, a):\n        return run(a)\n`,
      ],
    ]),
  'names that one module defines and many use': (size) => [
    ['app/names.py', times(size, (i) => `NAME_${i} = ${i}\n`)],
    ...each(size, (i) => [
      [`app/m${i}.py`, `from app.names import NAME_${i}\nfrom app import names\n\nprint(NAME_${i}, names.NAME_${i})\n`],
    ]),
  ],
  'names that are set from elsewhere': (size) => [
    ['app/state.py', `value = None\nitems = {}\n`],
    ...each(size, (i) => [
      [`app/m${i}.py`, `from app import state\n\ndef f${i}(a):\n    state.value = a\n    state.items[a] = ${i}\n`],
    ]),
  ],
  'methods of one name': (size) => [
    ...each(size, (i) => [[`app/m${i}.py`, `class C${i}:\n    def save(self, a):\n        return a\n`]]),
    ['app/main.py', `def f(x):\n${times(size, () => '    x.save(1)\n')}`],
  ],
  'functions that are called from everywhere': (size) => [
    ['app/base.py', 'def save(a, b=None, *c):\n    return open(a)\n'],
    ...each(size, (i) => [
      [`app/m${i}.py`, `from app.base import save\n\ndef f${i}(a):\n    return save(a, b=${i})\n`],
    ]),
  ],
  'functions that call the next module twice': (size) =>
    each(size, (i) => [
      [`app/m${i}.py`, `from app import m${i + 1}\n\ndef f(a):\n    return m${i + 1}.f(a) or m${i + 1}.f(a)\n`],
    ]),
  'coroutines that await the next module': (size) =>
    each(size, (i) => [
      [
        `app/m${i}.py`,
        `import time\nfrom app import m${i + 1}\n\nasync def f(a):\n    time.sleep(1)\n    return await m${i + 1}.f(a)\n`,
      ],
    ]),
  'errors that pass through modules': (size) =>
    each(size, (i) => [
      [
        `app/m${i}.py`,
        `from app import m${i + 1}\n\nclass E${i}(Exception):\n    pass\n\ndef f(a):\n    try:\n        return m${i + 1}.f(a)\n    except m${i + 1}.E${i + 1}:\n        raise E${i}() from None\n`,
      ],
    ]),
  'tests of modules': (size) =>
    each(size, (i) => [
      [`app/m${i}.py`, `def f${i}(a):\n    return a\n`],
      [
        `tests/test_m${i}.py`,
        `from unittest.mock import patch\nfrom app.m${i} import f${i}\n\n@patch("app.m${i}.f${i}")\ndef test_f${i}(f):\n    assert f${i}(1) == 1\n`,
      ],
    ]),
  'fixtures of tests': (size) => [
    [
      'tests/conftest.py',
      `import pytest\n\n${times(size, (i) => `@pytest.fixture\ndef a${i}(a${i + 1}):\n    return 1\n\n`)}`,
    ],
    ...each(size, (i) => [[`tests/test_m${i}.py`, `def test_a(a${i}):\n    assert a${i}\n`]]),
  ],
  'scripts that are run by themselves': (size) =>
    each(size, (i) => [
      [`scripts/s${i}.py`, `import sys\nfrom helper${i} import f\n\nif __name__ == "__main__":\n    f(sys.argv)\n`],
      [`scripts/helper${i}.py`, 'def f(a):\n    return a\n'],
    ]),
  'notebooks and modules': (size) =>
    each(size, (i) => [
      [
        `work/n${i}.ipynb`,
        `{"cells": [{"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [], "source": ["from app.m${i} import f\\n", "f(1)"]}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}\n`,
      ],
      [`app/m${i}.py`, 'def f(a):\n    return a\n'],
    ]),
  'stubs and modules': (size) =>
    each(size, (i) => [
      [`app/m${i}.py`, 'def f(a):\n    return a\n'],
      [`app/m${i}.pyi`, 'def f(a: int) -> int: ...\n'],
    ]),
};

const CLASSES: Readonly<Record<string, (size: number) => FileList>> = {
  'classes that inherit the one before': (size) =>
    each(size, (i) => [
      [
        `app/m${i}.py`,
        i === 0
          ? 'class C0:\n    def f(self):\n        return self.x\n'
          : `from app.m${i - 1} import C${i - 1}\n\nclass C${i}(C${i - 1}):\n    def g${i}(self):\n        self.y = self.f()\n        return super().f()\n`,
      ],
    ]),
  'classes that inherit one': (size) => [
    [
      'app/base.py',
      'from abc import ABC, abstractmethod\n\nclass Base(ABC):\n    @abstractmethod\n    def f(self): ...\n',
    ],
    ...each(size, (i) => [
      [`app/m${i}.py`, `from app.base import Base\n\nclass C${i}(Base):\n    def f(self):\n        return self.x\n`],
    ]),
  ],
  'a class that inherits many': (size) => [
    [
      'app/main.py',
      `${times(size, (i) => `from app.m${i} import C${i}\n`)}\nclass C(${times(size, (i) => `C${i}, `)}):\n    pass\n`,
    ],
    ...each(size, (i) => [[`app/m${i}.py`, `class C${i}:\n    def f${i}(self):\n        return self.x\n`]]),
  ],
  'models that name one another': (size) =>
    each(size, (i) => [
      [
        `app/m${i}.py`,
        `from sqlalchemy import Column, ForeignKey, Integer\nfrom sqlalchemy.orm import relationship\nfrom app.base import Base\n\nclass M${i}(Base):\n    __tablename__ = "m${i}"\n    id = Column(Integer, primary_key=True)\n    other_id = Column(ForeignKey("m${i + 1}.id"))\n    other = relationship("M${i + 1}", back_populates="m${i}")\n`,
      ],
    ]),
  'models of Django': (size) =>
    each(size, (i) => [
      [
        `shop${i}/models.py`,
        `from django.db import models\n\nclass M${i}(models.Model):\n    other = models.ForeignKey("shop${i + 1}.M${i + 1}", on_delete=models.CASCADE)\n`,
      ],
      [
        `shop${i}/migrations/0001_initial.py`,
        `from django.db import migrations, models\n\nclass Migration(migrations.Migration):\n    dependencies = []\n    operations = [migrations.CreateModel(name="M${i}", fields=[("id", models.AutoField(primary_key=True))])]\n`,
      ],
    ]),
  'migrations that follow one another': (size) =>
    each(size, (i) => [
      [
        `migrations/versions/r${i}.py`,
        `from alembic import op\nimport sqlalchemy as sa\n\nrevision = "r${i}"\ndown_revision = ${i === 0 ? 'None' : `"r${i - 1}"`}\n\ndef upgrade():\n    op.add_column("t", sa.Column("c${i}", sa.Integer(), nullable=False))\n\ndef downgrade():\n    op.drop_column("t", "c${i}")\n`,
      ],
    ]),
  'data objects that hold the next': (size) =>
    each(size, (i) => [
      [
        `app/m${i}.py`,
        `from dataclasses import dataclass\nfrom app.m${i + 1} import D${i + 1}\n\n@dataclass\nclass D${i}:\n    next: D${i + 1}\n    name: str = ""\n\n    def deep(self):\n        return self.next.deep()\n`,
      ],
    ]),
  'schemas of requests': (size) =>
    each(size, (i) => [
      [
        `app/m${i}.py`,
        `from pydantic import BaseModel\n\nclass S${i}(BaseModel):\n    a: int\n    b${i}: str | None = None\n\ndef f(s: S${i}):\n    return s.a, s.b${i}\n`,
      ],
    ]),
};

const SERVICES: Readonly<Record<string, (size: number) => FileList>> = {
  'routes over modules': (size) => [
    [
      'app/main.py',
      `from fastapi import FastAPI\n${times(size, (i) => `from app import r${i}\n`)}\napp = FastAPI()\n${times(size, (i) => `app.include_router(r${i}.router, prefix="/p${i}")\n`)}`,
    ],
    ...each(size, (i) => [
      [
        `app/r${i}.py`,
        `from fastapi import APIRouter\n\nrouter = APIRouter()\n\n@router.get("/a${i}/{number}")\ndef a${i}(number: int):\n    return open(f"/data/{number}").read()\n`,
      ],
    ]),
  ],
  'routes of Django': (size) => [
    [
      'shop/urls.py',
      `from django.urls import path\nfrom shop import views\n\nurlpatterns = [\n${times(size, (i) => `    path("a${i}/", views.a${i}),\n`)}]\n`,
    ],
    [
      'shop/views.py',
      `from django.http import HttpResponse\n\n${times(size, (i) => `def a${i}(request):\n    return HttpResponse(request.GET["a"])\n\n`)}`,
    ],
  ],
  blueprints: (size) => [
    [
      'app/main.py',
      `from flask import Flask\n${times(size, (i) => `from app.b${i} import bp as b${i}\n`)}\napp = Flask(__name__)\n${times(size, (i) => `app.register_blueprint(b${i})\n`)}`,
    ],
    ...each(size, (i) => [
      [
        `app/b${i}.py`,
        `from flask import Blueprint, request\n\nbp = Blueprint("b${i}", __name__)\n\n@bp.route("/b${i}")\ndef f():\n    return request.args["a"]\n`,
      ],
    ]),
  ],
  'tasks and who sends them': (size) =>
    each(size, (i) => [
      [`app/t${i}.py`, `from celery import shared_task\n\n@shared_task\ndef t${i}(a):\n    return a\n`],
      [
        `app/s${i}.py`,
        `from app.t${i} import t${i}\n\ndef f(a):\n    t${i}.delay(a)\n    t${i}.apply_async(args=[a], queue="q${i}")\n`,
      ],
    ]),
  'queues by their names': (size) =>
    each(size, (i) => [
      [`app/in${i}.py`, `import redis\n\nr = redis.Redis()\n\ndef f(a):\n    r.lpush("q${i}", a)\n`],
      [`app/out${i}.py`, `import redis\n\nr = redis.Redis()\n\ndef f():\n    return r.brpop("q${i}")\n`],
    ]),
  'settings that are read everywhere': (size) => [
    [
      'app/settings.py',
      `from pydantic_settings import BaseSettings\n\nclass Settings(BaseSettings):\n${times(size, (i) => `    a${i}: str = "b"\n`)}\nsettings = Settings()\n`,
    ],
    ...each(size, (i) => [
      [
        `app/m${i}.py`,
        `import os\nfrom app.settings import settings\n\nprint(settings.a${i}, os.environ["A${i}"], os.getenv("B${i}"))\n`,
      ],
    ]),
    ['.env.example', times(size, (i) => `A${i}=b\nB${i}=c\n`)],
  ],
  'classes of settings': (size) =>
    each(size, (i) => [
      [
        `app/s${i}.py`,
        `import os\nfrom pydantic_settings import BaseSettings\n\nclass S${i}(BaseSettings):\n    a: str = "b"\n    c${i}: int = 1\n\ns = S${i}()\nprint(s.a, os.environ.get("C${i}", "1"))\n`,
      ],
    ]),
  'metrics and alerts': (size) => [
    ...each(size, (i) => [
      [
        `app/m${i}.py`,
        `from prometheus_client import Counter\n\nC = Counter("m${i}_total", "a", ["l"])\n\ndef f(a):\n    C.labels(a).inc()\n`,
      ],
    ]),
    [
      'alerts/shop.yaml',
      `groups:\n  - name: g\n    rules:\n${times(size, (i) => `      - alert: A${i}\n        expr: rate(m${i}_total{l="a"}[5m]) > 1\n`)}`,
    ],
  ],
  'programs that read files of others': (size) =>
    each(size, (i) => [
      [
        `jobs/j${i}.py`,
        `import json\n\nwith open("data/d${i}.json") as file:\n    d = json.load(file)\nwith open("data/d${i + 1}.json", "w") as file:\n    json.dump(d, file)\n`,
      ],
      [`data/d${i}.json`, '{}\n'],
    ]),
};

const ARTIFACTS: Readonly<Record<string, (size: number) => FileList>> = {
  'Dockerfiles and services of compose': (size) => [
    [
      'compose.yaml',
      `services:\n${times(size, (i) => `  s${i}:\n    build: ./s${i}\n    command: python -m s${i}.main\n    depends_on: [s${i + 1}]\n    volumes: ["./s${i}:/app"]\n`)}`,
    ],
    ...each(size, (i) => [
      [
        `s${i}/Dockerfile`,
        `FROM python:3.12-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\nCMD ["python", "main.py"]\n`,
      ],
      [`s${i}/requirements.txt`, 'flask==3.0.0\n'],
      [`s${i}/main.py`, 'import flask\n\napp = flask.Flask(__name__)\n'],
    ]),
  ],
  'Dockerfiles in one folder': (size) => [
    ...each(size, (i) => [
      [
        `Dockerfile.s${i}`,
        `FROM python:3.12-slim\nCOPY s${i}.py requirements.txt ./\nRUN pip install -r requirements.txt\nCMD ["python", "s${i}.py"]\n`,
      ],
      [`s${i}.py`, 'import flask\n'],
    ]),
    ['requirements.txt', 'flask==3.0.0\n'],
  ],
  'files of compose': (size) =>
    each(size, (i) => [
      [
        `s${i}/compose.yaml`,
        `services:\n  api:\n    image: shop:1\n    env_file: .env\n    environment: {A${i}: b}\n  db:\n    image: postgres:16\n`,
      ],
      [`s${i}/compose.override.yaml`, 'services:\n  api:\n    ports: ["80:80"]\n'],
      [`s${i}/.env`, `A${i}=b\n`],
    ]),
  'files of compose in one folder': (size) =>
    each(size, (i) => [
      [`docker-compose.s${i}.yml`, `services:\n  api:\n    image: shop:1\n    environment: {A${i}: b}\n`],
    ]),
  'workflows and scripts': (size) =>
    each(size, (i) => [
      [
        `.github/workflows/w${i}.yml`,
        `on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: pip install -r requirements.txt\n      - run: python scripts/s${i}.py\n      - run: ./scripts/s${i}.sh\n      - run: make t${i}\n`,
      ],
      [`scripts/s${i}.py`, `import sys\n\nprint(sys.argv)\n`],
      [`scripts/s${i}.sh`, `python scripts/s${i}.py\n`],
    ]),
  'workflows that call one another': (size) =>
    each(size, (i) => [
      [
        `.github/workflows/w${i}.yml`,
        `on: workflow_call\njobs:\n  next:\n    uses: ./.github/workflows/w${i + 1}.yml\n  own:\n    runs-on: a\n    steps: [{run: pytest}]\n`,
      ],
    ]),
  'actions that a workflow uses': (size) => [
    [
      '.github/workflows/ci.yml',
      `on: push\njobs:\n  build:\n    runs-on: a\n    steps:\n${times(size, (i) => `      - uses: ./tools/a${i}\n`)}`,
    ],
    ...each(size, (i) => [
      [
        `tools/a${i}/action.yml`,
        `name: a\nruns:\n  using: composite\n  steps:\n    - shell: bash\n      run: python tools/a${i}/j.py\n`,
      ],
      [`tools/a${i}/j.py`, 'print(1)\n'],
    ]),
  ],
  'targets that a workflow makes': (size) => [
    [
      '.github/workflows/ci.yml',
      `on: push\njobs:\n  build:\n    runs-on: a\n    steps:\n${times(size, (i) => `      - run: make t${i}\n`)}`,
    ],
    ['Makefile', times(size, (i) => `t${i}: t${i + 1}\n\tpython jobs/j${i}.py\n\t$(MAKE) t${i + 1}\n`)],
    ...each(size, (i) => [[`jobs/j${i}.py`, 'print(1)\n']]),
  ],
  'environments that a workflow runs': (size) => [
    [
      '.github/workflows/ci.yml',
      `on: push\njobs:\n  build:\n    runs-on: a\n    steps:\n${times(size, (i) => `      - run: tox -e e${i}\n`)}`,
    ],
    [
      'tox.ini',
      `[tox]\nenvlist = ${times(size, (i) => `e${i},`)}\n${times(size, (i) => `[testenv:e${i}]\ncommands = pytest tests/t${i}.py\n`)}`,
    ],
    ...each(size, (i) => [[`tests/t${i}.py`, 'def test_a():\n    assert True\n']]),
  ],
  'sessions that a workflow runs': (size) => [
    [
      '.github/workflows/ci.yml',
      `on: push\njobs:\n  build:\n    runs-on: a\n    steps:\n${times(size, (i) => `      - run: nox -s s${i}\n`)}`,
    ],
    [
      'noxfile.py',
      `import nox\n\n${times(size, (i) => `@nox.session\ndef s${i}(session):\n    session.install("-r", "r${i}.txt")\n    session.run("pytest", "tests/t${i}.py")\n\n`)}`,
    ],
  ],
  'scripts that call the next': (size) =>
    each(size, (i) => [
      [`scripts/s${i}.sh`, `cd scripts && bash s${i + 1}.sh\npython s${i}.py\n`],
      [`scripts/s${i}.py`, 'print(1)\n'],
    ]),
  'stages of dvc and what they run': (size) => [
    [
      'dvc.yaml',
      `stages:\n${times(size, (i) => `  s${i}:\n    cmd: python jobs/j${i}.py --rate \${train.r${i}}\n    deps: [jobs/j${i}.py, data/d${i}.csv]\n    outs: [data/d${i + 1}.csv]\n    params: [train.r${i}]\n`)}`,
    ],
    ['params.yaml', `train:\n${times(size, (i) => `  r${i}: 0.${i}\n`)}`],
    ...each(size, (i) => [
      [`jobs/j${i}.py`, `import yaml\n\np = yaml.safe_load(open("params.yaml"))["train"]\nprint(p["r${i}"])\n`],
    ]),
  ],
  'many pipelines of dvc': (size) =>
    each(size, (i) => [
      [
        `p${i}/dvc.yaml`,
        `stages:\n  s:\n    cmd: python j.py\n    params: [r]\n    deps: [../p${i + 1}/out.csv]\n    outs: [out.csv]\n`,
      ],
      [`p${i}/params.yaml`, 'r: 1\n'],
      [`p${i}/j.py`, 'print(1)\n'],
    ]),
  'requirements in many files': (size) => {
    const lists = Math.ceil(Math.sqrt(size));
    return each(lists, (i) => [[`p${i}/requirements.txt`, times(lists * 4, (j) => `d${j}==1.${i}\n`)]]);
  },
  'one requirement in many files': (size) =>
    each(size, (i) => [[`p${i}/requirements.txt`, `flask==1.${i}\nhttpx>=0.${i}\n`]]),
  'requirements in many files of one folder': (size) =>
    each(size, (i) => [[`requirements/r${i}.txt`, `flask==1.${i}\nd${i}>=0.${i}\n`]]),
  'requirements that all include one': (size) => [
    ['requirements/base.txt', times(size, (i) => `d${i}==1\n`)],
    ...each(size, (i) => [[`requirements/r${i}.txt`, `-r base.txt\n-c base.txt\ne${i}==1\n`]]),
  ],
  'projects of one workspace': (size) => [
    ['pyproject.toml', `[project]\nname = "shop"\nversion = "1"\n[tool.uv.workspace]\nmembers = ["packages/*"]\n`],
    ...each(size, (i) => [
      [
        `packages/p${i}/pyproject.toml`,
        `[project]\nname = "p${i}"\nversion = "1"\ndependencies = ["p${i + 1}", "flask>=1.${i}"]\n[project.scripts]\ns${i} = "p${i}.m:f"\n[tool.uv.sources]\np${i + 1} = {workspace = true}\n`,
      ],
      [`packages/p${i}/p${i}/m.py`, `import flask\nimport p${i + 1}.m\n\ndef f():\n    return p${i + 1}.m.f()\n`],
    ]),
  ],
  'projects with a lock each': (size) =>
    each(size, (i) => [
      [`p${i}/pyproject.toml`, `[project]\nname = "p${i}"\nversion = "1"\ndependencies = ["flask"]\n`],
      [
        `p${i}/uv.lock`,
        `version = 1\n\n[[package]]\nname = "flask"\nversion = "3.0.${i}"\ndependencies = [\n    { name = "click" },\n]\n`,
      ],
      [`p${i}/app.py`, 'import flask\nimport click\n'],
    ]),
  'entry points and modules': (size) => [
    [
      'pyproject.toml',
      `[project]\nname = "shop"\nversion = "1"\n[project.scripts]\n${times(size, (i) => `s${i} = "shop.m${i}:f"\n`)}`,
    ],
    ['shop/__init__.py', ''],
    ...each(size, (i) => [[`shop/m${i}.py`, 'def f():\n    return 1\n']]),
  ],
  'packages that are listed': (size) => [
    [
      'pyproject.toml',
      `[project]\nname = "shop"\nversion = "1"\n[build-system]\nrequires = ["setuptools"]\n[tool.setuptools]\npackages = [${times(size, (i) => `"shop.p${i}", `)}]\n`,
    ],
    ...each(size, (i) => [[`shop/p${i}/__init__.py`, 'x = 1\n']]),
  ],
  'patterns of packages': (size) => [
    [
      'pyproject.toml',
      `[project]\nname = "shop"\nversion = "1"\n[build-system]\nrequires = ["setuptools"]\n[tool.setuptools.packages.find]\nexclude = [${times(size, (i) => `"*p${i}q*", `)}]\n`,
    ],
    ...each(size, (i) => [[`shop/p${i}/__init__.py`, 'x = 1\n']]),
  ],
  'patterns of a Dockerfile and what they leave out': (size) => [
    ['Dockerfile', 'FROM python:3.12-slim\nCOPY . .\nCMD ["python", "app/m1.py"]\n'],
    ['.dockerignore', times(size, (i) => `**/*x${i}*\n`)],
    ...each(size, (i) => [[`app/m${i}.py`, 'print(1)\n']]),
  ],
  'copies of a Dockerfile and what they copy': (size) => [
    [
      'Dockerfile',
      `FROM python:3.12-slim\n${times(size, (i) => `COPY app/m${i}.py /app/\n`)}CMD ["python", "/app/m1.py"]\n`,
    ],
    ...each(size, (i) => [[`app/m${i}.py`, 'print(1)\n']]),
  ],
  'documents and modules': (size) =>
    each(size, (i) => [
      [
        `docs/d${i}.md`,
        `# D\n\nSee [next](d${i + 1}.md), \`shop/m${i}.py\` and \`shop.m${i}.f\`. Set \`A${i}\`.\n\n\`\`\`sh\npython shop/m${i}.py\n\`\`\`\n`,
      ],
      [`shop/m${i}.py`, `import os\n\ndef f():\n    return os.environ["A${i}"]\n`],
    ]),
  'settings files and who reads them': (size) => [
    ...each(size, (i) => [
      [`conf/c${i}.yaml`, `a${i}: 1\n_target_: shop.m${i}.C\npath: data/d${i}.csv\nnext: c${i + 1}.yaml\n`],
      [`shop/m${i}.py`, `import yaml\n\nclass C:\n    pass\n\nc = yaml.safe_load(open("conf/c${i}.yaml"))\n`],
    ]),
  ],
  'environment files': (size) => [
    ...each(size, (i) => [
      [`p${i}/.env.example`, `A=1\nB${i}=2\n`],
      [`p${i}/m.py`, `import os\n\nprint(os.environ["A"], os.getenv("C${i}"))\n`],
    ]),
  ],
  'manifests and services': (size) => [
    ...each(size, (i) => [
      [
        `deploy/d${i}.yaml`,
        `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d${i}}\nspec:\n  template:\n    metadata: {labels: {app: d${i}}}\n    spec:\n      containers: [{name: c, image: "shop${i}:1", command: [python, -m, shop.m${i}], envFrom: [{configMapRef: {name: c${i}}}]}]\n`,
      ],
      [
        `deploy/s${i}.yaml`,
        `apiVersion: v1\nkind: Service\nmetadata: {name: d${i}}\nspec:\n  selector: {app: d${i}}\n  ports: [{port: 80}]\n`,
      ],
      [`deploy/c${i}.yaml`, `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c${i}}\ndata: {A${i}: b}\n`],
      [
        `deploy/h${i}.yaml`,
        `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: h${i}}\nspec:\n  scaleTargetRef: {kind: Deployment, name: d${i}}\n  minReplicas: 1\n`,
      ],
      [`shop/m${i}.py`, `import os\n\nprint(os.environ["A${i}"])\n`],
    ]),
    ['deploy/kustomization.yaml', `resources:\n${times(size, (i) => `  - d${i}.yaml\n`)}`],
  ],
  'folders of nginx and redis': (size) =>
    each(size, (i) => [
      [`p${i}/nginx/nginx.conf`, 'proxy_set_header X-Real-IP $remote_addr;\nclient_max_body_size 10m;\n'],
      [`p${i}/redis.conf`, 'maxmemory-policy allkeys-lru\n'],
    ]),
  'dashboards and rules': (size) =>
    each(size, (i) => [
      [`grafana/d${i}.json`, `{"panels": [{"title": "p", "targets": [{"expr": "rate(m${i}_total[5m])"}]}]}\n`],
      [`alerts/a${i}.yaml`, `groups:\n  - name: g\n    rules:\n      - alert: A${i}\n        expr: m${i}_total > 1\n`],
    ]),
  'processes and modules': (size) => [
    ['Procfile', times(size, (i) => `p${i}: python -m shop.m${i}\nw${i}: celery -A shop.m${i} worker\n`)],
    ...each(size, (i) => [[`shop/m${i}.py`, 'app = 1\n']]),
  ],
  'hooks and scripts': (size) => [
    [
      '.pre-commit-config.yaml',
      `repos:\n  - repo: local\n    hooks:\n${times(size, (i) => `      - id: h${i}\n        entry: python scripts/s${i}.py\n        language: system\n`)}`,
    ],
    ...each(size, (i) => [[`scripts/s${i}.py`, 'print(1)\n']]),
  ],
  'recipes in many folders': (size) =>
    each(size, (i) => [
      [`p${i}/Makefile`, `all:\n\tpython j.py\n\t$(MAKE) -C ../p${i + 1} all\n`],
      [`p${i}/j.py`, 'print(1)\n'],
    ]),
  'jobs of GitLab and scripts': (size) => [
    [
      '.gitlab-ci.yml',
      times(
        size,
        (i) => `j${i}:\n  script: [python scripts/s${i}.py, ./scripts/s${i}.sh]\n  artifacts: {paths: [out/o${i}]}\n`,
      ),
    ],
    ...each(size, (i) => [
      [`scripts/s${i}.py`, 'print(1)\n'],
      [`scripts/s${i}.sh`, 'make\n'],
    ]),
  ],
  'configurations of tools in many folders': (size) =>
    each(size, (i) => [
      [
        `p${i}/setup.cfg`,
        `[metadata]\nname = p${i}\n[options]\ninstall_requires =\n    flask\n[mypy]\nstrict = true\n`,
      ],
      [`p${i}/tox.ini`, '[testenv]\ncommands = pytest\n'],
      [`p${i}/m.py`, 'import flask\n'],
    ]),
  'secrets and keys in many files': (size) =>
    each(size, (i) => [
      [`p${i}/.env`, `SECRET_KEY=4f9a8c7b6d5e${i}\n`],
      [
        `p${i}/docker-compose.yml`,
        'services:\n  db:\n    image: postgres\n    environment: {POSTGRES_PASSWORD: postgres}\n',
      ],
    ]),
};

export const JOIN_CASES: readonly GrowthCase[] = [MODULES, CLASSES, SERVICES, ARTIFACTS].flatMap((cases) =>
  Object.entries(cases).map(
    ([name, listOf]): GrowthCase => ({ name, size: 40, files: (size): Files => new Map(listOf(size)) }),
  ),
);
