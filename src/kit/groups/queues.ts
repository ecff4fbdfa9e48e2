/** Queues in the process and between processes, their jobs and deliveries. */
export { QUEUE_OPERATIONS } from '../../knowledge/message-queues.ts';
export { FULL_QUEUE_ERRORS } from '../../knowledge/queues.ts';
export { EndsByName, isSameQueue, nameOfQueue } from '../../project/queue-ends.ts';
export { type Delivery, deliveryIn, EXPENDABLE, promisesDelivery } from '../queues/deliveries.ts';
export {
  isGivenQueue,
  type QueueMade,
  type QueuePut,
  queueBehind,
  queueMadeBy,
  queuePutBy,
  whereUnlimited,
} from '../queues/queues.ts';
