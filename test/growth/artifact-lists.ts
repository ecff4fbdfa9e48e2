/** What each kind of artifact can hold any number of: every key that its reader knows, and every rule that asks for it. */
import type { ArtifactKind } from '../../src/artifacts/index.ts';

export interface ArtifactLists {
  readonly path: string;
  /** A longer one is refused, which says nothing of growth. */
  readonly most?: number;
  /** By what there are many of: before, each, after. `@` stands for a number that differs from place to place, `@@` for the sign. */
  readonly lists: Readonly<Record<string, readonly [before: string, each: string, after?: string]>>;
}

const DOCKER = 'FROM python:3.12-slim\n';
const WORKFLOW = 'on: push\njobs:\n';
const STEPS = `${WORKFLOW}  build:\n    runs-on: ubuntu-latest\n    steps:\n`;
const RUN = `${STEPS}      - run: |\n`;
const SERVICE = 'services:\n  api:\n    image: shop\n';
const DEPLOYMENT =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\nspec:\n  template:\n    metadata:\n      labels:\n        app: api\n    spec:\n';
const CONTAINER = `${DEPLOYMENT}      containers:\n        - name: api\n          image: shop:1\n`;
const PROJECT = '[project]\nname = "shop"\nversion = "1.0"\n';
const REQUIRED = '"d@>=1.@"';

