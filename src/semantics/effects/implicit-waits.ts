/** Where a thread waits without a call that says so: it enters or leaves a `with`, or takes lines from another process. */
import {
  type Comprehension,
  type Expression,
  type For,
  holds,
  isSuspension,
  type With,
  type Withitem,
} from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

/** What waits there, by name: the class of the context, or the stream. */
export function implicitWait(model: SemanticModel, node: For | Comprehension | Withitem): string | undefined {
  if (node.kind !== 'withitem') {
    if (node.iter.kind !== 'Attribute' || !STREAMS.test(node.iter.attr)) return undefined;
    const owner = model.types.classOf(node.iter);
    return owner === `subprocess.Popen.${node.iter.attr}` ? owner : undefined;
  }
  const { parent } = node;
  if (parent?.kind !== 'With' || !mayBeContext(node.context_expr)) return undefined;
  const entered = model.types.classOf(node.context_expr);
  if (entered === undefined || !WAITING_CONTEXTS.has(entered)) return undefined;
  return EXECUTORS.test(entered) && !leavesWork(parent) ? undefined : entered;
}

const STREAMS = /^std(?:out|err)$/;

const mayBeContext = ({ kind }: Expression): boolean => kind === 'Call' || kind === 'Name' || kind === 'Attribute';

/** What was handed out is waited for at the end, unless the loop has waited for it before. */
const leavesWork = ({ body }: With): boolean => {
  const calls = (names: readonly string[]) =>
    body.some((each) =>
      holds(each, (node) => node.kind === 'Call' && node.func.kind === 'Attribute' && names.includes(node.func.attr)),
    );
  const waits = body.some((each) => holds(each, isSuspension));
  return calls(['submit', 'map']) && !waits && !calls(['run_in_executor', 'wrap_future']);
};

const EXECUTORS = /^concurrent\.futures\./;

/** Locks that other processes hold, and pools and processes whose end is waited for. */
const WAITING_CONTEXTS: ReadonlySet<string> = new Set([
  ...['concurrent.futures.ThreadPoolExecutor', 'concurrent.futures.ProcessPoolExecutor'],
  ...['concurrent.futures.thread.ThreadPoolExecutor', 'concurrent.futures.process.ProcessPoolExecutor'],
  ...['filelock.FileLock', 'filelock.SoftFileLock', 'filelock.UnixFileLock', 'portalocker.Lock', 'redis.lock.Lock'],
  ...['fasteners.InterProcessLock', 'subprocess.Popen'],
]);
