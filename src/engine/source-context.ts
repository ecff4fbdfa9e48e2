import type { Module } from '../ast/index.ts';
import type { Problem, Proof, SourceContext } from '../kit/index.ts';
import type { SemanticModel } from '../semantics/index.ts';
import type { SourceText } from '../text/index.ts';

/** What one rule is given of one file: the shared semantic model, its own options, and a list for what it reports. */
export class RuleContext implements SourceContext<Readonly<Record<string, unknown>>> {
  readonly problems: Problem[] = [];

  constructor(
    readonly model: SemanticModel,
    readonly options: Readonly<Record<string, unknown>>,
    /** Where proofs go that someone asks for; mostly nobody does. */
    readonly proofs?: Proof[],
  ) {}

  report(problem: Problem): void {
    this.problems.push(problem);
  }

  proven(proof: Proof): void {
    this.proofs?.push(proof);
  }

  get path(): string {
    return this.model.path;
  }
  get source(): SemanticModel['source'] {
    return this.model.source;
  }
  get text(): SourceText {
    return this.model.source.text;
  }
  get module(): Module {
    return this.model.source.module;
  }
  get names(): SemanticModel['names'] {
    return this.model.names;
  }
  get values(): SemanticModel['values'] {
    return this.model.values;
  }
  get types(): SemanticModel['types'] {
    return this.model.types;
  }
  get state(): SemanticModel['state'] {
    return this.model.state;
  }
  get context(): SemanticModel['context'] {
    return this.model.context;
  }
  get flow(): SemanticModel['flow'] {
    return this.model.flow;
  }
  get handlers(): SemanticModel['handlers'] {
    return this.model.handlers;
  }
  get effects(): SemanticModel['effects'] {
    return this.model.effects;
  }
  get retries(): SemanticModel['retries'] {
    return this.model.retries;
  }
}
