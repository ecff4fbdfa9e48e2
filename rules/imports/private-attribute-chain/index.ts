import { type Attribute, ancestors, attributeChain, type Expression, isSilenced } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { DOCUMENTED_UNDERSCORES } from '#knowledge/documented-underscores';
import type { Condition, Question } from '#project';
import { counted } from '#text/wording';
import { foreignClassOf, othersClassOf } from './foreign-class.ts';
import { expectsMissing } from './missing-attribute.ts';

const LEAST_LINKS = 4;
/** Parts of a machine rather than of a document: their last word names who does the work. */
const MACHINERY = /\w(?:er|or)$|(?:^|_)(?:engine|core|impl|internals?|inner|backend|pool|loop|raw)$/;
const LEAST_PARTS = 2;
/** Words of that form that are plain content. */
const CONTENT =
  /(?:^|_)(?:number|user|owner|author|order|header|footer|color|colour|error|other|parameter|customer|letter|layer|answer|vector|tensor|tower|filter|integer|member|center|border|character|paper)$/;
export default defineSourceRule({
  docs: {
    summary: "private API: attribute access through a library's internals",
    why: "These attributes are not part of the library's public API. After an upgrade, or with a setting that selects a different implementation, the line can raise an `AttributeError` or reach the wrong object.",
    remedy:
      'Use the documented API, or read the attributes in one place, pin the version and report clearly what is missing',
    harm: 'not-reproducible',
    severity: {
      'chain of internal attributes': 'P1',
      'one private attribute': 'P2',
    },
    precision: 'medium',
    measured: { read: 10, right: 9, on: 'TenSafe, trl, mem0ai, homeassistant, transformers; none in 23 others' },
    since: '0.1.0',
    cwe: [1061],
    origin: [{ document: 'TenSafe Issue Register', finding: 'VLLM-01' }],
    bad: 'from vllm import LLM\n\nengine = LLM("llama")\nweights = engine.llm_engine.model_executor.driver_worker.model_runner.model\n',
    good: 'from vllm import LLM\n\nengine = LLM("llama")\nanswer = engine.generate("hello").outputs\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    Attribute(attribute, ctx) {
      const isPrivate = attribute.attr.startsWith('_') && !attribute.attr.endsWith('__');
      if (attribute.parent?.kind !== 'Attribute') reportChain(attribute, ctx);
      if (isPrivate && attribute.ctx === 'Load') reportPrivate(attribute, ctx);
    },
  },
});

function reportChain(last: Attribute, ctx: SourceContext): void {
  const links = countLinks(last);
  if (links < LEAST_LINKS) return;
  const { names } = attributeChain(last);
  if (names.filter(isMachinery).length < LEAST_PARTS) return;
  const owner = foreignOwner(last, ctx);
  if (owner === undefined) return;
  const passed = names.slice(names.length - owner.links);
  // The last link is what is wanted; those before it are the way.
  if (passed.length < LEAST_LINKS || passed.filter(isMachinery).length < LEAST_PARTS || expectsMissing(last, ctx))
    return;
  ctx.report({
    at: last,
    message: `private API: \`.${passed.join('.')}\` goes through ${counted(passed.length - 1, 'internal attribute')} of \`${ctx.text.slice(owner.object)}\`, a \`${shortName(owner.class)}\``,
    when: unlessOwn(owner.class),
  });
}

function countLinks(last: Attribute): number {
  let links = 0;
  for (let at: Expression = last; at.kind === 'Attribute'; at = at.value) links++;
  return links;
}

const isMachinery = (name: string): boolean => name.startsWith('_') || (MACHINERY.test(name) && !CONTENT.test(name));

interface Owner {
  readonly object: Expression;
  readonly class: string;
  /** How many attributes follow the object. */
  readonly links: number;
}

/** The object at the beginning of a chain that a constructor of another library made. */
function foreignOwner(last: Attribute, ctx: SourceContext): Owner | undefined {
  const chain: Expression[] = [];
  for (let at: Expression = last; at.kind === 'Attribute'; at = at.value) chain.push(at.value);
  for (let links = chain.length; links > 0; links--) {
    const object = chain[links - 1];
    const name = object === undefined ? undefined : foreignClassOf(object, ctx);
    if (object !== undefined && name !== undefined) return { object, class: name, links };
  }
  return undefined;
}

/** `client._session` of an object of another library or of Python's own; what the project stores there itself is its own. */
function reportPrivate(attribute: Attribute, ctx: SourceContext): void {
  const { attr, value } = attribute;
  if (DOCUMENTED_UNDERSCORES.has(attr) || (value.kind !== 'Name' && value.kind !== 'Attribute')) return;
  const owner = othersClassOf(value, ctx);
  if (owner === undefined || isSilenced(ctx.source, attribute, ['SLF001', 'protected-access', 'W0212'])) return;
  if (expectsMissing(attribute, ctx) || !decides(attribute)) return;
  ctx.report({
    at: attribute,
    kind: 'one private attribute',
    cause: ctx.path,
    message: `private API: \`${attr}\` of \`${ctx.text.slice(value)}\` is private to \`${shortName(owner)}\``,
    remedy: 'Use the documented API, or ask the maintainers of the library for one',
    when: unlessOwn(owner, { kind: 'attribute-stored', attribute: attr }),
  });
}

/** What the program does next hangs on it. Elsewhere a private part is mostly taken because there is no public one. */
function decides(attribute: Attribute): boolean {
  for (const node of [attribute, ...ancestors(attribute)]) {
    const { parent } = node;
    if (parent === undefined || node.kind === 'Call') return false;
    if (parent.kind === 'Compare' || (parent.kind === 'UnaryOp' && parent.op === 'Not')) return true;
    if (parent.kind === 'If' || parent.kind === 'While' || parent.kind === 'IfExp') return parent.test === node;
  }
  return false;
}

/** A class that the project defines has state or has none; of one of a library nobody here knows. */
function unlessOwn(name: string, ...others: readonly Question[]): Condition {
  const isStateful = { kind: 'is-stateful-class', class: name } as const;
  const question = { kind: 'any', of: [isStateful, { kind: 'not', of: isStateful }, ...others] } as const;
  return { question, yes: 'drop', no: 'keep', unknown: 'keep' };
}

const shortName = (dotted: string): string => dotted.split('.').at(-1) ?? dotted;
