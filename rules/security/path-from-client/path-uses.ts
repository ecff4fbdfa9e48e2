/** Calls that open, send or delete the file at a path. */
import { type Call, type Expression, lastName, type Name } from '#ast';
import type { SourceContext } from '#kit';
import type { TaintedValue } from '#kit/web';
import { nameInFolder } from '#semantics/files/name-in-folder';
import { pathKeys } from '#semantics/files/path-key';
import { endingOfPath } from './path-ending.ts';

/** What they do to the path that is their first argument. */
export const FUNCTIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    opens: 'builtins.open io.open os.open codecs.open aiofiles.open anyio.open_file gzip.open',
    // Of what has no such form they give nothing back.
    loads:
      'tarfile.open zipfile.ZipFile PIL.Image.open pandas.read_csv pandas.read_excel pandas.read_parquet pandas.read_pickle pandas.read_json polars.read_csv polars.read_parquet numpy.load joblib.load torch.load cv2.imread',
    serves:
      'flask.send_file quart.send_file fastapi.responses.FileResponse starlette.responses.FileResponse aiohttp.web.FileResponse sanic.response.file flask.helpers.send_file',
    'writes to':
      'cv2.imwrite cv2.VideoWriter imageio.imwrite imageio.v2.imwrite imageio.v3.imwrite skimage.io.imsave soundfile.write scipy.io.wavfile.write torchaudio.save numpy.save numpy.savez numpy.savetxt matplotlib.pyplot.savefig PIL.Image.Image.save pandas.DataFrame.to_csv pandas.DataFrame.to_parquet pandas.DataFrame.to_excel',
    deletes: 'os.remove os.unlink os.rmdir os.removedirs shutil.rmtree',
    lists: 'os.listdir os.scandir os.walk glob.glob',
    creates: 'os.makedirs os.mkdir',
    moves: 'os.rename os.replace shutil.move shutil.copy shutil.copy2 shutil.copyfile shutil.copytree',
  }).flatMap(([verb, names]) => names.split(' ').map((name): [string, string] => [name, verb])),
);
/** They are given what they write before its path. */
export const GIVEN_FIRST: ReadonlySet<string> = new Set([
  'torch.save',
  'joblib.dump',
  'torchvision.utils.save_image',
  'urllib.request.urlretrieve',
]);
/** Methods of paths. */
export const METHODS: ReadonlyMap<string, string> = new Map([
  ['read_text', 'reads'],
  ['read_bytes', 'reads'],
  ['write_text', 'writes to'],
  ['write_bytes', 'writes to'],
  ['open', 'opens'],
  ['unlink', 'deletes'],
  ['rmdir', 'deletes'],
  ['mkdir', 'creates'],
  ['touch', 'creates'],
]);
/** Methods of the files that bots are sent, and which argument says where they go. */
export const KEEPERS: ReadonlyMap<string, readonly [string, number]> = new Map([
  ['download_to_drive', ['custom_path', 0]],
  ['download_media', ['file_name', 1]],
  ['download_file', ['destination', 1]],
  ['download', ['destination', 1]],
]);

/** What is open already. */
export const STREAM = /^(?:io|tempfile|typing|fastapi|starlette|werkzeug)\..*(?:IO|File|FileStorage)$/;

/** `folder / name`, `f"notes/{name}.md"`, where the route decodes the address before it asks for slashes: `..` is no file to be opened. */
export function isLastSegment(verb: string, path: Expression, text: TaintedValue, ctx: SourceContext): boolean {
  return (verb === 'loads' || isContent(verb)) && isLastOfPath(path, text, ctx);
}

function isLastOfPath(path: Expression, text: TaintedValue, ctx: SourceContext): boolean {
  if (!text.isSegment || !isDecodedFirst(text, ctx)) return false;
  const { parent } = text.leaf;
  const isUnchanged =
    parent?.kind === 'FormattedValue' ||
    (parent?.kind === 'BinOp' && parent.op === 'Div') ||
    (parent?.kind === 'Call' && /^(?:join|joinpath|Path)$/.test(lastName(parent.func) ?? ''));
  return isUnchanged && pathKeys(path, ctx).some((key) => /^[^*]*\*[^*/]*$/.test(key));
}

/** `os.path.join(folder, owner, name)`, `folder / name`: nothing comes behind it. */
function isAtEnd(path: Expression, text: TaintedValue, ctx: SourceContext): boolean {
  const { parent } = text.leaf;
  const isOfPath = parent !== undefined && [path, ...ctx.flow.origins(path)].some((each) => each === parent);
  const isLast =
    parent?.kind === 'Call' ? parent.args.at(-1) === text.leaf : parent?.kind === 'BinOp' && parent.right === text.leaf;
  return (isOfPath && isLast && isDecodedFirst(text, ctx)) || isLastOfPath(path, text, ctx);
}

