import {
  type Assign,
  ancestors,
  type Call,
  type Compare,
  type Expression,
  isNone,
  lastName,
  type Node,
  nameOfPlace,
  nodesOf,
  walk,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { requestSourceOf, whenFromRequest } from '#kit/web';
import type { ValueUse } from '#semantics';

/** Pillow's own limits: it warns above this many pixels, and raises above twice as many (`Image.MAX_IMAGE_PIXELS`). */
const WARNS_FROM = 89_478_485;
const RAISES_FROM = 2 * WARNS_FROM;
const SIZE: ReadonlySet<string> = new Set(['size', 'width', 'height']);
const DECODING: ReadonlySet<string> = new Set([
  'load',
  'convert',
  'resize',
  'thumbnail',
  'rotate',
  'crop',
  'transpose',
  'tobytes',
  'getdata',
  'save',
  'copy',
  'filter',
]);

export default defineSourceRule({
  docs: {
    summary: 'decompression bomb: an uploaded image is decoded without a pixel limit',
    why: 'Pillow only warns above 89 million pixels, and raises an error only above 179 million. A small upload can expand to half a gigabyte of memory, and a few at once can kill the process.',
    remedy: 'Compare `image.size` with a limit before the image is decoded',
    harm: 'leaks',
    severity: 'P1',
    precision: 'low',
    measured: { read: 10, right: 10, on: 'xinference, open_webui, khoj, feast, sglang, modelscope' },
    since: '0.1.0',
    cwe: [409, 770],
    origin: [
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '4.3' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.4' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.7' },
    ],
    bad: 'import io\n\nfrom fastapi import FastAPI, UploadFile\nfrom PIL import Image\n\napp = FastAPI()\n\n@app.post("/enlarge")\nasync def enlarge(upload: UploadFile):\n    image = Image.open(io.BytesIO(await upload.read()))\n    return run(image.convert("RGB"))\n',
    good: 'import io\n\nfrom fastapi import FastAPI, HTTPException, UploadFile\nfrom PIL import Image\n\napp = FastAPI()\n\n@app.post("/enlarge")\nasync def enlarge(upload: UploadFile):\n    image = Image.open(io.BytesIO(await upload.read()))\n    if image.width * image.height > 16_000_000:\n        raise HTTPException(413)\n    return run(image.convert("RGB"))\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  mentions: ['PIL'],
  visit: {
    Module(module, ctx) {
      const opened = new Set<Node | undefined>();
      for (const call of nodesOf(module, 'Call')) {
        if (nameOfPlace(call.func) !== 'open' || ctx.names.qualifiedName(call.func) !== 'PIL.Image.open') continue;
        const fn = ctx.context.defAround(call);
        // One for a function: its images come from one request.
        if (!opened.has(fn) && checkOpen(call, ctx)) opened.add(fn);
      }
    },
    Assign(assign, ctx) {
      if (liftsLimit(assign, ctx)) {
        ctx.report({
          at: assign,
          message:
            'decompression bomb: `MAX_IMAGE_PIXELS = None` disables the pixel limit of Pillow for the whole process',
          remedy: 'Set it to the number of pixels that the largest allowed image has',
        });
      }
    },
    Compare(compare, ctx) {
      const limit = pixelLimit(compare, ctx);
      if (limit === undefined || limit <= RAISES_FROM || setsLimit(ctx)) return;
      ctx.report({
        at: compare,
        message: `decompression bomb: the limit of ${limit} has no effect, as Pillow raises above ${RAISES_FROM} pixels`,
        remedy: 'Choose a limit that fits the memory of the process',
      });
    },
  },
});

function checkOpen(call: Call, ctx: SourceContext): boolean {
  const [file] = call.args;
  if (file === undefined || setsLimit(ctx)) return false;
  const requestSource = requestSourceOf(file, ctx);
  if (requestSource === undefined || (requestSource.kind === 'parameter' && !isBytes(file, ctx))) return false;
  const uses = usesOfImage(call, ctx);
  const test = uses.tests[0];
  const decode = uses.decodes[0];
  if (test !== undefined && (decode === undefined || test.start < decode.start)) {
    ctx.proven({ at: call, by: 'its size is checked before it is decoded', where: test });
    return false;
  }
  if (decode === undefined && uses.isOnlyLookedAt) return false;
  ctx.report({
    at: call,
    message:
      test === undefined
        ? `decompression bomb: the uploaded image is decoded without a size check, and Pillow only refuses images above ${RAISES_FROM} pixels`
        : `decompression bomb: the size of the image is checked only after \`${decode === undefined ? 'it' : ctx.text.slice(decode).slice(0, 40)}\` has decoded it`,
    related: [
      ...(decode === undefined ? [] : [{ at: decode, message: 'decoded here' }]),
      ...(test === undefined ? [] : [{ at: test, message: 'the check comes too late' }]),
    ],
    doubt: uses.check === undefined ? undefined : 'limit-elsewhere',
    ...whenFromRequest(requestSource),
  });
  return true;
}

/** Bytes in memory, not the path of a file. */
function isBytes(file: Expression, ctx: SourceContext): boolean {
  const values = file.kind === 'Name' ? [file, ...ctx.flow.origins(file)] : [file];
  return values.some((value) => value.kind === 'Call' && ctx.names.qualifiedName(value.func) === 'io.BytesIO');
}

interface ImageUses {
  readonly tests: readonly Node[];
  readonly decodes: readonly Node[];
  /** A call that looks at the image or its size, as far as its name tells. */
  readonly check: Node | undefined;
  /** Only attributes of it are read, which the header tells. */
  readonly isOnlyLookedAt: boolean;
}

/** What the function does with the image: comparisons of its size, and what decodes its pixels. */
function usesOfImage(call: Call, ctx: SourceContext): ImageUses {
  const tests: Node[] = [];
  const decodes: Node[] = [];
  let others = 0;
  let check: Node | undefined;
  for (const { kind, node, carrier } of destinationsOf(call, ctx)) {
    const parent = carrier.parent;
    if (parent?.kind === 'Attribute' && parent.value === carrier) {
      if (SIZE.has(parent.attr)) {
        tests.push(...comparisonOf(parent, ctx));
        check ??= checkAround(parent, ctx);
      } else if (DECODING.has(parent.attr)) decodes.push(parent.parent ?? parent);
    } else if (kind === 'argument' || kind === 'return') {
      others += 1;
      // A function of the project may look at the size; what is not seen counts as decoding only where it is an array.
      if (node.kind === 'Call' && /array|tensor/i.test(ctx.text.slice(node.func))) decodes.push(node);
      else if (node.kind === 'Call' && isNamedCheck(node)) check ??= node;
    }
  }
  const inOrder = (one: Node, other: Node): number => one.start - other.start;
  return { tests: tests.sort(inOrder), decodes: decodes.sort(inOrder), check, isOnlyLookedAt: others === 0 };
}

/** Where the image goes, and where the images go that are made of it. */
function destinationsOf(call: Call, ctx: SourceContext): readonly ValueUse[] {
  const uses = [...ctx.flow.destinations(call)];
  for (const { carrier } of [...uses]) {
    const method = carrier.parent;
    const made = method?.kind === 'Attribute' && DECODING.has(method.attr) ? method.parent : undefined;
    if (made?.kind === 'Call' && made.func === method) uses.push(...ctx.flow.destinations(made));
  }
  return uses;
}

/** `check_size(image)`, `validate(image)`: somebody looks, by the name. */
const isNamedCheck = (node: Node): boolean =>
  node.kind === 'Call' && /check|valid|limit|guard|ensure|verify|size/i.test(lastName(node.func) ?? '');

/** Where the size, or what is computed of it, is compared. */
function comparisonOf(size: Expression, ctx: SourceContext): readonly Node[] {
  const found = findAround(size, (node) => node.kind === 'Compare', ctx);
  return found === undefined ? [] : [found];
}

const checkAround = (size: Expression, ctx: SourceContext): Node | undefined => findAround(size, isNamedCheck, ctx);

/** Around the size itself, or around a name that it is bound to, where it is bound. */
function findAround(size: Expression, is: (node: Node) => boolean, ctx: SourceContext): Node | undefined {
  for (const node of ancestors(size)) {
    if (is(node)) return node;
    if (node.kind === 'Assign') {
      const names = node.targets.flatMap((target) => (target.kind === 'Tuple' ? target.elts : [target]));
      return names.some((name) => name.kind === 'Name' && isSoLater(name.id, node, is, ctx)) ? node : undefined;
    }
    if (node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef') return undefined;
  }
  return undefined;
}

function isSoLater(name: string, from: Node, is: (node: Node) => boolean, ctx: SourceContext): boolean {
  const references = ctx.names.lookup(name, from)?.references ?? [];
  return references.some((reference) => {
    for (const node of ancestors(reference)) {
      if (is(node)) return true;
      if (node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef') return false;
    }
    return false;
  });
}

/** `Image.MAX_IMAGE_PIXELS = None`. */
function liftsLimit({ targets, value }: Assign, ctx: SourceContext): boolean {
  return (
    isNone(value) &&
    targets.some(
      (target) => target.kind === 'Attribute' && target.attr === 'MAX_IMAGE_PIXELS' && isPillow(target.value, ctx),
    )
  );
}

function isPillow(module: Expression, ctx: SourceContext): boolean {
  return ctx.names.qualifiedName(module) === 'PIL.Image';
}

/** The file gives Pillow a limit, makes an error of its warning, or answers where Pillow refuses an image. */
function setsLimit(ctx: SourceContext): boolean {
  return (
    nodesOf(ctx.module, 'Assign').some(
      ({ targets, value }) =>
        !isNone(value) && targets.some((target) => target.kind === 'Attribute' && target.attr === 'MAX_IMAGE_PIXELS'),
    ) || nodesOf(ctx.module, 'Attribute').some(({ attr }) => /^DecompressionBomb(?:Warning|Error)$/.test(attr))
  );
}

/** `image.width * image.height > limit`. */
function pixelLimit(compare: Compare, ctx: SourceContext): number | undefined {
  const [right] = compare.comparators;
  if (compare.left.kind !== 'BinOp' || compare.left.op !== 'Mult' || right === undefined || compare.ops.length > 1)
    return undefined;
  if (compare.ops[0] !== 'Gt' && compare.ops[0] !== 'GtE') return undefined;
  let sizes = 0;
  walk(compare.left, (node) => {
    if (
      (node.kind === 'Attribute' && SIZE.has(node.attr)) ||
      (node.kind === 'Name' && /^(w|h|width|height)$/.test(node.id))
    )
      sizes += 1;
  });
  return sizes === 2 ? ctx.values.number(right) : undefined;
}
