import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MessageFrames } from '../../src/editor/message-frames.ts';

/** What comes of bytes that come in pieces of these sizes, one after the other and again. */
function framesOf(bytes: Buffer, sizes: readonly number[]): string[] {
  const frames = new MessageFrames();
  const read: string[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? bytes.length;
    for (const frame of frames.append(bytes.subarray(at, at + size)))
      read.push(frame.kind === 'fault' ? `fault: ${frame.reason}` : frame.bytes.toString('utf8'));
    at += size;
  }
  return read;
}

const framed = (content: string): Buffer =>
  Buffer.from(`Content-Length: ${Buffer.byteLength(content)}\r\n\r\n${content}`);

const anySizes = fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 5 });
const anyContent = fc.oneof(
  fc.json(),
  fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => JSON.stringify({ text: text.repeat(500) })),
);

/** What breaks the protocol in one way. */
const BROKEN = [
  'Content-Length: -1\r\n\r\n',
  'Content-Length: 7x\r\n\r\n{"a":1}',
  'Content-Length: 99999999999999\r\n\r\n{}',
  'nonsense\r\n\r\n',
  '{"jsonrpc":"2.0"}\n',
  'Content-Length: 4000\r\n\r\n{"a":',
  'x'.repeat(20_000),
];

describe('the messages of an editor', () => {
  it('are the same in whatever pieces they come', () => {
    fc.assert(
      fc.property(fc.array(anyContent, { maxLength: 5 }), anySizes, (contents, sizes) => {
        expect(framesOf(Buffer.concat(contents.map(framed)), sizes)).toEqual(contents);
      }),
    );
  });

  it('are all read where something else stands between them, of which one fault is told', () => {
    fc.assert(
      fc.property(
        fc.array(anyContent, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(...BROKEN),
        anySizes,
        fc.nat(4),
        (contents, broken, sizes, at) => {
          // The last shows what was cut short.
          const place = Math.min(at, contents.length - 1);
          const parts = contents.map(framed);
          parts.splice(place, 0, Buffer.from(broken));
          const read = framesOf(Buffer.concat(parts), sizes);
          expect(read.filter((each) => !each.startsWith('fault: '))).toEqual(contents);
          expect(read[place]).toMatch(/^fault: /);
          expect(read).toHaveLength(contents.length + 1);
        },
      ),
    );
  });

  it('may have other headers, in any letters, and text that looks like one', () => {
    const content = '"Content-Length: 5\\r\\n"';
    const bytes = Buffer.from(
      `content-type: application/vscode-jsonrpc; charset="utf8"\r\nCONTENT-LENGTH:${content.length}\r\n\r\n${content}`,
    );
    expect(framesOf(bytes, [3])).toEqual([content]);
  });
});
