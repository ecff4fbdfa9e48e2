import {
  type Call,
  type Def,
  type Expression,
  holds,
  isWithin,
  type Node,
  nodesOf,
  shortText,
  wordsOfName,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { fileAccessOf } from '#semantics/files/file-access';
import { nameInFolder } from '#semantics/files/name-in-folder';
import { pathKeys } from '#semantics/files/path-key';
import { runsWhereFileIsMissing } from './missing-file.ts';
import { isPathOfOneRun } from './path-of-one-run.ts';
import { isCheckOfWrite } from './read-back.ts';
import { whyRewritten } from './rewritten-file.ts';

const RENAMERS: ReadonlySet<string> = new Set(['os.replace', 'os.rename', 'shutil.move', 'os.link']);

export default defineSourceRule({
  docs: {
    summary: 'file that the program reads back is overwritten in place',
    why: 'Opening a file for writing empties it first, so a crash, a full disk or a reader at that moment meets an empty or half-written file, and the state that it held is gone.',
    remedy: 'Write to a temporary file in the same folder and `os.replace` it over the old one.',
    harm: 'loses',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [662],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SPOF-009' }],
    bad: 'import json\nfrom pathlib import Path\n\nSTATE = Path("state.json")\n\ndef load():\n    return json.loads(STATE.read_text())\n\ndef remember(key, value):\n    state = load()\n    state[key] = value\n    STATE.write_text(json.dumps(state))\n',
    good: 'import json\nimport os\nfrom pathlib import Path\n\nSTATE = Path("state.json")\n\ndef load():\n    return json.loads(STATE.read_text())\n\ndef remember(key, value):\n    state = load()\n    state[key] = value\n    fresh = STATE.with_suffix(".tmp")\n    fresh.write_text(json.dumps(state))\n    os.replace(fresh, STATE)\n',
    measured: {
      read: 29,
      right: 26,
      on: 'TenSafe, ansible-core, crewai, huey, litellm, agno, camel_ai, aider_chat, autogenstudio, skypilot, astrbot, vanna, homeassistant, ipyparallel, langflow_base, lmdeploy, reflex, vllm',
    },
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    Call(call, ctx) {
      const access = fileAccessOf(call, ctx);
      const isRewritten = access?.how === 'read' && isCutInPlace(call, ctx);
      const fn = isRewritten || access?.how === 'overwrite' ? ctx.context.defAround(call) : undefined;
      if (access === undefined || fn === undefined) return;
      const keys = pathKeys(access.path, ctx).filter((each) => !/(^|\/)\*$/.test(each));
      const [key] = keys;
      if (key === undefined) return;
      if (runsWhereFileIsMissing(call, fn) || isPathOfOneRun(access.path, ctx)) return;
      const owner = (key.startsWith('self.') ? ctx.context.classAround(call) : undefined) ?? ctx.module;
      const isOther = (each: Call): boolean => isRewritten || !isCheckOfWrite(each, call, ctx);
      const isSame = (path: Expression): boolean => pathKeys(path, ctx).some((each) => keys.includes(each));
      const same = readsOf(owner, isSame, ctx).filter(isOther);
      const alike = same.length > 0 ? [] : readsOf(owner, isLike(access.path, ctx), ctx).filter(isOther);
      const reads = same.length > 0 ? same : alike;
      const [read] = reads;
      if (read === undefined) return;
      const again = whyRewritten(call, fn, read, ctx);
      ctx.report({
        at: call,
        cause: 'habit',
        message: `\`${shortText(access.path, ctx.text)}\` is overwritten in place, though \`${ctx.context.defAround(read)?.name}\` reads it back`,
        related: [
          { at: read, message: 'it is read here' },
          ...(again === undefined || again === call ? [] : [{ at: again, message: 'it is written again from here' }]),
        ],
        doubt: alike.length > 0 || mayBeOther(keys, access.path, fn, ctx) ? 'uncertain-identity' : undefined,
      });
    },
  },
});

/** `with open(path, "r+") as file:` and `file.truncate()`: what was read is written anew over itself. */
function isCutInPlace(call: Call, { names }: SourceContext): boolean {
  const { parent } = call;
  const kept =
    parent?.kind === 'withitem' ? parent.optional_vars : parent?.kind === 'Assign' ? parent.targets[0] : undefined;
  return (
    kept?.kind === 'Name' &&
    (names.resolve(kept)?.references ?? []).some(
      ({ parent: member }) => member?.kind === 'Attribute' && member.attr === 'truncate',
    )
  );
}

/** It is kept as the path that is written, or has the same name in a folder that is given. */
function isLike(written: Expression, ctx: SourceContext): (path: Expression) => boolean {
  const name = nameInFolder(written, ctx);
  const text = ctx.text.slice(written);
  return (path) => {
    if (name !== undefined && nameInFolder(path, ctx) === name) return true;
    if (isSameParameter(written, path, ctx)) return true;
    const binding = path.kind === 'Name' ? ctx.names.resolve(path) : undefined;
    return (
      written.kind === 'Attribute' &&
      binding?.references.some(
        ({ parent }) => parent?.kind === 'Assign' && parent.targets.some((target) => ctx.text.slice(target) === text),
      ) === true
    );
  };
}

/** `save(self, path)` and `load(self, path)` of one class, `save_basket(path)` and `load_basket(path)`: what the one writes the other reads; `write_file` and `read_text` of any path do not. */
function isSameParameter(written: Expression, read: Expression, { context, names }: SourceContext): boolean {
  if (written.kind !== 'Name' || read.kind !== 'Name' || written.id !== read.id) return false;
  const [one, other] = [names.parameterOf(written), names.parameterOf(read)];
  if (one === undefined || other === undefined || one === other) return false;
  const owner = context.classAround(written);
  if (owner !== context.classAround(read)) return false;
  const kept = thingOf(context.defAround(written));
  return kept === thingOf(context.defAround(read)) && (owner !== undefined || kept !== '');
}

/** `checkpoint` of `save_checkpoint` and of `loadCheckpoint`. */
const thingOf = (fn: Def | undefined): string =>
  wordsOfName(fn?.name ?? '')
    .slice(1)
    .join(' ')
    .toLowerCase();

/** The caller says which file it is, or the function renames one, maybe this. */
function mayBeOther(keys: readonly string[], path: Expression, fn: Def, ctx: SourceContext): boolean {
  const isGiven = keys.every((each) => /^\d+:/.test(each)) && nameInFolder(path, ctx) === undefined;
  return isOfCaller(path) || isGiven || isReplacedLater(fn, ctx);
}

/** `resolve(file_path, root)`. */
const isOfCaller = (path: Expression): boolean =>
  path.kind === 'Call' &&
  path.args.some((arg) => arg.kind === 'Name' && arg.id !== 'self' && /path|file/i.test(arg.id));

/** Where functions of the class or module read the file. */
function readsOf(owner: Node, isSame: (path: Expression) => boolean, ctx: SourceContext): readonly Call[] {
  return nodesOf(ctx.module, 'Call').filter((call) => {
    const access = fileAccessOf(call, ctx);
    if (access?.how !== 'read' || !isWithin(call, owner)) return false;
    return isSame(access.path) && ctx.context.defAround(call) !== undefined;
  });
}

/** A rename in the function: what is written here may not be what is read. */
function isReplacedLater(fn: Def, ctx: SourceContext): boolean {
  return holds(fn, (node) => {
    if (node.kind !== 'Call') return false;
    if (RENAMERS.has(ctx.names.qualifiedName(node.func) ?? '')) return true;
    const name = node.func.kind === 'Attribute' && node.args.length === 1 ? node.func.attr : undefined;
    return name === 'rename' || name === 'replace';
  });
}
