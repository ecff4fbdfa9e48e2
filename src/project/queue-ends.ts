/** Both ends of the queues outside the process: who puts on them, who takes from them, by name. */

import { groupByEach } from '../collections/index.ts';
import { UNMISTAKABLE_QUEUE_CALLS } from '../knowledge/message-queues.ts';
import type {
  ModuleSummary,
  SummaryPlace,
  SummaryQueueCall,
  SummaryQueueName,
  SummaryQueueUse,
} from '../semantics/index.ts';
import type { Resolver } from './resolver.ts';

/** The name of a queue as far as the project shows it. `path`: some object's attribute, equal to itself. */
export type QueueName =
  | Extract<SummaryQueueName, { readonly kind: 'text' | 'variable' | 'pattern' | 'unknown' }>
  | { readonly kind: 'path'; readonly path: string };

/** A place where code puts on a queue, takes from it or looks into it. */
export interface QueueEnd extends Omit<SummaryQueueUse, 'name'> {
  readonly module: ModuleSummary;
  readonly name: QueueName;
  /** Where another name is bound to it that the end goes by. */
  readonly namedAt?: SummaryPlace & { readonly path: string };
  /** Functions that hand it the name. */
  readonly callers: readonly string[];
}

/** Every end in code that is no test. Functions that take the name of a queue stand once for each name they are given. */
export function findQueueEnds(modules: readonly ModuleSummary[], resolver: Resolver): readonly QueueEnd[] {
  const finder = new EndFinder(modules, resolver);
  return modules.flatMap((module) => (module.queueUses ?? []).flatMap((use) => finder.endsOf(use, module)));
}

/** Whether two names mean one queue. */
export function isSameQueue(one: QueueName, other: QueueName): 'yes' | 'no' | 'unknown' {
  if (one.kind === 'unknown' || other.kind === 'unknown') return 'unknown';
  if (one.kind === 'path' || other.kind === 'path')
    return one.kind === 'path' && other.kind === 'path' && one.path === other.path ? 'yes' : 'unknown';
  if (one.kind === 'pattern' || other.kind === 'pattern') return isAlike(one, other) ? 'yes' : 'no';
  const variable = one.variable;
  if (variable !== undefined && variable === other.variable) return 'yes';
  if (one.kind === 'text' && other.kind === 'text' && one.text === other.text) return 'yes';
  return variable === undefined && other.variable === undefined ? 'no' : 'unknown';
}

/** Ends found by the name of their queue: who asks for each of many goes through those of one name, and through patterns. */
export class EndsByName {
  readonly #byKey: ReadonlyMap<string, readonly number[]>;

  constructor(readonly ends: readonly QueueEnd[]) {
    this.#byKey = groupByEach(ends.keys(), (index) => keysOf(ends[index]?.name));
  }

  /** Those of which `isSameQueue` says yes, in their order. */
  same(name: QueueName): readonly QueueEnd[] {
    if (name.kind === 'pattern') return this.ends.filter((end) => isSameQueue(end.name, name) === 'yes');
    const found = new Set([...keysOf(name), PATTERN].flatMap((key) => this.#byKey.get(key) ?? []));
    return [...found]
      .sort((a, b) => a - b)
      .flatMap((index) => this.ends[index] ?? [])
      .filter((end) => isSameQueue(end.name, name) === 'yes');
  }
}

const PATTERN = 'pattern';

/** Two names without a pattern mean one queue where they share one of these. */
function keysOf(name: QueueName | undefined): readonly string[] {
  if (name === undefined || name.kind === 'unknown') return [];
  if (name.kind === 'pattern') return [PATTERN];
  if (name.kind === 'path') return [`path ${name.path}`];
  const variable = name.variable === undefined ? [] : [`variable ${name.variable}`];
  return name.kind === 'text' ? [`text ${name.text}`, ...variable] : variable;
}

/** How a message calls it. */
export function nameOfQueue(name: QueueName): string | undefined {
  switch (name.kind) {
    case 'text':
      return name.text;
    case 'variable':
      return `$${name.variable}`;
    case 'pattern':
      return `${name.prefix}…${name.suffix}`;
    case 'path':
      return name.path.split('.').at(-1);
    case 'unknown':
      return undefined;
  }
}

type Written = Exclude<QueueName, { readonly kind: 'unknown' | 'path' }>;

/** A text may fit a pattern; two patterns are taken for one where their beginnings do not differ. */
function isAlike(one: Written, other: Written): boolean {
  if (one.kind === 'variable' || other.kind === 'variable') return true;
  if (one.kind === 'pattern' && other.kind === 'pattern')
    return one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix);
  const [text, pattern] = one.kind === 'text' ? [one, other] : [other, one];
  if (text.kind !== 'text' || pattern.kind !== 'pattern') return false;
  return text.text.startsWith(pattern.prefix) && text.text.endsWith(pattern.suffix);
}

type Named = Pick<QueueEnd, 'name' | 'namedAt'>;

function namedIn({ queueTexts, path }: ModuleSummary, key: string): Named | undefined {
  const found = queueTexts?.[key];
  if (found?.name.kind !== 'text' && found?.name.kind !== 'variable') return undefined;
  return { name: found.name, namedAt: { path, ...found.place } };
}

class EndFinder {
  readonly #calls = new Map<string, { readonly call: SummaryQueueCall; readonly module: ModuleSummary }[]>();

