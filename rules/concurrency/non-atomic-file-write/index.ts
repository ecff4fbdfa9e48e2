import { type Call, type Expression, shortText } from '#ast';
import { defineSourceRule, NOT_PRODUCTION } from '#kit';
import { fileAccessOf } from '#semantics/files/file-access';
import { pathKeys } from '#semantics/files/path-key';
import { runsWhereFileIsMissing } from './missing-file.ts';
import { isPathOfOneRun } from './path-of-one-run.ts';
import { isCheckOfWrite } from './read-back.ts';
import { whyRewritten } from './rewritten-file.ts';
import { isCutInPlace, isLike, mayBeOther, readsOf } from './written-in-place.ts';

export default defineSourceRule({
  docs: {
    summary: 'non-atomic write of a file that the program reads back',
    why: 'Opening a file for writing truncates it. A crash or a full disk can leave it empty or half-written, so the state is lost. A concurrent reader can also see an incomplete file.',
    remedy: 'Write to a temporary file in the same directory and `os.replace` it over the old one',
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
        message: `non-atomic write: \`${shortText(access.path, ctx.text)}\` is overwritten in place, and \`${ctx.context.defAround(read)?.name}\` reads it back`,
        related: [
          { at: read, message: 'read here' },
          ...(again === undefined || again === call ? [] : [{ at: again, message: 'written again from here' }]),
        ],
        doubt: alike.length > 0 || mayBeOther(keys, access.path, fn, ctx) ? 'uncertain-identity' : undefined,
      });
    },
  },
});
