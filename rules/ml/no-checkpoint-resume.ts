import { ancestors, type Call, identifiersOf, nameOfPlace, nodesOf, stringConstant } from '#ast';
import { defineProjectRule, type FactsContext, NOT_PRODUCTION, type PackedPlace, packPlace, unpackPlace } from '#kit';
import { importsModule } from '#semantics/names/imports-module';
import { isRepeated } from './_shared/repeated.ts';

const SAVES: ReadonlySet<string> = new Set([
  'torch.save',
  'safetensors.torch.save_file',
  'safetensors.torch.save_model',
]);
/** Names under which training is taken up again, no matter who does it. */
const RESUMING: ReadonlySet<string> = new Set(
  'start_epoch starting_epoch initial_epoch restore_checkpoint load_state latest_checkpoint find_latest_checkpoint Checkpointer CheckpointManager'.split(
    ' ',
  ),
);
/** These may load weights to be used; beside an optimizer they take up training. */
const LOADING: ReadonlySet<string> = new Set(['load_checkpoint', 'load_ckpt', 'restore']);
/** What else than a model has a state that training goes on from. */
const TRAINING_STATE = /optim|^opt$|sched|scaler|trainer|ema|accelerator/i;
/** Libraries that save and take up training themselves. */
const TRAINERS =
  /^(?:lightning|pytorch_lightning|accelerate|deepspeed|composer|ignite|catalyst|fastai|determined|ray)\b/;

interface Fact {
  /** The place of a checkpoint that a training loop writes, and the function it is written in. */
  readonly save?: {
    readonly place: PackedPlace;
    readonly function: string;
    readonly hasState: boolean;
    /** Only when all is done, which may be the result and no checkpoint. */
    readonly isLast: boolean;
  };
  /** The file takes training up again. */
  readonly resumes: boolean;
}

export default defineProjectRule<Fact>({
  docs: {
    summary: 'training cannot resume from its checkpoints',
    why: 'A run that is interrupted in its last hours (preempted machine, full disk) has to start again from the beginning.',
    remedy: 'Save the optimizer, the scheduler and the epoch with the model, and load them when training starts',
    harm: 'loses',
    severity: 'P2',
    precision: 'medium',
    measured: { read: 1, right: 1, on: 'a trading bot' },
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.2' }],
    bad: 'import torch\n\ndef train(model, loader, optimizer, epochs):\n    for epoch in range(epochs):\n        for batch in loader:\n            optimizer.zero_grad()\n            model.loss(batch).backward()\n            optimizer.step()\n        torch.save(model.state_dict(), f"epoch-{epoch}.pt")\n',
    good: 'import torch\n\ndef train(model, loader, optimizer, epochs, resume=None):\n    start = 0\n    if resume is not None:\n        state = torch.load(resume, weights_only=True)\n        model.load_state_dict(state["model"])\n        optimizer.load_state_dict(state["optimizer"])\n        start = state["epoch"] + 1\n    for epoch in range(start, epochs):\n        for batch in loader:\n            optimizer.zero_grad()\n            model.loss(batch).backward()\n            optimizer.step()\n        torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}, "last.pt")\n',
  },
  facts(file) {
    const identifiers = identifiersOf(file.module);
    if (!['torch', 'load_state_dict', 'Trainer', 'transformers'].some((name) => identifiers.has(name))) return [];
    const resumes = takesUpTraining(file);
    const save = resumes || NOT_PRODUCTION.includes(file.context.role) ? undefined : findCheckpoint(file);
    return save === undefined && !resumes ? [] : [{ resumes, ...(save !== undefined && { save }) }];
  },
  check(_project, ctx) {
    if (ctx.facts.some(({ fact }) => fact.resumes)) return;
    for (const { path, fact } of ctx.facts) {
      if (fact.save === undefined) continue;
      const { place, function: name, hasState, isLast } = fact.save;
      ctx.report({
        at: { path, ...unpackPlace(place) },
        message: isLast
          ? `no checkpoint: \`${name}\` saves only after training, so an interrupted run cannot resume`
          : `\`${name}\` writes checkpoints${hasState ? '' : ' of the weights only'}, but nothing in the project resumes training from them`,
        ...(isLast && {
          cause: 'no checkpoint',
          remedy: 'Save the model, the optimizer and the epoch during training, and load them at the start',
        }),
        key: `${path} ${name}`,
      });
    }
  },
});

/** By a name of that meaning, by the state of an optimizer that is loaded, or by a library that does it. */
function takesUpTraining(file: FactsContext): boolean {
  const identifiers = identifiersOf(file.module);
  const hasOptimizer = identifiers.has('optimizer') || identifiers.has('epoch');
  const isResuming = (name: string): boolean =>
    RESUMING.has(name) ||
    name.startsWith('resume') ||
    name.startsWith('load_training_') ||
    (hasOptimizer && LOADING.has(name));
  for (const identifier of identifiers) if (isResuming(identifier)) return true;
  if (nodesOf(file.module, 'FunctionDef').some(({ name }) => isResuming(name))) return true;
  if (importsModule(TRAINERS, file.names)) return true;
  if (file.names.imports.some(({ module, name }) => /^transformers\b/.test(module) && /Trainer$/.test(name ?? '')))
    return true;
  return nodesOf(file.module, 'Call').some(
    ({ func }) =>
      func.kind === 'Attribute' &&
      func.attr === 'load_state_dict' &&
      TRAINING_STATE.test(nameOfPlace(func.value) ?? ''),
  );
}

function findCheckpoint(file: FactsContext): Fact['save'] {
  const identifiers = identifiersOf(file.module);
  if (!identifiers.has('backward')) return undefined;
  const saves = nodesOf(file.module, 'Call').filter((call) => SAVES.has(file.types.calleeName(call.func) ?? ''));
  const repeated = saves.find((call) => isRepeated(call, file));
  const save = repeated ?? saves.find((call) => isBehindTraining(call, file));
  if (save === undefined || file.context.role === 'test') return undefined;
  const name = file.context.defAround(save)?.name ?? 'the module';
  return { place: packPlace(file, save), function: name, hasState: savesState(save), isLast: repeated === undefined };
}

/** The function's own steps went before, epoch after epoch: one round over the data is soon begun again. */
function isBehindTraining(save: Call, file: FactsContext): boolean {
  const fn = file.context.defAround(save);
  return (
    fn !== undefined &&
    nodesOf(file.module, 'Call').some(
      (call) =>
        call.func.kind === 'Attribute' &&
        call.func.attr === 'backward' &&
        call.end < save.start &&
        file.context.defAround(call) === fn &&
        loopsAround(call) > 1,
    )
  );
}

const loopsAround = (call: Call): number =>
  [...ancestors(call)].filter(({ kind }) => kind === 'For' || kind === 'While').length;

/** `{"model": …, "optimizer": …, "epoch": …}`: written to be taken up. */
function savesState(save: Call): boolean {
  const [what] = save.args;
  if (what?.kind !== 'Dict') return what?.kind === 'Name';
  return what.keys.some((key) => /optim|epoch|step|sched/.test(stringConstant(key) ?? ''));
}
