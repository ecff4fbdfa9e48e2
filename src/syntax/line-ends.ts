/** The grammar takes a lone CR for space, Python for a line end; the exchange keeps every offset. */
export function withoutLoneCarriageReturns(content: string): string {
  return content.includes('\r') ? content.replace(/\r(?!\n)/g, '\n') : content;
}
