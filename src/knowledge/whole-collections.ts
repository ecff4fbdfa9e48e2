/**
 * Calls that bring everything at once, with the keywords that bound them, and methods that give one page of a collection. Sources:
 * https://pdf2image.readthedocs.io/en/latest/reference.html, https://elasticsearch-py.readthedocs.io/en/stable/helpers.html,
 * https://api.qdrant.tech/api-reference/points/scroll-points, https://boto3.amazonaws.com/v1/documentation/api/latest/guide/paginators.html,
 * as of 2026-11.
 */

/** What a call renders or loads whole, unless one of the keywords is given. */
export const WHOLE_LOADS: ReadonlyMap<string, { readonly of: string; readonly unless: readonly string[] }> = new Map([
  [
    'pdf2image.convert_from_path',
    { of: 'every page of the document', unless: ['last_page', 'single_file', 'paths_only'] },
  ],
  [
    'pdf2image.convert_from_bytes',
    { of: 'every page of the document', unless: ['last_page', 'single_file', 'paths_only'] },
  ],
]);

/** Iterators over a whole index: harmless one by one, not in a list. */
export const WHOLE_ITERATORS: ReadonlySet<string> = new Set([
  'elasticsearch.helpers.scan',
  'opensearchpy.helpers.scan',
  'elasticsearch.helpers.async_scan',
]);

/** Methods of clients that give the next page of a collection. */
export const PAGE_METHODS: ReadonlySet<string> = new Set(['scroll', 'list_objects_v2', 'scan']);

/** The method of a paginator of boto3 that gives all pages, one in each turn of a loop. */
export const PAGE_ITERATOR = 'paginate';
