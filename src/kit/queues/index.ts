/** Queues in the process and between processes, their jobs and deliveries. */
export { deliveryIn, EXPENDABLE, promisesDelivery } from './deliveries.ts';
export {
  isGivenQueue,
  type QueueMade,
  type QueuePut,
  queueBehind,
  queueMadeBy,
  queuePutBy,
  whereUnlimited,
} from './queues.ts';
