import {
  type AsyncFunctionDef,
  type Call,
  callsTo,
  callsWithin,
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  NOT_PRODUCTION,
  nodesOf,
  type PackedPlace,
  packPlace,
  unpackPlace,
} from '#kit';

const SERVE: ReadonlySet<string> = new Set(['uvicorn.run']);
/** Work that keeps a core busy for long: key derivation, pictures, tables, models. */
const COMPUTING =
  /^(hashlib\.(pbkdf2_hmac|scrypt)|bcrypt\.(hashpw|checkpw|kdf)|PIL\.Image\.(Image\.\w+|open)|cv2\.\w+|numpy\.linalg\.\w+|scipy\.\w+(\.\w+)*|sklearn\.\w+(\.\w+)*|pandas\.(read_\w+|DataFrame\.(to_\w+|merge|groupby))|torch\.nn\.\w+(\.\w+)*|transformers\.\w+(\.\w+)*|sentence_transformers\.\w+(\.\w+)*|xgboost\.\w+(\.\w+)*|whisper\.\w+(\.\w+)*|zlib\.compress|gzip\.compress|bz2\.compress|lzma\.compress|pikepdf\.\w+|fitz\.\w+|pdfplumber\.\w+|librosa\.\w+(\.\w+)*)$/;
/** Methods of those that only set something up. */
const CHEAP = /\.(from_pretrained|to|eval|close|size|info|__init__|Image|new)$/;
/** Files by which something outside runs as many copies as are needed. */
const ORCHESTRATED =
  /(^|\/)(k8s|kubernetes|helm|charts?|manifests)\/|(^|\/)(Chart|deployment|kustomization|Procfile|app|fly|render)\.(ya?ml|toml)$|(^|\/)Procfile$|gunicorn[\w.-]*\.py$/;

type Fact =
  | { readonly kind: 'server'; readonly place: PackedPlace }
  | { readonly kind: 'computing'; readonly handler: string; readonly call: string; readonly place: PackedPlace };

export default defineProjectRule<Fact>({
  docs: {
    summary: 'server of one worker whose handlers compute on the event loop',
    why: 'While one request computes, no other is accepted or answered, health probes included.',
    remedy:
      'Move the computation to an executor or a worker process, or start more workers (one is right where one accelerator is shared).',
    severity: 'P3',
    precision: 'low',
    measured: { read: 1, right: 0, on: 'gradio, sglang, in the strict profile' },
    profile: 'strict',
    since: '0.1.0',
    cwe: [400],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.5' }],
    bad: 'import bcrypt\nimport uvicorn\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n@app.post("/login")\nasync def login(password: str, known: str):\n    return bcrypt.checkpw(password.encode(), known.encode())\n\nif __name__ == "__main__":\n    uvicorn.run(app, host="0.0.0.0")\n',
    good: 'import bcrypt\nimport uvicorn\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n@app.post("/login")\ndef login(password: str, known: str):\n    return bcrypt.checkpw(password.encode(), known.encode())\n\nif __name__ == "__main__":\n    uvicorn.run(app, host="0.0.0.0")\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => [...servers(file), ...nodesOf(file.module, 'AsyncFunctionDef').flatMap((fn) => computing(fn, file))],
  check(project, ctx) {
    const computing = factsOfKind(ctx.facts, 'computing');
    if (computing.length === 0 || [...project.files].some((path) => ORCHESTRATED.test(path))) return;
    for (const { path, fact } of factsOfKind(ctx.facts, 'server')) {
      const busy = computing.find((each) => areOfOnePart(path, each.path));
      if (busy === undefined) continue;
      const { handler, call, place } = busy.fact;
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: `one worker serves all requests, and \`${handler}\` computes (\`${call}\`) on its event loop`,
        related: [{ path: busy.path, ...unpackPlace(place), message: 'nothing else is answered while this runs' }],
        key: `${path} ${handler}`,
      });
    }
  },
});

/** The folder of one stands around the other: a repository may hold several servers. */
function areOfOnePart(one: string, other: string): boolean {
  const folders = [one, other].map((path) => path.slice(0, path.lastIndexOf('/') + 1));
  const [short = '', long = ''] = folders.sort((a, b) => a.length - b.length);
  return long.startsWith(short);
}

/** `uvicorn.run(app)` without more workers than one. */
function servers(file: FactsContext): Fact[] {
  return callsTo(SERVE, file).flatMap((call): Fact[] => {
    const workers = file.values.argument(call, 'workers', undefined);
    // Who reloads is developing.
    if (file.values.argument(call, 'reload', undefined).kind !== 'absent') return [];
    const isOne = workers.kind === 'absent' || (workers.kind === 'given' && file.values.number(workers.value) === 1);
    return isOne ? [{ kind: 'server', place: packPlace(file, call) }] : [];
  });
}

function computing(fn: AsyncFunctionDef, file: FactsContext): Fact[] {
  if (file.context.routeOf(fn) === undefined) return [];
  const found = callsWithin([fn]).find((call) => isComputing(call, file) || callsComputing(call, file));
  if (found === undefined) return [];
  return [{ kind: 'computing', handler: fn.name, call: file.text.slice(found.func), place: packPlace(file, found) }];
}

function isComputing(call: Call, { types }: FactsContext): boolean {
  const callee = types.calleeName(call.func);
  return callee !== undefined && COMPUTING.test(callee) && !CHEAP.test(callee);
}

/** A plain function of this file that computes. */
function callsComputing(call: Call, file: FactsContext): boolean {
  const callee = file.context.functionRun(call.func);
  return callee?.kind === 'FunctionDef' && callsWithin([callee]).some((each) => isComputing(each, file));
}