function isDecodedFirst({ leaf }: TaintedValue, ctx: SourceContext): boolean {
  const fn = ctx.context.defAround(leaf);
  const framework = fn === undefined ? undefined : ctx.context.routeOf(fn)?.framework;
  return framework !== undefined && DECODING_FIRST.has(framework);
}

const DECODING_FIRST: ReadonlySet<string> = new Set(['fastapi', 'flask']);

const UPROOTS: ReadonlySet<string> = new Set(['rmtree', 'move', 'rename', 'replace', 'copytree']);
const isContent = (verb: string): boolean => /^(?:opens|reads|writes to|serves)$/.test(verb);

/** One segment of the path of a route holds no slash; `..` alone is enough to remove, or to move away, the folder above. */
export const isLimited = (path: Expression, text: TaintedValue, call: Call, ctx: SourceContext): boolean =>
  text.isSegment && !(UPROOTS.has(lastName(call.func) ?? '') && isAtEnd(path, text, ctx));

/** `f"{name}.md"`, `folder / name / "notes.json"` */
export const isOfOneForm = (path: Expression, ctx: SourceContext): boolean =>
  endingOfPath(path, ctx) !== undefined ||
  [path, ...ctx.flow.origins(path)].some((origin) => nameInFolder(origin, ctx) !== undefined);

export const UNSEEN: TaintedValue['given'] = { doubt: 'unknown-source-trust' };

interface PathUse {
  readonly verb: string;
  readonly paths: readonly Expression[];
}

export function useOf(call: Call, ctx: SourceContext): PathUse | undefined {
  const name = ctx.types.calleeName(call.func);
  if (name !== undefined && GIVEN_FIRST.has(name)) return { verb: 'writes to', paths: call.args.slice(1, 2) };
  const verb = name === undefined ? undefined : FUNCTIONS.get(name);
  if (verb !== undefined) {
    const first = call.args[0] ?? call.keywords.find(({ arg }) => /^(?:path|file|filename)$/.test(arg ?? ''))?.value;
    const paths = [first, verb === 'moves' ? call.args[1] : undefined].flatMap((each) => each ?? []);
    return { verb, paths };
  }
  const { func } = call;
  if (func.kind !== 'Attribute') return undefined;
  const keeper = KEEPERS.get(func.attr);
  if (keeper !== undefined) {
    const path = fileOfBucket(call, ctx) ?? ctx.values.givenArgument(call, ...keeper);
    return path === undefined ? undefined : { verb: 'writes to', paths: [path] };
  }
  // `part.rename(path)`, where a text has two arguments.
  const [to] = func.attr === 'rename' || func.attr === 'replace' ? call.args : [];
  if (to !== undefined && call.args.length === 1 && isPath(func.value, ctx)) return { verb: 'moves', paths: [to] };
  const method = METHODS.get(func.attr);
  if (method !== undefined) return isPath(func.value, ctx) ? { verb: method, paths: [func.value] } : undefined;
  return func.attr === 'save' && isUpload(func.value, ctx)
    ? { verb: 'writes to', paths: call.args.slice(0, 1) }
    : undefined;
}

/** A bucket is told the key before the path (`download_file(bucket, key, path)`), a bot how long to wait behind it (`download_file(file, path, 30)`). */
function fileOfBucket(call: Call, { values }: SourceContext): Expression | undefined {
  const third = lastName(call.func) === 'download_file' ? values.givenArgument(call, 'Filename', 2) : undefined;
  return third === undefined || values.number(third) !== undefined ? undefined : third;
}

const isPath = (value: Expression, ctx: SourceContext): boolean =>
  /^(?:pathlib|anyio)\./.test(ctx.types.classOf(value) ?? '') ||
  ctx.flow.origins(value).some((leaf) => leaf.kind === 'Call' && /^Path$/.test(lastName(leaf.func) ?? '')) ||
  // Only a path is asked so; and of what is divided nobody asks for a file.
  (value.kind === 'Name' && (ctx.names.resolve(value)?.references ?? []).some(isUsedAsPath)) ||
  [
    value,
    ...((value.kind === 'Name' && ctx.names.resolve(value)?.definitions) || []).flatMap((each) => each.value ?? []),
  ].some((each) => each.kind === 'BinOp' && each.op === 'Div');

const isUsedAsPath = ({ parent }: Name): boolean =>
  parent?.kind === 'Attribute' && /^(?:is_file|is_dir|read_bytes|write_bytes|read_text|write_text)$/.test(parent.attr);

/** `request.files["report"].save(…)`. */
const isUpload = (value: Expression, ctx: SourceContext): boolean =>
  ctx.flow.sources(value).some(({ kind }) => kind === 'request');
