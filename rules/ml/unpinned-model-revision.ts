import { type Call, type Expression, lastName } from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import { makersOf } from '#semantics/values/makers';

/** What loads from the hub by a name, with the place and name of that argument. */
const LOADERS: ReadonlyMap<string, readonly [position: number, name: string]> = new Map([
  ['huggingface_hub.hf_hub_download', [0, 'repo_id']],
  ['huggingface_hub.snapshot_download', [0, 'repo_id']],
  ['datasets.load_dataset', [0, 'path']],
  ['transformers.pipeline', [1, 'model']],
  ['sentence_transformers.SentenceTransformer', [0, 'model_name_or_path']],
  ['sentence_transformers.CrossEncoder', [0, 'model_name_or_path']],
]);
const FROM_PRETRAINED: readonly [number, string] = [0, 'pretrained_model_name_or_path'];
/** `owner/name`, as the hub names models; a path has more or other signs. */
const REMOTE = /^(?!\.|~)[\w.-]+\/[\w.-]+$/;
/** A name without an owner: the hub has some, and folders can be called so. */
const SHORT = /^[a-z]\w*(?:-[\w.]+)+$/i;

export default defineSourceRule({
  docs: {
    summary: 'unpinned model or dataset: loaded from the hub without a revision',
    why: 'The hub serves whatever the owner pushed last. Results can change overnight, and if `trust_remote_code` is set, so can the code that runs in this process.',
    remedy: 'Pass `revision=` with the hash of the commit that you tested',
    harm: 'not-reproducible',
    severity: {
      'weights or data': 'P2',
      'runs code from the hub': 'P1',
    },
    precision: 'medium',
    since: '0.1.0',
    cwe: [494],
    origin: [{ document: 'Field report 1', finding: 'F: `from_pretrained` without a revision' }],
    bad: 'from transformers import AutoModel\n\nmodel = AutoModel.from_pretrained("acme/review-classifier")\n',
    good: 'from transformers import AutoModel\n\nmodel = AutoModel.from_pretrained("acme/review-classifier", revision="8f2c1d0e")\n',
  },
  skips: ['test', 'generated', 'vendored', 'documentation', 'example', 'notebook'],
  mentions: [
    ...['from_pretrained', 'hf_hub_download', 'snapshot_download', 'load_dataset', 'pipeline'],
    ...['SentenceTransformer', 'CrossEncoder'],
  ],
  visit: { Call: check },
});

function check(call: Call, ctx: SourceContext): void {
  const [position, name] = loaderCalled(call, ctx) ?? [undefined, undefined];
  const given = name === undefined ? undefined : ctx.values.givenArgument(call, name, position);
  const ids = given === undefined ? [] : namesGiven(given, ctx);
  const id = ids.find((each) => REMOTE.test(each)) ?? ids.find((each) => SHORT.test(each));
  if (id === undefined) return;
  if (ctx.values.argument(call, 'revision', undefined).kind !== 'absent' || isOn(call, 'local_files_only', ctx)) return;
  const runsCode = isOn(call, 'trust_remote_code', ctx);
  ctx.report({
    at: call.func,
    message: `unpinned revision: \`${id}\` is loaded from the hub at its latest commit${runsCode ? ', whose code runs here' : ''}`,
    ...(!REMOTE.test(id) && { doubt: 'uncertain-identity' }),
    ...(runsCode && { harm: 'grants-access' as const, kind: 'runs code from the hub' }),
    // Anyone who pins none pins none anywhere.
    cause: runsCode ? id : 'unpinned',
  });
}

/** The texts that an argument can be, also by default: of a setting, of a parameter, of the environment. */
function namesGiven(given: Expression, ctx: SourceContext): readonly string[] {
  return [given, ...makersOf(given, ctx)]
    .flatMap((each) => (each.kind === 'BoolOp' ? each.values : each))
    .flatMap((each) => ctx.values.string(ctx.values.environmentRead(each)?.fallback ?? each) ?? []);
}

function loaderCalled(call: Call, { names }: SourceContext): readonly [number, string] | undefined {
  if (call.func.kind === 'Attribute' && lastName(call.func) === 'from_pretrained') return FROM_PRETRAINED;
  return LOADERS.get(names.qualifiedName(call.func) ?? '');
}

function isOn(call: Call, keyword: string, { values }: SourceContext): boolean {
  const given = values.givenArgument(call, keyword, undefined);
  const value = given === undefined ? undefined : values.fold(given);
  return value?.kind === 'bool' && value.value;
}
