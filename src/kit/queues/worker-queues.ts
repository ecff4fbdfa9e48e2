/** Queues that workers are started on from artifacts: `celery -A shop worker -Q mail,reports`, `rq worker mail`. */
import { invocationOf } from '../../artifacts/index.ts';
import type { PlacedCommand, ProjectModel } from '../../project/index.ts';
import type { Span } from '../../text/index.ts';

export interface WorkerCommand {
  readonly broker: 'celery' | 'rq';
  readonly placed: PlacedCommand;
  /** Undefined where it takes the queues that the code declares, or those cannot be told. */
  readonly queues: readonly { readonly name: string; readonly span: Span }[] | undefined;
}

/** Every worker of Celery and RQ that some artifact starts. */
export function workerCommands({ commands }: ProjectModel): readonly WorkerCommand[] {
  return commands.flatMap((placed) => workerBy(placed) ?? []);
}

function workerBy(placed: PlacedCommand): WorkerCommand | undefined {
  const invocation = invocationOf(placed.command);
  if (invocation === undefined) return undefined;
  const { program, args } = invocation;
  const start = program === 'python' ? args.findIndex(({ text }) => text === 'celery' || text === 'rq') : -1;
  const broker = program === 'python' ? args[start]?.text : program;
  const rest = args.slice(start + 1);
  const at = rest.findIndex(({ text }) => text === 'worker');
  if (at < 0 || (broker !== 'celery' && broker !== 'rq')) return undefined;
  if (rest.some(({ isDynamic }) => isDynamic)) return { broker, placed, queues: undefined };
  if (broker === 'celery') return { broker, placed, queues: celeryQueues(rest) };
  const names = rest
    .slice(at + 1)
    .filter(({ text }, index, all) => !/^-/.test(text) && !/^-/.test(all[index - 1]?.text ?? ''));
  return {
    broker,
    placed,
    queues: names.length === 0 ? undefined : names.map(({ text, span }) => ({ name: text, span })),
  };
}

function celeryQueues(args: PlacedCommand['command']['words']): WorkerCommand['queues'] {
  for (const [index, { text, span }] of args.entries()) {
    const joined = /^(?:--queues=|-Q=?)(.+)$/.exec(text)?.[1];
    const given =
      joined !== undefined ? { text: joined, span } : /^(?:-Q|--queues)$/.test(text) ? args[index + 1] : undefined;
    if (given === undefined) continue;
    const { text: list, span: place } = given;
    return list.split(',').map((name) => ({ name: name.trim(), span: place }));
  }
  return undefined;
}
