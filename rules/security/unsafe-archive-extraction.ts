import { type Call, callKeyword, type Expression, lastName } from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import { type TaintedValue, taintedValueIn } from '#kit/web';
import { callsWithin } from '#semantics/effects/calls-within';
import { UNTRUSTED } from '#semantics/taint/flows';
import { ANY_SINK } from '#semantics/taint/sinks';
import { calleeCode } from './_shared/callee.ts';

const TARS = /^tarfile\.(?:open|TarFile(?:\.open)?)$/;

export default defineSourceRule({
  docs: {
    summary: 'path traversal: untrusted tar archive extracted without a filter',
    why: 'Before Python 3.14, `tarfile` follows links and member names such as `../../app.py` out of the target directory. The author of the archive can overwrite any file that the process can write.',
    remedy: 'Pass `filter="data"` (Python 3.12, and the last releases of 3.8 to 3.11)',
    harm: 'grants-access',
    severity: 'P0',
    precision: 'low',
    since: '0.1.0',
    cwe: [22],
    origin: [{ document: 'Field report 2', finding: 'archive that writes beside its folder' }],
    bad: 'import tarfile\n\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.post("/import")\ndef import_data():\n    with tarfile.open(fileobj=request.files["archive"]) as archive:\n        archive.extractall("/srv/data")\n    return "done"\n',
    good: 'import tarfile\n\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.post("/import")\ndef import_data():\n    with tarfile.open(fileobj=request.files["archive"]) as archive:\n        archive.extractall("/srv/data", filter="data")\n    return "done"\n',
  },
  skips: ['test', 'vendored'],
  mentions: ['extractall', 'extract', 'unpack_archive'],
  visit: {
    Call(call, ctx) {
      const text = unpacked(call, ctx);
      if (text === undefined) return;
      if (isFiltered(call, ctx))
        return ctx.proven({
          at: call.func,
          by: 'the extraction filter rejects members outside the directory',
          where: call,
        });
      ctx.report({
        at: call.func,
        message: `path traversal: ${calleeCode(call.func)} extracts ${text.shown === undefined ? 'an untrusted archive' : `the archive in ${text.described}`} without a filter`,
        cause: `${ctx.path} ${text.cause}`,
        related: [{ at: text.leaf, message: 'the archive comes from here' }, ...text.checked],
        ...text.given,
        // What chooses the members may reject those that lead out of the folder.
        doubt: text.given.doubt ?? (callKeyword(call, 'members') === undefined ? undefined : 'input-validated'),
      });
    },
  },
});

/** The untrusted archive that a call extracts. */
function unpacked(call: Call, ctx: SourceContext): TaintedValue | undefined {
  const { func, args } = call;
  if (ctx.types.calleeName(func) === 'shutil.unpack_archive') return args[0] && contentOf(args[0], ctx);
  if (func.kind !== 'Attribute' || !/^extract(?:all)?$/.test(func.attr)) return undefined;
  for (const opened of ctx.flow.origins(func.value)) {
    if (opened.kind !== 'Call' || !TARS.test(ctx.types.calleeName(opened.func) ?? '')) continue;
    const stream = ctx.values.givenArgument(opened, 'fileobj', 2);
    const path = ctx.values.givenArgument(opened, 'name', 0);
    const text = (stream && taintedValueIn(stream, ctx, ANY_SINK, UNTRUSTED)) ?? (path && contentOf(path, ctx));
    if (text !== undefined) return text;
  }
  return undefined;
}

/** Untrusted input that the function wrote to a path: a client that only names an archive of the program did not pack it. */
function contentOf(path: Expression, ctx: SourceContext): TaintedValue | undefined {
  const fn = ctx.context.defAround(path);
  // `saved.name` of a `NamedTemporaryFile`.
  const held = path.kind === 'Attribute' && path.attr === 'name' ? path.value : path;
  const own = held.kind === 'Name' ? ctx.names.resolve(held) : undefined;
  if (fn === undefined || own === undefined) return undefined;
  const isPath = (each: Expression | undefined): boolean => each?.kind === 'Name' && ctx.names.resolve(each) === own;
  const isFile = (each: Expression | undefined): boolean =>
    each !== undefined &&
    (isPath(each) ||
      ctx.flow
        .origins(each)
        .some(
          (made) =>
            made.kind === 'Call' &&
            (isPath(made.args[0]) || isPath(receiverOf(made))) &&
            OPENS.test(lastName(made.func) ?? ''),
        ));
  const written = callsWithin([fn]).flatMap((call): readonly (Expression | undefined)[] => {
    const [first, second] = call.args;
    const to = receiverOf(call);
    switch (lastName(call.func)) {
      case 'save':
        return isPath(first) ? [to] : [];
      case 'copyfileobj':
        return isFile(second) ? [first] : [];
      case 'write':
        return isFile(to) ? [first] : [];
      case 'write_bytes':
        return isPath(to) ? [first] : [];
      default:
        return [];
    }
  });
  return written.map((each) => each && taintedValueIn(each, ctx, ANY_SINK, UNTRUSTED)).find(Boolean);
}

const OPENS = /^open(?:_file)?$/;
const receiverOf = ({ func }: Call): Expression | undefined => (func.kind === 'Attribute' ? func.value : undefined);

/** `filter="data"`, or a function of its own; `fully_trusted` asks for nothing. */
function isFiltered(call: Call, { values }: SourceContext): boolean {
  const filter = callKeyword(call, 'filter')?.value;
  return filter !== undefined && values.string(filter) !== 'fully_trusted';
}
