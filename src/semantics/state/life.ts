/** The life of one attribute or module-level name: its mentions, read on demand. */
import type { ClassDef, Expression, Node } from '../../ast/index.ts';
import { functionAround } from '../context/enclosing.ts';
import type { SemanticModel } from '../model.ts';
import type { FunctionNode, StateLife, StateUse, StateUseKind } from '../state.ts';
import { followAliases } from './aliases.ts';
import { type Binding, bindingAt, useOfBinding } from './bindings.ts';
import {
  agreed,
  type Container,
  containerOfAnnotation,
  containerOfType,
  containerOfValue,
  makesMissingKeys,
} from './container.ts';
import { usesOfElement } from './elements.ts';
import { usesOfLoad } from './loads.ts';
import { type DraftUse, type Mention, type Subject, useOf } from './mention.ts';

/** What a life is made from. */
export interface LifeSource {
  readonly name: string;
  readonly owner: ClassDef | undefined;
  /** Mentions in code of their own scope: class body or module body; no function is around their bindings. */
  readonly bodyMentions: readonly Expression[];
  readonly mentions: readonly Expression[];
  /** Whether what binds this mention, in this function, creates rather than rebinds. */
  isCreating(fn: FunctionNode, mention: Expression): boolean;
}

/** A life whose container, type and uses are found when first asked for. */
export class Life implements StateLife {
  readonly name: string;
  readonly owner: ClassDef | undefined;
  readonly #model: SemanticModel;
  readonly #source: LifeSource;
  #bindings: readonly Binding[] | undefined;
  #container: { readonly value: Container } | undefined;
  #type: { readonly value: string | undefined } | undefined;
  #isTyping = false;
  #uses: readonly StateUse[] | undefined;
  #byKind: Map<StateUseKind, StateUse[]> | undefined;

  constructor(model: SemanticModel, source: LifeSource) {
    this.name = source.name;
    this.owner = source.owner;
    this.#model = model;
    this.#source = source;
  }

  get container(): Container {
    this.#container ??= { value: this.#findContainer() };
    return this.#container.value;
  }

  get type(): string | undefined {
    if (this.#type !== undefined) return this.#type.value;
    // The types of values may lead back here: a state bound to itself has no type of its own.
    if (this.#isTyping) return undefined;
    this.#isTyping = true;
    try {
      this.#type = { value: this.#findType() };
    } finally {
      this.#isTyping = false;
    }
    return this.#type?.value;
  }

  get uses(): readonly StateUse[] {
    this.#uses ??= this.#findUses();
    return this.#uses;
  }

  of(kind: StateUseKind): readonly StateUse[] {
    if (this.#byKind === undefined) {
      this.#byKind = new Map();
      for (const use of this.uses) {
        const uses = this.#byKind.get(use.kind);
        if (uses === undefined) this.#byKind.set(use.kind, [use]);
        else uses.push(use);
      }
    }
    return this.#byKind.get(kind) ?? [];
  }

  get #allMentions(): readonly Expression[] {
    return [...this.#source.bodyMentions, ...this.#source.mentions];
  }

  get #values(): readonly Binding[] {
    this.#bindings ??= this.#allMentions.map(bindingAt).filter((binding) => binding !== undefined);
    return this.#bindings.filter((binding) => binding.augmented === undefined);
  }

  #findContainer(): Container {
    const byValue: Container[] = [];
    const byAnnotation: Container[] = [];
    for (const { value, annotation, operation } of this.#values) {
      if (value !== undefined && operation !== 'with') byValue.push(containerOfValue(this.#model, value));
      if (annotation !== undefined) byAnnotation.push(containerOfAnnotation(annotation));
    }
    const known = byValue.filter((container) => container !== undefined);
    if (known.length > 0) return agreed(known);
    const declared = agreed(byAnnotation);
    if (declared !== undefined) return declared;
    const { type } = this;
    return type === undefined ? undefined : containerOfType(type);
  }

  #findType(): string | undefined {
    const types = new Set<string>();
    for (const { node, value, operation } of this.#values) {
      if (operation === 'declare') {
        const type = this.#model.types.classOf(node);
        if (type !== undefined) types.add(type);
      } else if (value === undefined || operation === 'with') return undefined;
      else if (!isNone(value)) {
        const type = this.#model.types.classOf(value);
        if (type === undefined) return undefined;
        types.add(type);
      }
    }
    const [only] = types;
    return types.size === 1 ? only : undefined;
  }

  #findUses(): readonly StateUse[] {
    const mentions = followAliases(this.#model, this.#allMentions);
    const held = new Set<Node>(mentions.map((mention) => mention.node));
    const subject: Subject = {
      model: this.#model,
      container: this.container,
      makesMissingKeys: this.#values.some(({ value }) => value !== undefined && makesMissingKeys(this.#model, value)),
      holds: (node) => held.has(node),
    };
    const inBody = new Set<Node>(this.#source.bodyMentions);
    const uses = mentions.flatMap((mention) => this.#usesOf(subject, mention, inBody.has(mention.node)));
    return uses.sort((a, b) => a.node.start - b.node.start);
  }

  #usesOf(subject: Subject, mention: Mention, isInBody: boolean): readonly StateUse[] {
    const within = isInBody ? undefined : functionAround(mention.node);
    return this.#draftsOf(subject, mention, within)
      .filter((draft) => !mention.isDoubtful || (draft.kind !== 'grow' && draft.kind !== 'update'))
      .map((draft) => ({ ...draft, within }));
  }

  #draftsOf(subject: Subject, mention: Mention, within: FunctionNode | undefined): readonly DraftUse[] {
    const { node } = mention;
    if (mention.form === 'element') return usesOfElement(subject, node, mention.key);
    const binding = bindingAt(node);
    if (binding !== undefined) {
      return [useOfBinding(subject, binding, within === undefined || this.#source.isCreating(within, node))];
    }
    if (node.kind === 'Call') return [useOf(isDeletingCall(node) ? 'shrink' : 'read', node, calledName(node))];
    if ((node.kind === 'Attribute' || node.kind === 'Name') && node.ctx === 'Del')
      return [useOf('shrink', node, 'del')];
    return usesOfLoad(subject, node);
  }
}

function isNone(value: Expression): boolean {
  return value.kind === 'Constant' && value.value.kind === 'none';
}

function calledName(node: Expression): string {
  return node.kind === 'Call' && node.func.kind === 'Name' ? node.func.id : 'call';
}

function isDeletingCall(node: Expression): boolean {
  return calledName(node) === 'delattr';
}
