/** What comes with the messages of a broker, be its objects typed or not. */
import type { Arg, AsyncFunctionDef, Expression, FunctionDef } from '../../ast/index.ts';
import { mentionsOfFunction } from '../context/function-mentions.ts';
import type { SemanticModel } from '../model.ts';
import { importsModule } from '../names/imports-module.ts';

const importsBroker = ({ names }: SemanticModel): boolean => importsModule(BROKERS, names);

const BROKERS =
  /^(?:pika|aio_pika|kafka|aiokafka|confluent_kafka|nats|paho|stomp|kombu|faststream|google\.cloud\.pubsub\w*|azure\.servicebus)(?:\.|$)/;

/** `message.body` of `async for message in queue`, `record.value` of a parameter. */
export function isPartOfMessage(whole: Expression, part: string, model: SemanticModel): boolean {
  if (!/^(?:body|payload|value|data)$/.test(part) || whole.kind !== 'Name' || !importsBroker(model)) return false;
  const type = model.types.classOf(whole);
  if (type !== undefined) return BROKERS.test(type);
  const definitions = model.names.resolve(whole)?.definitions ?? [];
  return definitions.some(({ kind }) => kind === 'parameter' || kind === 'for');
}

/** `body` of what `basic_consume(on_message_callback=handle)` is given. */
export const isMessageBody = ({ arg }: Arg, fn: FunctionDef | AsyncFunctionDef, model: SemanticModel): boolean =>
  /^(?:body|payload|data)$/.test(arg) &&
  importsBroker(model) &&
  mentionsOfFunction(model, fn).some(
    ({ parent }) => parent?.kind === 'keyword' && /^(?:on_message_)?callback$/.test(parent.arg ?? ''),
  );
