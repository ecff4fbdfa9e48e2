/**
 * Calls that pickle a function and send it to other processes or machines. Written 2026-11 from knowledge of the
 * libraries; not checked page by page.
 */

/** Modules of the libraries that do so. */
export const SENDING_LIBRARY =
  /^(ray|multiprocessing|torch\.multiprocessing|multiprocess|billiard|joblib|dask|distributed|pyspark|concurrent)(\.|$)/;

/** Which argument is sent, by the qualified name of what is called: as a keyword, and by position. */
export const SENDERS: readonly (readonly [callee: RegExp, keyword: string | undefined, position: number])[] = [
  [/^ray\.train\.(\w+\.)*\w*Trainer$/, 'train_loop_per_worker', 0],
  [/^ray\.remote$/, undefined, 0],
  [/^ray\.tune\.(Tuner|run)$/, 'trainable', 0],
  [/^ray\.data\.(\w+\.)*Dataset\.(map|map_batches|flat_map|filter)$/, 'fn', 0],
  [
    /^(multiprocessing|torch\.multiprocessing|multiprocess|billiard)\.(pool\.)?Pool\.(map|imap|imap_unordered|starmap|starmap_async|apply|apply_async|map_async)$/,
    'func',
    0,
  ],
  [/^concurrent\.futures\.(process\.)?ProcessPoolExecutor\.(submit|map)$/, 'fn', 0],
  [/^joblib\.(\w+\.)*delayed$/, 'function', 0],
  [/^dask\.(delayed\.)?delayed$/, 'obj', 0],
  [/^(dask\.)?distributed\.(client\.)?Client\.(submit|map)$/, 'func', 0],
  [/^pyspark\.sql\.functions\.(pandas_)?udf$/, 'f', 0],
];

/** Methods of Spark's collections that no others share. */
export const SPARK_METHODS: ReadonlySet<string> = new Set(
  'mapPartitions mapPartitionsWithIndex foreachPartition mapInPandas mapInArrow applyInPandas'.split(' '),
);
