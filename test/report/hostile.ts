/** What a repository may write to have it run, or to break out of where it stands, in anyone who reads the report. */
const RUN = 'window.__ran=1';

/** Into texts of code, of which messages and quotes are made. */
const HOSTILE_TEXTS = [
  `</script><img src=x onerror=${RUN}>`,
  `</style><svg onload=${RUN}>`,
  `\\" onmouseover=${RUN} x=\\"`,
  `' autofocus onfocus=${RUN} '`,
  '`</code><b>bold</b>`|pipe|``',
  `[link](javascript:${RUN}) ![picture](x) <javascript:${RUN}>`,
  '$' + '{7*7} {{7*7}} %0a&lt;script&gt;',
];

const BREAKING = `<img src=x onerror=${RUN}>`;

/** A repository that names everything after such texts; no name holds what a file system refuses. */
export const HOSTILE: Readonly<Record<string, string>> = {
  'pyproject.toml': `[project]\nname = 'shop${BREAKING}'\nversion = "1.0"\n`,
  'compose.yaml': `services:\n  'web"]${BREAKING}':\n    image: 'postgres:16${BREAKING}'\n  api:\n    build: .\n    command: uvicorn app:app\n    ports: ['8000:8000${BREAKING}']\n    depends_on: ['web"]${BREAKING}']\n`,
  Dockerfile: `FROM python:3.12-slim${BREAKING}\nUSER a${BREAKING}\nCMD ["python", "app.py", "${'`'}|</script>"]\n`,
  '.github/workflows/night.yml': `name: 'night\`|${BREAKING}'\non:\n  schedule:\n    - cron: '0 2 * * *|${BREAKING}'\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: 'true'\n`,
  'app.py': `from fastapi import FastAPI

app = FastAPI()
TEXTS = [${HOSTILE_TEXTS.map((text) => JSON.stringify(text)).join(', ')}]


def check(path): return path


@app.post("/a${BREAKING}|b/{x}")
def order(x):
${HOSTILE_TEXTS.map((text) => `    check(${JSON.stringify(text)}, "twice")\n`).join('')}    return x
`,
  [`a"><img src=x onerror=${RUN}>/javascript:${RUN}&#x2e;py.py`.replaceAll('/j', '\u2215j')]:
    'import no_such\n\n\ndef f(a): return a\n\n\nf(1, 2)\n',
  "it's `code` | [x](javascript:1) <b>.py":
    'def f(a): return a\n\n\nf(1, 2)  # auditlint: ignore[call-signature-mismatch] </script><img src=x onerror=window.__ran=1>|`\n',
};
