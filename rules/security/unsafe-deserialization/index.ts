import type { Call } from '#ast';
import { defineSourceRule, rootNames, type SourceContext } from '#kit';
import { answersFixedServer } from '#kit/calls';
import { unsafeFix } from '#kit/fixes';
import { CODE_LOADERS } from '#knowledge/code-loaders';
import { answersPickle, ownSaveOf } from '../_shared/own-pickle.ts';
import {
  allowsPickle,
  gradeOfYaml,
  isOwnText,
  nameOf,
  nearOf,
  outsideOf,
  remedyOfYaml,
  UNSAFE_YAML_LOADERS,
  UNSAFE_YAML_LOADS,
  UNTRUSTED_INPUT,
  YAML_LOADS,
} from './origin.ts';
import { safelyLoaded } from './safe-yaml.ts';
import { isVerifiedBefore } from './verified-before.ts';

export default defineSourceRule({
  docs: {
    summary: 'unsafe deserialization: pickle or YAML that can run code',
    why: 'Pickle and similar formats call any function that the data names. Anyone who can write to the connection, the store or the file can run code with the rights of the process.',
    remedy: 'Use a data-only format (JSON, MessagePack, Arrow, safetensors), or verify a signature before loading',
    harm: 'grants-access',
    severity: { 'file, cache or network': 'P1', 'untrusted input': 'P0' },
    precision: 'low',
    since: '0.1.0',
    cwe: [502],
    fixes: [unsafeFix('Call `yaml.safe_load`', 'a document that names Python objects is then rejected')],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.3' }],
    bad: 'import pickle\n\nimport requests\n\n\ndef fetch(url):\n    return pickle.loads(requests.get(url).content)\n',
    good: 'import json\n\nimport requests\n\n\ndef fetch(url):\n    return json.loads(requests.get(url).content)\n',
    measured: { read: 19, right: 16, on: 'superset, bentoml, mindsdb, modelscope, parsl, ray, reflex, sglang, vllm' },
  },
  skips: ['test', 'vendored'],
  mentions: rootNames([...CODE_LOADERS.keys(), ...YAML_LOADS]),
  visit: {
    Call(call, ctx) {
      const name = nameOf(call, ctx);
      if (name === undefined) return;
      if (YAML_LOADS.has(name) || UNSAFE_YAML_LOADS.has(name)) checkYaml(call, name, ctx);
      else checkLoader(call, name, ctx);
    },
  },
});

function checkYaml(call: Call, name: string, ctx: SourceContext): void {
  if (UNSAFE_YAML_LOADS.has(name)) {
    if (isOwnText(call, ctx)) return;
    ctx.report({
      at: call.func,
      message: `unsafe deserialization: \`${name}\` creates any Python object that the YAML names`,
      remedy: remedyOfYaml(name),
      ...safelyLoaded(call),
      ...gradeOfYaml(call, ctx),
    });
    return;
  }
  const loader = ctx.values.argument(call, 'Loader', 1);
  if (loader.kind !== 'absent' && isOwnText(call, ctx)) return;
  if (loader.kind === 'unknown') return;
  const named = loader.kind === 'given' ? ctx.names.qualifiedName(loader.value) : undefined;
  if (loader.kind === 'given' && (named === undefined || !UNSAFE_YAML_LOADERS.test(named))) return;
  if (named === undefined) reportLoaderless(call, name, ctx);
  else
    ctx.report({
      at: call.func,
      message: `unsafe deserialization: \`${name}\` with \`${named}\` creates ${named.includes('Full') ? 'Python objects' : 'any Python object'} that the YAML names`,
      remedy: remedyOfYaml(name),
      ...(loader.kind === 'given' && safelyLoaded(call, loader.value)),
      ...gradeOfYaml(call, ctx),
      doubt: named.includes('Full') ? 'unknown-version' : undefined,
    });
}

/** PyYAML 6 has no default for the loader: https://github.com/yaml/pyyaml/blob/6.0/CHANGES */
function reportLoaderless(call: Call, name: string, ctx: SourceContext): void {
  const raises = `\`${name}\` without a loader raises \`TypeError\` in PyYAML 6 and later`;
  ctx.report({
    at: call.func,
    message: `${raises}, which the project's requirements allow`,
    remedy: remedyOfYaml(name),
    ...safelyLoaded(call),
    harm: 'breaks',
    when: {
      question: { kind: 'allows-version-from', distribution: 'pyyaml', version: '6', from: ctx.path },
      yes: 'keep',
      no: {
        harm: 'grants-access',
        message: `unsafe deserialization: \`${name}\` without a loader creates Python objects that the YAML names, in the PyYAML version that is required`,
      },
      unknown: { message: `${raises}, which no requirement excludes` },
    },
  });
}

function checkLoader(call: Call, name: string, ctx: SourceContext): void {
  const [input] = call.args;
  if (input === undefined || (name === 'numpy.load' && !allowsPickle(call, ctx)) || isVerifiedBefore(call, ctx)) return;
  const found =
    outsideOf(input, CODE_LOADERS.get(name) === 'path', ctx) ?? nearOf(input, CODE_LOADERS.get(name) === 'path', ctx);
  if (found === undefined) return;
  const { what, leaf, isOwn, isSent, doubt, when } = found;
  const isTrusted = isOwn || answersPickle(leaf, name, ctx) || answersFixedServer(leaf, ctx);
  const save = isOwn ? ownSaveOf(input, name.replace(/load$/, 'dump'), ctx) : undefined;
  if (save !== undefined) {
    ctx.proven({ at: call, by: 'the program wrote the file itself', where: save });
    return;
  }
  ctx.report({
    at: call.func,
    message: `unsafe deserialization: \`${name}\` loads ${what}`,
    ...(isSent && { kind: UNTRUSTED_INPUT }),
    doubt: isTrusted ? 'unknown-source-trust' : doubt,
    ...(when !== undefined && { when }),
    related: leaf === input ? [] : [{ at: leaf, message: 'the data comes from here' }],
  });
}
