import { defineProjectRule, factsOfKind, NOT_PRODUCTION, type ProjectProblem, unpackPlace } from '#kit';
import type { ModuleSummary } from '#semantics';
import {
  type BuiltKey,
  builtKeys,
  DEPTH,
  type Fact,
  type HandOn,
  handOns,
  type Met,
  type Refusal,
  refusals,
  refusalsOn,
} from './refusals.ts';
import { refusesAlways } from './refused-text.ts';

export default defineProjectRule<Fact>({
  docs: {
    summary: 'invalid storage key: rejected by its own validation',
    why: 'Every call with such a key raises, so nothing is ever stored under it.',
    remedy:
      'Make the validation accept the separator (check each segment), or join the parts with a character that it accepts',
    harm: 'breaks',
    severity: 'P0',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'TenSafe Issue Register', finding: 'STORE-01' }],
    measured: { read: 1, right: 1, on: 'TenSafe; five other packages have none' },
    bad: 'import re\n\nclass Store:\n    def write(self, key, data):\n        if not re.fullmatch(r"[a-z0-9_]+", key):\n            raise ValueError(key)\n\ndef save(tenant, name, data):\n    store = Store()\n    store.write(f"{tenant}/{name}", data)\n',
    good: 'import re\n\nclass Store:\n    def write(self, key, data):\n        if not re.fullmatch(r"[a-z0-9_/]+", key):\n            raise ValueError(key)\n\ndef save(tenant, name, data):\n    store = Store()\n    store.write(f"{tenant}/{name}", data)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => [...refusals(file), ...handOns(file), ...builtKeys(file)],
  check(project, ctx) {
    const known = new Map<string, (Refusal | HandOn)[]>();
    for (const { fact } of ctx.facts) {
      if (fact.kind === 'key') continue;
      const at = `${fact.fn} ${fact.of}`;
      const facts = known.get(at);
      if (facts === undefined) known.set(at, [fact]);
      else facts.push(fact);
    }
    for (const { path, fact: key } of factsOfKind(ctx.facts, 'key')) {
      const from = project.moduleByPath(path);
      const met = from === undefined ? [] : refusalsOn(key, from, known, project, DEPTH);
      const refused = met.find(({ refusal }) => refusesAlways(key.parts, refusal));
      if (from !== undefined && refused !== undefined) ctx.report(problemOf(key, from, refused));
    }
  },
});

function problemOf(key: BuiltKey, { path, module }: ModuleSummary, { refusal, by }: Met): ProjectProblem {
  const name = refusal.fn.slice(by.module.length + 1);
  return {
    at: { path, ...unpackPlace(key.place) },
    message: `invalid storage key: \`${name}\` rejects \`${key.text}\`, because it ${refusal.refusesMatch ? 'raises on' : 'accepts only'} \`${refusal.pattern}\``,
    related: [
      { path, ...unpackPlace(key.given), message: 'the key is passed on here' },
      { path: by.path, ...unpackPlace(refusal.place), message: 'the key is rejected here' },
    ],
    key: `${module} ${key.text} ${refusal.fn}`,
  };
}
