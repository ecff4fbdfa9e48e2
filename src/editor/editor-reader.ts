import {
  AbstractMessageReader,
  type DataCallback,
  type Disposable,
  ErrorCodes,
  type Message,
  type ResponseMessage,
} from 'vscode-jsonrpc/node';
import { type Frame, MessageFrames } from './message-frames.ts';

/**
 * The messages of an editor. What is none is answered with the error that JSON-RPC has for it, and the rest is read as if it had not been
 * there: the reader of the library waits for ever for a length that was wrong, and says nothing of JSON that is none.
 */
export class EditorReader extends AbstractMessageReader {
  readonly #frames = new MessageFrames();

  constructor(
    readonly input: NodeJS.ReadableStream,
    readonly refuse: (response: ResponseMessage) => void,
  ) {
    super();
  }

  listen(callback: DataCallback): Disposable {
    const take = (bytes: Buffer): void => {
      for (const frame of this.#frames.append(bytes)) this.#take(frame, callback);
    };
    this.input.on('data', take);
    this.input.on('error', (error) => this.fireError(error));
    this.input.on('close', () => this.fireClose());
    return { dispose: () => void this.input.off('data', take) };
  }

  #take(frame: Frame, callback: DataCallback): void {
    const message = frame.kind === 'fault' ? undefined : parsed(frame.bytes);
    if (frame.kind === 'fault') this.#refuse(null, ErrorCodes.ParseError, frame.reason);
    else if (message === undefined) this.#refuse(null, ErrorCodes.ParseError, 'it is no JSON in UTF-8');
    else if (isMessage(message.value)) callback(message.value);
    else this.#refuse(idOf(message.value), ErrorCodes.InvalidRequest, 'it is no request, response or notification');
  }

  #refuse(id: number | string | null, code: number, reason: string): void {
    this.refuse({ jsonrpc: '2.0', id, error: { code, message: `a message was not read: ${reason}` } });
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

function parsed(bytes: Buffer): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(UTF8.decode(bytes)) };
  } catch {
    return undefined;
  }
}

interface Sent {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
}

const isObject = (value: unknown): value is Sent =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isId = (id: unknown): id is number | string => typeof id === 'number' || typeof id === 'string';

/** A request or notification has a method, a response has what came of it. */
function isMessage(value: unknown): value is Message & Sent {
  if (!isObject(value)) return false;
  const { id, method, result, error } = value;
  if (method !== undefined) return typeof method === 'string' && (id === undefined || isId(id));
  return (isId(id) || id === null) && (result !== undefined || isObject(error));
}

/** Of what may be a request: the id of a response is ours. */
const idOf = (value: unknown): number | string | null =>
  isObject(value) && value.method !== undefined && isId(value.id) ? value.id : null;
