/** Queues in the process and between processes, their jobs and deliveries. */
export { QUEUE_OPERATIONS } from '../../knowledge/message-queues.ts';
export { FULL_QUEUE_ERRORS } from '../../knowledge/queues.ts';
export { EndsByName, isSameQueue, nameOfQueue } from '../../project/queue-ends.ts';
export { type Delivery, deliveryIn, EXPENDABLE, promisesDelivery } from '../queues/deliveries.ts';
export { settledEarly } from '../queues/early-settled.ts';
export { givesBackLent, type JobPutBack, jobPutBack, putsJob, takesJob } from '../queues/job-queues.ts';
export { dropsOldest, leftInBuffer, unflushedSend } from '../queues/left-behind.ts';
export { fetchesMessage, requeuedBy, waitsInProcess } from '../queues/message-brokers.ts';
export {
  isGivenQueue,
  type QueueMade,
  type QueuePut,
  queueBehind,
  queueMadeBy,
  queuePutBy,
  whereUnlimited,
} from '../queues/queues.ts';
export { type TakenOut, takenOut } from '../queues/taken-out.ts';
