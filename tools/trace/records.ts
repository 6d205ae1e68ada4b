/** The kernel's records of system calls and signals; kernel/linux/trace/record.ts says how they lie in the stream. */

/** A piece of a program's memory. */
export interface Piece {
  readonly address: bigint;
  readonly bytes: Buffer;
}

interface Origin {
  readonly thread: number;
  readonly process: number;
  readonly parent: number;
}

/** A system call begins. */
export interface CallRecord extends Origin {
  readonly kind: "call";
  readonly number: number;
  readonly args: readonly bigint[];
  readonly memory: readonly Piece[];
}

/** A system call has ended. */
export interface ResultRecord extends Origin {
  readonly kind: "result";
  readonly number: number;
  /** As in rax: errors are below 0. */
  readonly result: bigint;
  /** The thread ends instead of returning. */
  readonly isLast: boolean;
  readonly memory: readonly Piece[];
}

/** A thread takes a signal. */
export interface SignalRecord extends Origin {
  readonly kind: "signal";
  readonly signal: number;
  readonly code: number;
  readonly sender: number;
  readonly user: number;
  readonly status: number;
  readonly isFault: boolean;
  readonly value: bigint;
}

/** A thread ends. */
export interface EndRecord extends Origin {
  readonly kind: "end";
  /** As wait4(2) has it. */
  readonly status: number;
  /** Its process goes on. */
  readonly isAlone: boolean;
}

/** Anything that the kernel tells. */
export type TraceRecord = CallRecord | ResultRecord | SignalRecord | EndRecord;

/** Cuts a stream of bytes into records, and hands over each when it is whole. */
export class RecordReader {
  readonly #onRecord: (record: TraceRecord) => void;
  #rest: Buffer = Buffer.alloc(0);

  constructor(onRecord: (record: TraceRecord) => void) {
    this.#onRecord = onRecord;
  }

  push(data: Buffer): void {
    let rest = this.#rest.length === 0 ? data : Buffer.concat([this.#rest, data]);
    while (rest.length >= 4) {
      const end = 4 + rest.readUInt32LE(0);
      if (rest.length < end) break;
      const record = readRecord(rest.subarray(4, end));
      if (record) this.#onRecord(record);
      rest = rest.subarray(end);
    }
    this.#rest = Buffer.from(rest);
  }
}

/** Undefined for a kind that this tool does not know. */
function readRecord(bytes: Buffer): TraceRecord | undefined {
  const origin = {
    thread: bytes.readInt32LE(4),
    process: bytes.readInt32LE(8),
    parent: bytes.readInt32LE(12),
  };
  switch (bytes.readUInt32LE(0)) {
    case 1: {
      const args = Array.from({ length: 6 }, (_, i) => bytes.readBigUInt64LE(24 + i * 8));
      return {
        kind: "call",
        ...origin,
        number: Number(bytes.readBigUInt64LE(16)),
        args,
        memory: readPieces(bytes, 72),
      };
    }
    case 2:
      return {
        kind: "result",
        ...origin,
        number: Number(bytes.readBigUInt64LE(16)),
        result: bytes.readBigInt64LE(24),
        isLast: bytes.readUInt32LE(32) !== 0,
        memory: readPieces(bytes, 36),
      };
    case 3:
      return {
        kind: "signal",
        ...origin,
        signal: bytes.readInt32LE(16),
        code: bytes.readInt32LE(20),
        sender: bytes.readInt32LE(24),
        user: bytes.readUInt32LE(28),
        status: bytes.readInt32LE(32),
        isFault: bytes.readUInt32LE(36) !== 0,
        value: bytes.readBigUInt64LE(40),
      };
    case 4:
      return { kind: "end", ...origin, status: bytes.readInt32LE(16), isAlone: bytes.readUInt32LE(20) !== 0 };
    default:
      return undefined;
  }
}

function readPieces(bytes: Buffer, start: number): Piece[] {
  const pieces: Piece[] = [];
  for (let at = start; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32LE(at + 8);
    pieces.push({ address: bytes.readBigUInt64LE(at), bytes: bytes.subarray(at + 12, at + 12 + length) });
    at += 12 + length;
  }
  return pieces;
}

/** What is known of a program's memory at one moment. */
export class Memory {
  readonly #pieces: readonly Piece[];

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces;
  }

  /** As many of the bytes as are known; undefined if there is none. */
  read(address: bigint, length: number): Buffer | undefined {
    const piece = this.#pieces.find(
      (each) => each.address <= address && address < each.address + BigInt(each.bytes.length),
    );
    if (!piece) return undefined;
    const offset = Number(address - piece.address);
    return piece.bytes.subarray(offset, offset + length);
  }

  /** All of the bytes, or undefined. */
  readWhole(address: bigint, length: number): Buffer | undefined {
    const bytes = this.read(address, length);
    return bytes?.length === length ? bytes : undefined;
  }
}