  constructor(
    modules: readonly ModuleSummary[],
    readonly resolver: Resolver,
  ) {
    for (const module of modules) {
      for (const call of module.queueCalls ?? []) {
        const known = this.#calls.get(call.callee);
        if (known === undefined) this.#calls.set(call.callee, [{ call, module }]);
        else known.push({ call, module });
      }
    }
  }

  endsOf(use: SummaryQueueUse, module: ModuleSummary): QueueEnd[] {
    const { name } = use;
    if (name.kind !== 'parameter') return [{ ...use, module, ...this.#named(name, module), callers: [] }];
    const called = calledName(name.function);
    // Anyone who calls a wrapper of that name is an end already.
    if (UNMISTAKABLE_QUEUE_CALLS.has(called)) return [];
    const given = (this.#calls.get(called) ?? []).map(({ call, module: caller }) => ({
      named: this.#named(argumentOf(call, name), caller),
      within: call.within,
    }));
    if (given.length === 0) return [{ ...use, module, name: { kind: 'unknown' }, callers: [] }];
    return given.map((each) => ({
      ...use,
      module,
      ...each.named,
      callers: each.within === undefined ? [] : [each.within],
    }));
  }

  #named(name: SummaryQueueName, module: ModuleSummary): Named {
    if (name.kind === 'parameter') return { name: { kind: 'unknown' } };
    return name.kind === 'reference' ? this.#referred(name.path, module) : { name };
  }

  /** `pkg.constants.JOBS`, `pkg.config.settings.jobs`, `pkg.names.Queues.JOBS`, `pkg.config.Settings().jobs`. */
  #referred(path: string, importer: ModuleSummary): Named {
    const plain = path.replaceAll('()', '');
    const dot = plain.lastIndexOf('.');
    const own = this.resolver.resolve(plain, importer);
    const text = own.kind === 'name' ? namedIn(own.module, own.name) : undefined;
    const found = text ?? this.#memberText(plain.slice(0, dot), plain.slice(dot + 1), importer);
    if (found !== undefined) return found;
    return { name: dot < 0 || plain.includes('~') ? { kind: 'unknown' } : { kind: 'path', path: plain } };
  }

  #memberText(owner: string, member: string, importer: ModuleSummary): Named | undefined {
    let resolved = this.resolver.resolve(owner, importer);
    if (resolved.kind === 'name') {
      const { target, accessPath } = resolved.module.names[resolved.name] ?? {};
      // `settings = get_settings()`
      const made = target ?? accessPath?.replaceAll('()', '');
      if (made === undefined) return undefined;
      resolved = this.resolver.resolve(made, resolved.module);
    }
    if (resolved.kind === 'function' && resolved.function.result !== undefined)
      resolved = this.resolver.resolve(resolved.function.result, resolved.module);
    if (resolved.kind !== 'class') return undefined;
    const { module, class: found } = resolved;
    return namedIn(module, `${found.qualifiedName.slice(module.module.length + 1)}.${member}`);
  }
}

/** `pkg.Jobs.push` is called `push`, `pkg.Jobs.__init__` by the name of its class. */
function calledName(fullName: string): string {
  const parts = fullName.split('.');
  return (parts.at(-1) === '__init__' ? parts.at(-2) : parts.at(-1)) ?? '';
}

function argumentOf(
  call: SummaryQueueCall,
  { name, position, otherwise }: Extract<SummaryQueueName, { readonly kind: 'parameter' }>,
): SummaryQueueName {
  const given = call.named[name] ?? call.positional[position];
  if (given !== undefined) return given;
  return otherwise === undefined ? { kind: 'unknown' } : { kind: 'text', text: otherwise };
}