export const ARTIFACT_LISTS: Readonly<Record<ArtifactKind, ArtifactLists>> = {
  action: {
    path: 'tools/action.yml',
    lists: {
      steps: [
        'name: shop\nruns:\n  using: composite\n  steps:\n',
        '    # step @\n    - id: s@\n      shell: bash\n      run: python jobs/j@.py ${{ inputs.i@ }}\n',
      ],
      inputs: ['name: shop\ninputs:\n', '  i@:\n    required: true\n', 'runs:\n  using: composite\n  steps: []\n'],
      outputs: ['name: shop\noutputs:\n', '  o@:\n    value: @\n', 'runs:\n  using: composite\n  steps: []\n'],
    },
  },
  compose: {
    path: 'compose.yaml',
    lists: {
      services: [
        'services:\n',
        '  s@:\n    image: shop@:1\n    build: ./s@\n    command: python jobs/j@.py\n    depends_on: [s@, db]\n    env_file: [.env@]\n    ports: ["80@:80"]\n    volumes: ["./v@:/v", "d@:/d"]\n    environment:\n      A@: b@\n    healthcheck:\n      test: curl -f localhost:80@\n',
      ],
      'services of databases': [
        'services:\n',
        '  redis@:\n    image: redis:7\n  db@:\n    image: postgres:16\n    environment:\n      POSTGRES_PASSWORD: postgres\n    ports: ["54@:5432"]\n',
      ],
      environment: [`${SERVICE}    environment:\n`, '      A@: b@\n'],
      'environment as a list': [`${SERVICE}    environment:\n`, '      - A@=${B@}\n'],
      'environment files': [`${SERVICE}    env_file:\n`, '      - .env@\n'],
      ports: [`${SERVICE}    ports:\n`, '      - "80@:80"\n'],
      mounts: [`${SERVICE}    volumes:\n`, '      - ./v@:/v@\n'],
      'mounts of volumes': [`${SERVICE}    volumes:\n`, '      - v@:/v@\n'],
      'mounts in memory': [`${SERVICE}    tmpfs:\n`, '      - /v@\n'],
      dependencies: [`${SERVICE}    depends_on:\n`, '      - s@\n'],
      'dependencies with conditions': [
        `${SERVICE}    depends_on:\n`,
        '      s@:\n        condition: service_healthy\n',
      ],
      networks: [`${SERVICE}    networks:\n`, '      - n@\n', ''],
      profiles: [`${SERVICE}    profiles:\n`, '      - p@\n'],
      'ports for services': [`${SERVICE}    expose:\n`, '      - "80@"\n'],
      'build arguments': [`${SERVICE}    build:\n      context: .\n      args:\n`, '        A@: b@\n'],
      'words of a command': [`${SERVICE}    command:\n`, '      - "--a@=$$B@"\n'],
      'a command': [`${SERVICE}    command: python app.py`, ' --a@=$$B@'],
      'configurations and secrets': [`${SERVICE}    secrets:\n`, '      - s@\n', 'configs:\n  c:\n    file: c.yml\n'],
      'declared secrets': [`${SERVICE}secrets:\n`, '  s@:\n    file: secrets/s@.txt\n'],
      'declared volumes': [`${SERVICE}volumes:\n`, '  v@: {}\n'],
      'declared networks': [`${SERVICE}networks:\n`, '  n@:\n    external: true\n'],
      'declared configurations': [`${SERVICE}configs:\n`, '  c@:\n    file: c@.yml\n'],
      includes: [`include:\n`, '  - parts/c@.yaml\n'],
      extensions: ['services:\n  s0: {image: shop}\n', '  t@:\n    extends:\n      service: s@\n'],
      anchors: [
        'services:\n',
        '  s@: &a@\n    image: shop\n    environment: &e@\n      A@: b\n  t@:\n    <<: *a@\n    environment: *e@\n',
      ],
    },
  },
  'conda-environment': {
    path: 'environment.yml',
    lists: {
      packages: ['name: shop\ndependencies:\n', '  - conda-forge::d@=1.@\n'],
      channels: ['name: shop\nchannels:\n', '  - c@\n', 'dependencies:\n  - python=3.12\n'],
      'packages of pip': ['name: shop\ndependencies:\n  - pip:\n', '      - d@==1.@\n'],
    },
  },
  dockerfile: {
    path: 'Dockerfile',
    most: 100_000,
    lists: {
      variables: [DOCKER, 'ENV A@=b@\n'],
      'variables of variables': [`${DOCKER}ENV A0=b\n`, 'ENV B@=${A@}/${A0}\n'],
      'variables of the one before': [`${DOCKER}ENV A0=b\n`, 'ENV A@1=$A@$A@\n'],
      'variables in one instruction': [`${DOCKER}ENV`, ' \\\n  A@=b@', '\n'],
      arguments: ['', 'ARG A@=b@\n', DOCKER],
      'arguments of a stage': [DOCKER, 'ARG A@=b@\n'],
      'stages of arguments': ['', 'ARG A@=b@\nFROM python:${A@} AS s@\n'],
      labels: [DOCKER, 'LABEL a@="b @"\n'],
      'labels in one instruction': [`${DOCKER}LABEL`, ' \\\n  a@=b@', '\n'],
      stages: ['', 'FROM python:3.@ AS s@\nCOPY --from=s@ /app /app\nRUN make\n'],
      'stages on stages': ['FROM python:3.12 AS s0\n', 'FROM s0 AS t@\nFROM t@ AS u@\nRUN make u@\n'],
      copies: [DOCKER, 'COPY src/p@ /app/p@\n'],
      'copies with variables': [`${DOCKER}ENV A=/app\n`, 'COPY src/p@ $A/p@\n'],
      'sources of a copy': [`${DOCKER}COPY`, ' src/p@', ' /app/\n'],
      additions: [DOCKER, 'ADD https://a.example/f@ /app/f@\n'],
      runs: [DOCKER, 'RUN pip install d@ && make part@\n'],
      'runs with mounts': [DOCKER, 'RUN --mount=type=cache,target=/c@ make part@\n'],
      'commands of a run': [`${DOCKER}RUN make`, ' && \\\n    make part@', '\n'],
      'words of a run': [`${DOCKER}RUN apt-get install`, ' \\\n    d@', '\n'],
      'runs as lists of words': [DOCKER, 'RUN ["python", "jobs/j@.py"]\n'],
      'words of a list': [`${DOCKER}CMD ["python"`, ', "a@"', ']\n'],
      'here-documents': [DOCKER, 'RUN <<EOF\nmake part@\nEOF\n'],
      commands: [DOCKER, 'CMD ["python", "a@.py"]\n'],
      'entry points': [DOCKER, 'ENTRYPOINT python a@.py\n'],
      'health checks': [DOCKER, 'HEALTHCHECK CMD curl -f localhost:@\n'],
      ports: [DOCKER, 'EXPOSE 80@\n'],
      volumes: [DOCKER, 'VOLUME /v@\n'],
      users: [DOCKER, 'USER u@\n'],
      folders: [DOCKER, 'WORKDIR w@\n'],
      shells: [DOCKER, 'SHELL ["bash", "-c", "@"]\nRUN make @ | tee log\n'],
      comments: [DOCKER, '# line @\n'],
      'comments within an instruction': [`${DOCKER}RUN make`, ' \\\n# line @\n  a@', '\n'],
      'broken lines': [DOCKER, '&& make @\n'],
      'here-documents without end': [DOCKER, 'RUN <<E@\nmake part@\n'],
      'escaped line ends': [`${DOCKER}RUN make`, ' \\\n', '\n'],
      'triggers and signals': [DOCKER, 'ONBUILD RUN make @\nSTOPSIGNAL SIG@\n'],
      installations: [DOCKER, 'RUN apt-get update && apt-get install -y d@\nRUN pip install -r r@.txt\n'],
      'changed folders': [DOCKER, 'RUN cd w@ && python j@.py\nWORKDIR /a/w@\nCMD python j@.py\n'],
    },
  },
  dockerignore: {
    path: '.dockerignore',
    lists: {
      patterns: ['', 'src/p@\n'],
      'patterns with stars': ['', '**/p@*\n'],
      'patterns that take back': ['', '*@\n!src/p@\n'],
      comments: ['', '# line @\n'],
    },
  },
  dvc: {
    path: 'dvc.yaml',
    lists: {
      stages: [
        'stages:\n',
        '  s@:\n    cmd: python jobs/j@.py ${train.rate@}\n    deps: [data/d@.csv]\n    outs: [data/e@.csv]\n    params: [train.rate@]\n    metrics: [m@.json]\n    plots: [p@.csv]\n',
      ],
      'stages that follow the one before': [
        'stages:\n',
        '  s@:\n    cmd: cp data/d@ data/d@1\n    deps: [data/d@]\n    outs: [data/d@1]\n',
      ],
      'commands of a stage': ['stages:\n  s:\n    cmd:\n', '      - python jobs/j@.py\n'],
      dependencies: ['stages:\n  s:\n    cmd: make\n    deps:\n', '      - data/d@.csv\n'],
      outputs: ['stages:\n  s:\n    cmd: make\n    outs:\n', '      - data/d@.csv:\n          cache: false\n'],
      parameters: ['stages:\n  s:\n    cmd: make\n    params:\n', '      - p@\n'],
      'files of parameters': ['stages:\n  s:\n    cmd: make\n    params:\n', '      - p@.yaml:\n          - a@\n'],
      variables: ['vars:\n', '  - v@: @\n', 'stages:\n  s:\n    cmd: make ${v1}\n'],
      'files of variables': ['vars:\n', '  - v@.yaml:a@\n', 'stages: {}\n'],
      items: ['stages:\n  s:\n    foreach:\n', '      - i@\n', '    do:\n      cmd: python j.py ${item}\n'],
      axes: ['stages:\n  s:\n    matrix:\n', '      a@: [@, b]\n', '    cmd: python j.py ${item.a1}\n'],
      'plots, metrics and parameters': ['plots:\n', '  - p@.csv\n', 'metrics: [m.json]\nparams: [p.yaml]\n'],
      'holes of a command': ['stages:\n  s:\n    cmd: python j.py', ' ${a.b@}'],
    },
  },
  'env-file': {
    path: '.env.example',
    lists: {
      variables: ['', 'A@=b@\n'],
      secrets: ['', 'SECRET_KEY@="sk-4f9a8c7b6d5e@"\n'],
      'one variable again and again': ['', 'DEBUG=@\n'],
      comments: ['', '# A@=b@\n'],
    },
  },
  'gitlab-ci': {
    path: '.gitlab-ci.yml',
    lists: {
      jobs: ['', 'j@:\n  script:\n    - python jobs/j@.py\n  artifacts:\n    paths: [out/o@]\n'],
      'jobs with a common beginning': [
        'before_script:\n  - pip install -r requirements.txt\n',
        'j@:\n  script: [make part@]\n',
      ],
      'lines of a script': ['j:\n  script:\n', '    - python jobs/j@.py\n'],
      artifacts: ['j:\n  script: [make]\n  artifacts:\n    paths:\n', '      - out/o@\n'],
      'scripts by an anchor': ['.a: &a\n  - make\n', 'j@:\n  script:\n    - *a\n    - make @\n'],
    },
  },
  'grafana-dashboard': {
    path: 'grafana/shop.json',
    lists: {
      panels: [
        '{"panels": [',
        '{"title": "p@", "targets": [{"expr": "sum by (l@) (rate(m@{a=\\"b\\"}[5m]))"}]},\n',
        '{}]}\n',
      ],
      targets: ['{"panels": [{"title": "p", "targets": [', '{"expr": "m@"},\n', '{}]}]}\n'],
      variables: [
        '{"panels": [], "templating": {"list": [',
        '{"query": "label_values(m@, l)"},\n',
        '{"expr": "a"}]}}\n',
      ],
      'metrics of an expression': ['{"panels": [{"targets": [{"expr": "a', ' + m@{a=\\"b\\"}', '"}]}]}\n'],
    },
  },
  ini: {
    path: 'tox.ini',
    lists: {
      sections: ['', '[s@]\na@ = b@\n'],
      'sections of one name': ['', '[mypy]\na@ = b@\n'],
      options: ['[pytest]\n', 'a@ = b@\n'],
      'lines of an option': ['[pytest]\naddopts =\n', '    --a@\n'],
      environments: [
        '[tox]\nenvlist = a1, a2\n',
        '[testenv:a@]\ndeps = d@\ncommands = python jobs/j@.py\n    - pytest t@\n',
      ],
      'names of environments': ['[tox]\nenvlist =\n', '    a@,\n', '[testenv]\ncommands = pytest\n'],
      'names of environments in braces': ['[tox]\nenvlist = py{1', ',@', '}-{a,b}\n[testenv]\ncommands = pytest\n'],
      'many braces': ['[tox]\nenvlist = py', '{a@,b@}', '\n[testenv]\ncommands = pytest\n'],
      'commands of an environment': ['[testenv]\ncommands =\n', '    python jobs/j@.py {posargs}\n'],
      'requirements of an environment': ['[testenv]\ndeps =\n', '    d@==1.@\n'],
      'modules without types': ['[mypy]\n', '[mypy-m@.*]\nignore_missing_imports = True\n'],
      comments: ['', '; line @\n'],
    },
  },
  kubernetes: {
    path: 'deploy/shop.yaml',
    lists: {
      documents: [
        '',
        '---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api@\n  labels: {app: a@}\nspec:\n  replicas: 2\n  template:\n    metadata:\n      labels: {app: a@}\n    spec:\n      containers:\n        - name: api\n          image: shop@:1\n          command: [python, jobs/j@.py]\n          envFrom: [{configMapRef: {name: c@}}]\n          ports: [{containerPort: 80}]\n---\napiVersion: v1\nkind: Service\nmetadata: {name: api@}\nspec:\n  selector: {app: a@}\n  ports: [{port: 80}]\n---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: api@}\nspec:\n  scaleTargetRef: {kind: Deployment, name: api@}\n  minReplicas: 1\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c@}\ndata: {A@: b@}\n',
      ],
      items: [
        'apiVersion: v1\nkind: List\nitems:\n',
        '  - apiVersion: v1\n    kind: ConfigMap\n    metadata: {name: c@}\n    data: {A@: b@}\n',
      ],
      labels: ['apiVersion: v1\nkind: Service\nmetadata:\n  name: s\n  labels:\n', '    l@: v@\n'],
      selectors: ['apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec:\n  selector:\n', '    l@: v@\n'],
      'ports of a service': [
        'apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec:\n  ports:\n',
        '    - {name: p@, port: @}\n',
      ],
      entries: ['apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n', '  A@: b@\n'],
      secrets: ['apiVersion: v1\nkind: Secret\nmetadata: {name: c}\nstringData:\n', '  A@: b@\n'],
      containers: [
        `${DEPLOYMENT}      containers:\n`,
        '        - name: c@\n          image: shop:@\n          args: [--a@]\n',
      ],
      'containers before': [
        `${CONTAINER}      initContainers:\n`,
        '        - name: c@\n          image: shop:@\n          command: [make]\n',
      ],
      volumes: [`${CONTAINER}      volumes:\n`, '        - name: v@\n          configMap: {name: c@}\n'],
      variables: [`${CONTAINER}          env:\n`, '            - {name: A@, value: b@}\n'],
      'variables from secrets': [
        `${CONTAINER}          env:\n`,
        '            - name: A@\n              valueFrom: {secretKeyRef: {name: s@, key: k@}}\n',
      ],
      'sources of variables': [`${CONTAINER}          envFrom:\n`, '            - configMapRef: {name: c@}\n'],
      ports: [`${CONTAINER}          ports:\n`, '            - {containerPort: @}\n'],
      mounts: [`${CONTAINER}          volumeMounts:\n`, '            - {name: v@, mountPath: /v@}\n'],
      arguments: [`${CONTAINER}          args:\n`, '            - --a@\n'],
      capabilities: [
        `${CONTAINER}          securityContext:\n            capabilities:\n              add:\n`,
        '                - C@\n',
      ],
      'limit ranges': [
        'apiVersion: v1\nkind: LimitRange\nmetadata: {name: l}\nspec:\n  limits:\n',
        '    - {type: Container, default: {cpu: @}}\n',
      ],
      'resources of a kustomization': [
        'kind: Kustomization\napiVersion: kustomize.config.k8s.io/v1beta1\nresources:\n',
        '  - r@.yaml\n',
      ],
      'patches of a kustomization': [
        'kind: Kustomization\napiVersion: kustomize.config.k8s.io/v1beta1\npatches:\n',
        '  - path: p@.yaml\n',
      ],
    },
  },
  'lock-file': {
    path: 'poetry.lock',
    lists: {
      packages: [
        '',
        '[[package]]\nname = "d@"\nversion = "1.@"\n\n[package.dependencies]\ne@ = ">=1"\n\n[package.extras]\nx@ = ["f@"]\n\n',
      ],
      'requirements of a package': [
        '[[package]]\nname = "d"\nversion = "1"\n\n[package.dependencies]\n',
        'e@ = ">=1"\n',
      ],
      'requirements of an extra': [
        '[[package]]\nname = "d"\nversion = "1"\n\n[package.extras]\nall = [\n',
        '    "e@ (>=1)",\n',
        ']\n',
      ],
      'tables of requirements': [
        '[[package]]\nname = "d"\nversion = "1"\ndependencies = [\n',
        '    { name = "e@", extra = ["x"] },\n',
        ']\n',
      ],
      'requirements that need the next': [
        '',
        '[[package]]\nname = "d@"\nversion = "1"\ndependencies = [\n    { name = "d@1" },\n]\n',
      ],
      files: [
        '[[package]]\nname = "d"\nversion = "1"\nfiles = [\n',
        '    {file = "d-@.whl", hash = "sha256:@"},\n',
        ']\n',
      ],
    },
  },
  makefile: {
    path: 'Makefile',
    lists: {
      targets: ['', 't@: t@1\n\tpython jobs/j@.py\n'],
      'targets that call make': ['', 't@:\n\t$(MAKE) t@1\n'],
      'targets of a rule': ['', 't@ ', ':\n\tmake x\n'],
      'what a rule needs': ['all:', ' t@', '\n\tmake x\n'],
      'targets of no file': ['.PHONY:', ' t@', '\nt1:\n\tmake x\n'],
      'lines of a recipe': ['all:\n', '\tpython jobs/j@.py\n'],
      'continued lines of a recipe': ['all:\n\tpython a.py', ' \\\n\t  --a@', '\n'],
      variables: ['', 'A@ = b@\n', 'all:\n\t$(A1) x\n'],
      'variables of variables': ['A0 = b\n', 'B@ = $(A0) $(B@1)\n', 'all:\n\t$(B0) x\n'],
      'variables twice the one before': ['', 'A@1 = $(A@)$(A@)\n', 'all:\n\t$(A1) x\n'],
      'programs by variables': ['PYTHON = python\nall:\n', '\t$(PYTHON) jobs/j@.py\n'],
      comments: ['', '# line @\n'],
    },
  },
  markdown: {
    path: 'README.md',
    lists: {
      headings: ['', '# Part @\n\nText of `part@`.\n\n'],
      'underlined headings': ['', 'Part @\n======\n\n'],
      paragraphs: ['', 'See [a](docs/a@.md), `shop/m@.py` and `shop.m@.f`.\n\n'],
      'lines of a paragraph': ['', 'See `a@`\n'],
      links: ['', '[a@](docs/a@.md) '],
      images: ['', '![a@](img/a@.png)\n'],
      definitions: ['', '[a@]: docs/a@.md\n'],
      items: ['', '- `shop/m@.py` does @\n'],
      'items within items': ['', '- a @\n  - b [c](d@.md)\n'],
      rows: ['| Name | File |\n|---|---|\n', '| a@ | `shop/m@.py` |\n'],
      'cells of a row': ['|', ' a |', '\n|---|\n| `b` |\n'],
      commands: ['', '```sh\npython jobs/j@.py --a @\nmake t@\n```\n\n'],
      'lines of a block of commands': ['```sh\n', 'python jobs/j@.py\n', '```\n'],
      'blocks of Python': ['', '```python\nfrom shop.m@ import f@\n```\n\n'],
      'blocks of settings': ['', '```yaml\nservices:\n  s@:\n    image: a\n```\n\n'],
      variables: ['', '```sh\nexport A@=b\n```\nSet `A@`.\n\n'],
      trees: ['', '```\nshop\n├── m@.py\n└── n@.py\n```\n\n'],
      'files of a tree': ['```\nshop\n', '├── m@.py\n', '```\n'],
      'roots of a tree': ['```\n', 'shop@\n├── m@.py\n', '```\n'],
      'indented code': ['', '    python jobs/j@.py\n'],
      quotations: ['', '> See `a@`\n\n'],
      comments: ['', '<!-- line @ -->\n'],
      'lines of a comment': ['<!--\n', 'line @\n', '-->\n'],
      tags: ['', '<a href="docs/a@.md">a</a>\n'],
      addresses: ['', '<https://a.example/@>\n'],
      brackets: ['', '['],
      'closing brackets': ['', ']('],
      backticks: ['', '` `` ``` '],
      'tags without end': ['', '<a '],
      'comments without end': ['', '<!-- @ '],
      'long line': ['', 'word@ '],
      'quotation marks': ['', '> '],
      'front matter': ['---\n', 'a@: b\n', '---\n'],
      settings: ['', '- `shop.a@`: the default is @.\n'],
    },
  },
  nginx: {
    path: 'nginx/nginx.conf',
    lists: {
      directives: ['http {\n', '  proxy_set_header X-A@ $remote_addr;\n', '}\n'],
      servers: [
        'http {\n',
        '  server {\n    listen 80;\n    location /a@ { proxy_pass http://api@:80; }\n    client_max_body_size @m;\n    proxy_read_timeout @s;\n  }\n',
        '}\n',
      ],
      comments: ['', '# line @\n'],
    },
  },
  params: {
    path: 'params.yaml',
    lists: {
      parameters: ['', 'p@: @\n'],
      sections: ['', 's@:\n  rate@: 0.@\n  steps: @\n'],
      'values of a list': ['p:\n', '  - @\n'],
    },
  },
  pipfile: {
    path: 'Pipfile',
    most: 500_000,
    lists: {
      packages: ['[packages]\n', 'd@ = "==1.@"\n'],
      'packages by tables': ['[dev-packages]\n', 'd@ = {version = "*", extras = ["x"]}\n'],
      categories: ['', '[c@-packages]\nd@ = "*"\n'],
    },
  },
  'pre-commit': {
    path: '.pre-commit-config.yaml',
    lists: {
      repositories: [
        'repos:\n',
        '  - repo: https://a.example/r@\n    rev: v@\n    hooks:\n      - id: h@\n        args: [--a@]\n',
      ],
      hooks: [
        'repos:\n  - repo: local\n    hooks:\n',
        '      - id: h@\n        name: h\n        entry: python jobs/j@.py\n        language: system\n        files: ^src/p@\n',
      ],
      arguments: ['repos:\n  - repo: local\n    hooks:\n      - id: h\n        args:\n', '          - --a@\n'],
      'known tools': [
        'repos:\n',
        '  - repo: https://github.com/astral-sh/ruff-pre-commit\n    rev: v0.@\n    hooks:\n      - id: ruff\n',
      ],
      'additional requirements': [
        'repos:\n  - repo: https://a.example/r\n    rev: v1\n    hooks:\n      - id: mypy\n        additional_dependencies:\n',
        '          - d@==1.@\n',
      ],
    },
  },
  platform: {
    path: 'Procfile',
    lists: {
      processes: ['', 'p@: python jobs/j@.py --a @\n'],
      servers: ['', 'web@: gunicorn shop.m@:app\n'],
      comments: ['', '# line @\n'],
    },
  },
  prometheus: {
    path: 'alerts/shop.yaml',
    lists: {
      groups: [
        'groups:\n',
        '  - name: g@\n    rules:\n      - alert: A@\n        expr: rate(m@{a="b"}[5m]) > @\n        labels: {severity: page}\n',
      ],
      rules: [
        'groups:\n  - name: g\n    rules:\n',
        '      - record: r@\n        expr: sum by (l@) (m@)\n      - alert: A@\n        expr: r@ > 1\n',
      ],
      labels: [
        'groups:\n  - name: g\n    rules:\n      - alert: A\n        expr: m\n        labels:\n',
        '          l@: v@\n',
      ],
      'metrics of an expression': [
        'groups:\n  - name: g\n    rules:\n      - alert: A\n        expr: a',
        ' + m@{a="b"}',
      ],
      'brackets of an expression': ['groups:\n  - name: g\n    rules:\n      - alert: A\n        expr: a + ', '('],
      'strings of an expression': [
        'groups:\n  - name: g\n    rules:\n      - alert: A\n        expr: a',
        ' + m{a="b@"}',
      ],
    },
  },
  pyproject: {
    path: 'pyproject.toml',
    most: 500_000,
    lists: {
      requirements: [`${PROJECT}dependencies = [\n`, `  ${REQUIRED},\n`, ']\n'],
      'one requirement again and again': [`${PROJECT}dependencies = [\n`, '  "flask>=1.@",\n', ']\n'],
      extras: [`${PROJECT}[project.optional-dependencies]\n`, `x@ = [${REQUIRED}]\n`],
      'groups of requirements': [`${PROJECT}[dependency-groups]\n`, `g@ = [${REQUIRED}]\n`],
      'groups that include groups': [`${PROJECT}[dependency-groups]\n`, 'g@ = [{include-group = "g1"}]\n'],
      'lists of requirements': [PROJECT, `x@-dependencies = [${REQUIRED}]\n`],
      scripts: [`${PROJECT}[project.scripts]\n`, 's@ = "shop.m@:f"\n'],
      'groups of plug-ins': [PROJECT, '[project.entry-points.g@]\np@ = "shop.m@:f"\n'],
      'fields that are filled in': [`${PROJECT}dynamic = [\n`, '  "f@",\n', ']\n'],
      'packages of setuptools': [`${PROJECT}[tool.setuptools]\npackages = [\n`, '  "shop.p@",\n', ']\n'],
      'folders of packages': [
        `${PROJECT}[tool.setuptools]\npackages = ["shop"]\n[tool.setuptools.package-dir]\n`,
        '"shop.p@" = "src/p@"\n',
      ],
      'patterns of packages': [`${PROJECT}[tool.setuptools.packages.find]\ninclude = [\n`, '  "shop.p@*",\n', ']\n'],
      'patterns of packages that are left out': [
        `${PROJECT}[tool.setuptools.packages.find]\nexclude = [\n`,
        '  "shop.p@*",\n',
        ']\n',
      ],
      'folders with packages': [`${PROJECT}[tool.setuptools.packages.find]\nwhere = [\n`, '  "src@",\n', ']\n'],
      'packages of hatch': [
        `${PROJECT}[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n[tool.hatch.build.targets.wheel]\npackages = [\n`,
        '  "src/p@",\n',
        ']\n',
      ],
      'environments of hatch': [`${PROJECT}`, `[tool.hatch.envs.e@]\ndependencies = [${REQUIRED}]\n`],
      'files of requirements': [
        `${PROJECT}[tool.setuptools.dynamic]\ndependencies = {file = [\n`,
        '  "r@.txt",\n',
        ']}\n',
      ],
      'requirements of Poetry': ['[tool.poetry]\nname = "shop"\n[tool.poetry.dependencies]\n', 'd@ = "^1.@"\n'],
      'groups of Poetry': [
        '[tool.poetry]\nname = "shop"\n',
        '[tool.poetry.group.g@.dependencies]\nd@ = {version = "^1.@", markers = "a"}\n',
      ],
      'constraints of a version': [`${PROJECT}dependencies = [\n  "flask`, '>=1.@,', '"\n]\n'],
      'requirements of a build': [
        '[build-system]\nbuild-backend = "setuptools.build_meta"\nrequires = [\n',
        `  ${REQUIRED},\n`,
        ']\n',
      ],
      'sources of uv': [`${PROJECT}[tool.uv.sources]\n`, 'd@ = {path = "../d@"}\n'],
      'members of a workspace': [`${PROJECT}[tool.uv.workspace]\nmembers = [\n`, '  "packages/p@",\n', ']\n'],
      'tables of tools': [PROJECT, '[tool.t@]\na@ = @\n[tool.t@.u]\nb = @\n'],
      'tables of a tool': [PROJECT, '[tool.mypy.t@]\na@ = @\n'],
      'options of a tool': [`${PROJECT}[tool.pytest.ini_options]\n`, 'a@ = "b@"\n'],
      'lists of tables': [PROJECT, '[[tool.mypy.overrides]]\nmodule = "m@.*"\nignore_missing_imports = true\n'],
      'environments of tox': [
        `${PROJECT}[tool.tox]\nenv_list = ["a1"]\n`,
        '[tool.tox.env.a@]\ndeps = ["d@"]\ncommands = [["python", "jobs/j@.py"]]\n',
      ],
      'INI of tox': [
        `${PROJECT}[tool.tox]\nlegacy_tox_ini = """\n`,
        '[testenv:a@]\ncommands = python jobs/j@.py\n',
        '"""\n',
      ],
      comments: [PROJECT, '# line @\n'],
      'keys with dots': [`${PROJECT}[tool.a]\n`, 'a.b@.c = 1\n'],
    },
  },
  'redis-conf': {
    path: 'redis.conf',
    lists: {
      directives: ['', 'save @ 1\n'],
      'one directive again and again': ['', 'maxmemory-policy allkeys-lru\n'],
      comments: ['', '# line @\n'],
    },
  },
  requirements: {
    path: 'requirements.txt',
    lists: {
      requirements: ['', 'd@>=1.@\n'],
      'fixed requirements': ['', 'd@==1.@  # via e@\n'],
      'one requirement again and again': ['', 'flask==1.@\n'],
      comments: ['', '# line @\nd@ # why @\n'],
      includes: ['', '-r r@.txt\n'],
      constraints: ['', '-c r@.txt\nd@\n'],
      places: ['', '-e ./p@\ngit+https://github.com/a/b@.git\n'],
      hashes: ['d==1', ' \\\n    --hash=sha256:@', '\n'],
      'continued lines': ['d', ' \\\n  >=@', '\n'],
    },
  },
  settings: {
    path: 'conf/shop.yaml',
    lists: {
      keys: ['', 'a@: b@\n'],
      files: ['', 'a@: data/d@.csv\n'],
      variables: ['', 'a@: ${A@:-b}\n'],
      modules: ['', 'a@:\n  _target_: shop.m@.C@\n'],
      documents: ['', '---\na@: b@\n'],
    },
  },
  'setup-cfg': {
    path: 'setup.cfg',
    lists: {
      requirements: ['[metadata]\nname = shop\n[options]\ninstall_requires =\n', '    d@>=1.@\n'],
      extras: ['[metadata]\nname = shop\n[options.extras_require]\n', 'x@ = d@\n'],
      'lists that are filled in': [
        '[options]\nservice =\n    a\n    b\n[options.extras_require]\n',
        'x@ = %(service)s\n',
      ],
      'entry points': ['[metadata]\nname = shop\n[options.entry_points]\nconsole_scripts =\n', '    s@ = shop.m@:f\n'],
      'groups of plug-ins': ['[metadata]\nname = shop\n[options.entry_points]\n', 'g@ =\n    s = shop.m@:f\n'],
      packages: ['[options]\npackages =\n', '    shop.p@\n'],
      'folders of packages': ['[options]\npackages = shop\npackage_dir =\n', '    shop.p@ = src/p@\n'],
      'patterns of packages': ['[options]\npackages = find:\n[options.packages.find]\nexclude =\n', '    shop.p@*\n'],
      sections: ['', '[s@]\na@ = b@\n'],
      environments: ['', '[testenv:a@]\ncommands = python jobs/j@.py\n'],
    },
  },
  'shell-script': {
    path: 'run.sh',
    most: 200_000,
    lists: {
      commands: ['set -e\n', 'python jobs/j@.py --a $A@\n'],
      'commands after one another': ['a', ' && make @'],
      'commands or others': ['a', ' || make @'],
      pipes: ['a', ' | grep @'],
      'words of a command': ['a', ' b@'],
      variables: ['', 'A@=b@\nexport B@=$A@\n'],
      'assignments before a command': ['', 'A@=b ', 'make\n'],
      conditions: ['', 'if [ -f a@ ]; then\n  make a@\nelse\n  make b@\nfi\n'],
      'conditions of one': ['if a; then b\n', 'elif c@; then make d@\n', 'fi\n'],
      cases: ['case $a in\n', '  a@) make @;;\n', 'esac\n'],
      loops: ['', 'for a in b c@; do python j.py $a; done\n'],
      functions: ['', 'f@() {\n  make @\n}\nf@\n'],
      'here-documents': ['', 'cat <<EOF > f@\nA=sqlite:///a@.db\nEOF\n'],
      'changed folders': ['', 'cd d@\npython j@.py\n'],
      'changed folders that come back': ['', 'cd d@ && python j@.py && cd ..\n'],
      'folders in brackets': ['', '(cd d@ && make @)\n'],
      'ignored failures': ['set +e\n', 'make @ || true\n'],
      'options of the shell': ['', 'set -e\nmake @\nset +e\n'],
      'shells in shells': ['', 'bash -c "make @ && cd a@"\n'],
      redirections: ['a', ' >f@'],
      substitutions: ['', 'a=$(make b@ `c@`)\n'],
      'nested substitutions': ['a=', '$(a ', ''],
      'nested quotation marks': ['a=', '"$(a ', ''],
      'open brackets': ['', '('],
      'open braces': ['', '{ a; '],
      'quotation marks': ['', '"a@'],
      'continued lines': ['python a.py', ' \\\n  --a@', '\n'],
      comments: ['', '# line @\n'],
      installations: ['', 'pip install d@\npip install -r r@.txt\n'],
      'curl and docker': ['', 'curl https://a.example/@ | sh\ndocker run a@:latest\n'],
      exits: ['', 'make @\nexit 0\n'],
      arithmetic: ['', 'a@=$((a@ + 1))\n'],
      'open arithmetic': ['', '$(('],
    },
  },
  'tool-toml': {
    path: 'tox.toml',
    most: 500_000,
    lists: {
      environments: ['env_list = ["a1"]\n', '[env.a@]\ndeps = ["d@"]\ncommands = [["python", "jobs/j@.py"]]\n'],
      'names of environments': ['env_list = [\n', '  "a@",\n', ']\n[env_run_base]\ncommands = [["pytest"]]\n'],
      commands: ['[env_run_base]\ncommands = [\n', '  ["python", "jobs/j@.py"],\n', ']\n'],
      words: ['[env_run_base]\ncommands = [["python"', ', "a@"', ']]\n'],
      sections: ['', '[s@]\na@ = @\n'],
      options: ['', 'a@ = @\n'],
    },
  },
  workflow: {
    path: '.github/workflows/ci.yml',
    lists: {
      jobs: [
        WORKFLOW,
        '  j@:\n    runs-on: ubuntu-latest\n    needs: [j@1]\n    steps:\n      - uses: actions/checkout@v4\n      - run: python jobs/j@.py\n',
      ],
      'jobs with conditions': [
        WORKFLOW,
        '  j@:\n    runs-on: ubuntu-latest\n    if: github.ref == @\n    continue-on-error: true\n    permissions: {contents: write}\n    env: {A@: b@}\n    steps:\n      - run: pytest t@ || true\n',
      ],
      'jobs that call others': [
        WORKFLOW,
        '  j@:\n    uses: ./.github/workflows/w@.yml\n    with: {a@: b}\n    secrets: inherit\n',
      ],
      'jobs that install': [
        WORKFLOW,
        '  j@:\n    runs-on: ubuntu-latest\n    steps:\n      - run: pip install -r r@.txt\n      - run: pytest\n',
      ],
      steps: [
        STEPS,
        '      # step @\n      - id: s@\n        name: step @\n        run: python jobs/j@.py ${{ matrix.a@ }}\n',
      ],
      'steps with actions': [STEPS, '      - uses: a/b-@-c@@v@\n        with:\n          a@: b@\n'],
      'steps in folders': [STEPS, '      - run: make t@\n        working-directory: w@\n'],
      'steps that go on': [STEPS, '      - id: s@\n        run: make t@\n        continue-on-error: true\n'],
      'lines of a script': [RUN, '          python jobs/j@.py\n'],
      'lines of a script with holes': [RUN, '          make ${{ secrets.A@ }} ${{ github.b@ }}\n'],
      comments: [STEPS, '      # line @\n', '      - run: make\n'],
      'comments at steps': [STEPS, '      - run: make @ # line @\n'],
      environment: ['on: push\nenv:\n', '  A@: b@\n', 'jobs:\n  j:\n    runs-on: a\n    steps: [{run: make}]\n'],
      'environment of a step': [`${STEPS}      - run: make $A1\n        env:\n`, '          A@: ${{ secrets.B@ }}\n'],
      needs: [`${WORKFLOW}  j:\n    runs-on: a\n    needs:\n`, '      - j@\n', '    steps: [{run: make}]\n'],
      runners: [`${WORKFLOW}  j:\n    runs-on:\n`, '      - r@\n', '    steps: [{run: make}]\n'],
      axes: [
        `${WORKFLOW}  j:\n    runs-on: a\n    strategy:\n      matrix:\n`,
        '        a@: [b@, c]\n',
        '    steps: [{run: "make ${{ matrix.a1 }}"}]\n',
      ],
      'values of an axis': [
        `${WORKFLOW}  j:\n    runs-on: a\n    strategy:\n      matrix:\n        a:\n`,
        '          - v@\n',
        '    steps: [{run: "make ${{ matrix.a }}"}]\n',
      ],
      'values that are maps': [
        `${WORKFLOW}  j:\n    runs-on: a\n    strategy:\n      matrix:\n        a:\n`,
        '          - {k@: v@, n: m}\n',
        '    steps: [{run: "make ${{ matrix.a.n }}"}]\n',
      ],
      'included values': [
        `${WORKFLOW}  j:\n    runs-on: a\n    strategy:\n      matrix:\n        include:\n`,
        '          - {k@: v@, n: m@}\n',
        '    steps: [{run: "make ${{ matrix.n }}"}]\n',
      ],
      services: [
        `${WORKFLOW}  j:\n    runs-on: a\n    services:\n`,
        '      s@: {image: postgres}\n',
        '    steps: [{run: make}]\n',
      ],
      events: ['on:\n', '  e@:\n    paths: ["src/p@/**"]\n', 'jobs:\n  j:\n    runs-on: a\n    steps: [{run: make}]\n'],
      paths: [
        'on:\n  push:\n    paths:\n',
        '      - src/p@/**\n',
        'jobs:\n  j:\n    runs-on: a\n    steps: [{run: make}]\n',
      ],
      branches: [
        'on:\n  push:\n    branches:\n',
        '      - b@\n',
        'jobs:\n  j:\n    runs-on: a\n    steps: [{run: make}]\n',
      ],
      schedules: [
        'on:\n  schedule:\n',
        '    - cron: "@ 1 * * *"\n',
        'jobs:\n  j:\n    runs-on: a\n    steps: [{run: make}]\n',
      ],
      permissions: [
        'on: push\npermissions:\n',
        '  p@: write\n',
        'jobs:\n  j:\n    runs-on: a\n    steps: [{run: make}]\n',
      ],
    },
  },
};
