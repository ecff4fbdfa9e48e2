import { type Call, type Expression, holds, identifiersOf, lastName, nodesOf, wordsOfName } from '#ast';
import { defineSourceRule, lastNames, NOT_PRODUCTION, providedThat, type SourceContext } from '#kit';
import { MODEL_LOADERS } from '#knowledge/model-loaders';
import { memoizeByFile } from '#semantics/by-file';
import { callersOf } from '#semantics/context/calls-by-name';
import { callsWithin } from '#semantics/effects/calls-within';
import { namesAround } from './_shared/names-around.ts';

const VERIFYING = /verif|checksum|hash|digest|sha\d|md5|signature|integrity|trusted/i;
/** Checkpoints of one's own run; what a person converts, compares or downloads by hand. */
const TRAINING: ReadonlySet<string> = new Set(
  'train trainer training resume checkpoint finetune convert converter export eval evaluate test benchmark quantize merge optimizer scheduler cli cache embedding embeddings dataset tokenizer debug dump'.split(
    ' ',
  ),
);

export default defineSourceRule({
  docs: {
    summary: 'unverified model file: loaded without an integrity check',
    why: 'Anyone who can write to the volume or bucket can replace the model. Formats such as pickle also run code when they are loaded.',
    remedy: 'Compare the SHA-256 of the file with the one in the registry or configuration before loading',
    harm: 'grants-access',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [345, 494],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.3' }],
    bad: 'import torch\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.on_event("startup")\ndef load():\n    app.state.model = torch.load(MODEL_PATH, weights_only=True)\n',
    good: 'import hashlib\nfrom pathlib import Path\n\nimport torch\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.on_event("startup")\ndef load():\n    if hashlib.sha256(Path(MODEL_PATH).read_bytes()).hexdigest() != MODEL_HASH:\n        raise RuntimeError("the model is not the one that was released")\n    app.state.model = torch.load(MODEL_PATH, weights_only=True)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook', 'script'],
  mentions: lastNames(MODEL_LOADERS.keys()),
  visit: {
    Call(call, ctx) {
      const names = namesOfLoader(call, ctx);
      const loader = names.find((name) => name !== undefined && MODEL_LOADERS.has(name));
      const position = loader === undefined ? undefined : MODEL_LOADERS.get(loader);
      if (loader === undefined || position === undefined) return;
      const file = call.args[position] ?? call.keywords.find(({ arg }) => FILES.test(arg ?? ''))?.value;
      if (file === undefined) return;
      if (isInMemory(file, ctx)) return;
      const beside = callsBeside(call, ctx);
      const written = writesByPath(ctx).get(ctx.text.slice(file));
      if (written !== undefined)
        return ctx.proven({ at: call, by: 'this module writes the file itself', where: written });
      const digest = beside.find((each) => computesDigest(each, ctx));
      if (digest !== undefined) return ctx.proven({ at: call, by: 'a digest of the file is computed', where: digest });
      const isServing = [...identifiersOf(ctx.module)].some((identifier) => APPLICATIONS.has(identifier));
      const isBeside = !isServing && !isConfigured(file, ctx);
      if (isBeside && !isWrittenHere(file, ctx)) return;
      ctx.report({
        at: call,
        message: `unverified model file: \`${loader}\` loads it without checking its hash`,
        cause: isBeside ? 'beside' : ctx.path,
        doubt: beside.some(verifies)
          ? 'verified-elsewhere'
          : isBeside || isTraining(call, ctx)
            ? 'unknown-source-trust'
            : undefined,
        when: providedThat({ kind: 'is-service' }, 'drop'),
      });
    },
  },
});

/** By its import, by the class of what it is called on, or of what the module keeps there. */
function namesOfLoader({ func }: Call, { names, types, state }: SourceContext): readonly (string | undefined)[] {
  if (func.kind === 'Call') return [];
  const kept = func.kind === 'Attribute' ? state.lifeOf(func.value)?.type : undefined;
  const byKept = kept === undefined || func.kind !== 'Attribute' ? undefined : `${kept}.${func.attr}`;
  return [names.qualifiedName(func), types.calleeName(func), byKept];
}

/** The service knows which file it is; a loader that is given any file leaves that to its callers. */
function isConfigured(file: Expression, ctx: SourceContext): boolean {
  return ctx.flow.sources(file).some(({ kind }) => kind === 'environment' || kind === 'attribute');
}

/** A path of constants: no caller gives it. */
function isWrittenHere(file: Expression, ctx: SourceContext): boolean {
  const sources = ctx.flow.sources(file);
  return (
    sources.every(({ kind }) => kind !== 'parameter') &&
    holds(file, (node) => node.kind === 'Name' || node.kind === 'Constant')
  );
}

/** Names in files that make an application or its routes. */
const APPLICATIONS: ReadonlySet<string> = new Set(
  'FastAPI APIRouter Flask Blueprint Sanic Litestar Starlette LitServer lifespan on_event'.split(' '),
);

const FILES = /^(?:f|file|filename|path|model_path|model_file|filepath|path_or_bytes)$/;

function isTraining(call: Call, ctx: SourceContext): boolean {
  const named = [...namesAround(call, ctx), ctx.names.moduleName];
  return named.some((name) => wordsOfName(name).some((word) => TRAINING.has(word)));
}

/** Bytes that came some other way: `BytesIO(data)`. */
const isInMemory = (file: Expression, { flow }: SourceContext): boolean =>
  flow.origins(file).some((origin) => origin.kind === 'Call' && /BytesIO|StringIO/.test(lastName(origin.func) ?? ''));

/** What is called besides, in the function or in one of this file that calls it. */
function callsBeside(call: Call, ctx: SourceContext): readonly Call[] {
  const fn = ctx.context.defAround(call);
  if (fn === undefined)
    return nodesOf(ctx.module, 'Call').filter((each) => each !== call && ctx.context.defAround(each) === undefined);
  return [fn, ...callersOf(fn, ctx)].flatMap((each) => callsWithin([each])).filter((each) => each !== call);
}

/** `joblib.dump(model, path)`, `model.save_model(path)`: of the very path that is loaded. */
const writesByPath = memoizeByFile(({ module, text }: SourceContext): ReadonlyMap<string, Call> => {
  const writes = new Map<string, Call>();
  for (const call of nodesOf(module, 'Call').toReversed()) {
    if (!/^(?:dump|save|save_model|save_checkpoint)$/.test(lastName(call.func) ?? '')) continue;
    for (const each of call.args) writes.set(text.slice(each), call);
  }
  return writes;
});

/** Itself, or a function of this file that does. */
function computesDigest(call: Call, ctx: SourceContext): boolean {
  const isDigest = (each: Call): boolean => /^(?:hashlib|hmac)\./.test(ctx.types.calleeName(each.func) ?? '');
  const run = call.func.kind === 'Call' ? undefined : ctx.context.functionRun(call.func);
  return isDigest(call) || (run !== undefined && callsWithin([run]).some(isDigest));
}

const verifies = (call: Call): boolean => VERIFYING.test(lastName(call.func) ?? '');
