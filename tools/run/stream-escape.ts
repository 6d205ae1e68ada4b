import { Transform, type TransformCallback } from "node:stream";

const dataLinkEscape = 0x10;
const endOfTransmission = 0x04;

/** Encodes standard input for the streams port: the end of input becomes two bytes (docs/run-protocol.md). */
export class StreamEscape extends Transform {
  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    done(null, escapeStream(chunk));
  }

  override _flush(done: TransformCallback): void {
    done(null, Buffer.from([dataLinkEscape, endOfTransmission]));
  }
}

/** `data` with every escape byte doubled. */
export function escapeStream(data: Buffer): Buffer {
  let at = data.indexOf(dataLinkEscape);
  if (at < 0) return data;
  const parts: Buffer[] = [];
  let from = 0;
  for (; at >= 0; at = data.indexOf(dataLinkEscape, at + 1)) {
    parts.push(data.subarray(from, at + 1));
    from = at;
  }
  parts.push(data.subarray(from));
  return Buffer.concat(parts);
}
