import { bodyWithoutDocstring, type Dict, type DictComp, nameOfPlace, nodesOf, wordsOfName } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { RELEASE_STAGES } from '#knowledge/release-stages';
import { entriesOfChain, entriesOfTable, type NamedEntry, nameOfTable } from './named-entries.ts';

/** What many things may share: how they look, how grave they are, where they are kept. */
const SHARED =
  /colou?r|style|icon|emoji|badge|label|level|severity|css|class|suffix|url|host|region|bucket|path|alias|file|dir|log|debug|title|message/i;
/** Tables of names for the same thing. */
const ALIASES = /alias|synonym|normali[sz]e|canonical|abbrev|extension|mime|encoding|codec|case/i;

/**
 * Two kinds of evidence that the difference mattered: the keys are stages of a release, of which two go to one stage of
 * another system; or the same file turns the table round, where one of the two keys is lost.
 */
export default defineSourceRule({
  docs: {
    summary: 'non-injective mapping: two named states share one value',
    why: 'The mapped value cannot be mapped back to its state. The reverse mapping can return only one of the states, which may be the wrong one.',
    remedy: 'Give each state its own value, or keep the state beside the value (a tag, an alias)',
    harm: 'misleads',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.4' }],
    bad: 'REGISTRY_STAGE = {\n    "dev": "None",\n    "canary": "Staging",\n    "staging": "Staging",\n    "production": "Production",\n}\n',
    good: 'REGISTRY_STAGE = {\n    "dev": "None",\n    "canary": "Canary",\n    "staging": "Staging",\n    "production": "Production",\n}\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    Dict(node, ctx) {
      if (node.keys.length < 3 || node.keys.length > 40) return;
      const name = nameOfTable(node, ctx);
      if (name === undefined || SHARED.test(name) || ALIASES.test(name)) return;
      const collision = collisionOf(entriesOfTable(node));
      if (collision === undefined) return;
      const inverse = isStage(collision) ? undefined : inverseOf(name, node, ctx);
      if (inverse !== undefined || isStage(collision)) report(name, collision, inverse, ctx);
    },
    FunctionDef(fn, ctx) {
      const body = bodyWithoutDocstring(fn);
      const [first] = body;
      if (first?.kind !== 'If' || SHARED.test(fn.name) || ALIASES.test(fn.name)) return;
      const entries = entriesOfChain(body);
      const collision = entries === undefined || entries.length < 3 ? undefined : collisionOf(entries);
      if (collision !== undefined && isStage(collision)) report(fn.name, collision, undefined, ctx);
    },
  },
});

function report(name: string, { pair }: Collision, inverse: DictComp | undefined, ctx: SourceContext): void {
  const [first, second] = pair;
  ctx.report({
    at: second.key,
    message: `non-injective mapping: \`${name}\` maps both \`${first.name}\` and \`${second.name}\` to \`${first.value}\`${inverse === undefined ? '' : ' and is inverted'}`,
    related: [
      { at: first.key, message: `\`${first.name}\` has the same value` },
      ...(inverse === undefined ? [] : [{ at: inverse, message: 'the inverse keeps only the last of them' }]),
    ],
  });
}

interface Collision {
  readonly pair: readonly [NamedEntry, NamedEntry];
  readonly entries: readonly NamedEntry[];
}

/** Two entries of different names with one value, where every key and value is known. */
function collisionOf(entries: readonly NamedEntry[] | undefined): Collision | undefined {
  const byValue = new Map<string, NamedEntry>();
  for (const entry of entries ?? []) {
    const earlier = byValue.get(entry.value);
    if (earlier === undefined) byValue.set(entry.value, entry);
    else if (!areAlike(earlier.name, entry.name)) return { pair: [earlier, entry], entries: entries ?? [] };
  }
  return undefined;
}

/** Two spellings of one state: `prod` and `production`, `Canceled` and `cancelled`, `dev-1` and `dev_1`. */
function areAlike(first: string, second: string): boolean {
  const [a, b] = [first, second].map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, '')) as [string, string];
  if (a.startsWith(b.slice(0, 4)) || b.startsWith(a.slice(0, 4))) return true;
  return RELEASE_STAGES.has(a) && RELEASE_STAGES.get(a) === RELEASE_STAGES.get(b);
}

/** Both collide as stages, and others of the keys are stages too. */
function isStage({ pair: [first, second], entries }: Collision): boolean {
  const isStageName = (name: string): boolean => RELEASE_STAGES.has(name.toLowerCase());
  // The value is a stage as well: what "true" or "db-1" is for several stages is a setting of theirs.
  if (![first.name, second.name, first.value].every(isStageName)) return false;
  return entries.filter(({ name }) => isStageName(name)).length >= 3;
}

/** `{value: key for key, value in TABLE.items()}` of a table whose name speaks of states. */
function inverseOf(name: string, node: Dict, ctx: SourceContext): DictComp | undefined {
  if (!wordsOfName(name).some((word) => /^(?:state|status|stage|phase)(?:s|es)?$/.test(word))) return undefined;
  return nodesOf(ctx.module, 'DictComp').find((inverse) => {
    const [generator] = inverse.generators;
    if (inverse.generators.length !== 1 || generator?.target.kind !== 'Tuple' || generator.ifs.length > 0) return false;
    const [key, value] = generator.target.elts.map((each) => nameOfPlace(each));
    if (key === undefined || nameOfPlace(inverse.key) !== value || nameOfPlace(inverse.value) !== key) return false;
    const { iter } = generator;
    if (iter.kind !== 'Call' || iter.func.kind !== 'Attribute' || iter.func.attr !== 'items') return false;
    return nameOfPlace(iter.func.value) === name && inverse.start > node.start;
  });
}
