/** The path of a file (with `/`) as a relative URI reference: each segment percent-encoded. */
export function pathToUri(path: string): string {
  return path.split('/').map(encodeSegment).join('/');
}

// A lone surrogate has no UTF-8, and encodeURIComponent would throw.
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Surrogate}/gu, '\uFFFD'));
}
