import { booleanConstant, type Call, callKeyword, identifiersOf, lastName, nodesOf } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { drawsAtRandom, type RandomUse } from '#knowledge/random-estimators';

export default defineSourceRule({
  docs: {
    summary: 'not reproducible: random split, search or model without a seed',
    why: 'Every run draws another split or another model. A metric that moves may have moved by chance, and the model in production cannot be trained again.',
    remedy: 'Pass `random_state=SEED` (or `generator=` of a seeded generator), with one seed of the configuration',
    harm: 'not-reproducible',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'Field report 2', finding: '3: no seed at all' }],
    bad: 'from sklearn.model_selection import train_test_split\n\n\ndef split(rows, labels):\n    return train_test_split(rows, labels, test_size=0.2)\n',
    good: 'from sklearn.model_selection import train_test_split\n\n\ndef split(rows, labels):\n    return train_test_split(rows, labels, test_size=0.2, random_state=7)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: ['sklearn', 'imblearn', 'torch', 'pandas'],
  visit: {
    Module(module, ctx) {
      if ([...identifiersOf(module)].some((name) => SEEDING.test(name))) return;
      const found = nodesOf(module, 'Call').flatMap((call) => {
        const name = lastName(call.func) ?? '';
        const use = drawsAtRandom(ctx.types.calleeName(call.func) ?? ctx.names.qualifiedName(call.func) ?? '', name);
        return use !== undefined && isUnseeded(call, use, ctx) ? [{ call, name, use }] : [];
      });
      for (const { call, name, use } of found)
        ctx.report({
          at: call,
          cause: ctx.path,
          message: `not reproducible: \`${name}\` has no \`${use.keyword}\`, so each run draws another ${use.what}`,
        });
    },
  },
});

/** The shared state of numpy or torch is seeded, from which all of these draw. */
const SEEDING =
  /^(?:seed|set_seed|seed_everything|manual_seed|set_random_seed|fix_seed|seed_all|init_seeds?|seed_torch)$/;

function isUnseeded(call: Call, { keyword, onlyWith, unless }: RandomUse, ctx: SourceContext): boolean {
  if (call.keywords.some(({ arg }) => arg === undefined)) return false;
  if (callKeyword(call, keyword) !== undefined || callKeyword(call, 'seed') !== undefined) return false;
  if (call.args.some(({ kind }) => kind === 'Starred')) return false;
  const given = onlyWith === undefined ? undefined : callKeyword(call, onlyWith)?.value;
  if (onlyWith !== undefined && (given === undefined || booleanConstant(given) === false)) return false;
  const off = unless === undefined ? undefined : callKeyword(call, unless)?.value;
  // `shuffle=False` draws nothing.
  if (off !== undefined && ctx.values.fold(off)?.kind === 'bool' && booleanConstant(off) === false) return false;
  // `model.set_params(random_state=…)`, `RandomForestClassifier().fit(…)`: what is set later is set by its name.
  return !ctx.text.content.includes(`set_params(${keyword}`);
}
