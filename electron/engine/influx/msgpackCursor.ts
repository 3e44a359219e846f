import { UnreadableAnswer } from './answerRows';

/** No name, no error and no list of an InfluxDB is longer. */
const longestText = 1_000_000;
const mostEntries = 100_000_000;
const deepest = 16;

/** What a read gives back while bytes are missing: it is resumed when there are more. */
export type Waiting<T> = Generator<undefined, T>;

/** How many bytes follow the tag of a number, a boolean or nothing; -1 for any other tag. */
const sizes = Int8Array.from({ length: 256 }, (_, tag) => {
  if (tag <= 0x7f || tag >= 0xe0 || tag === 0xc0 || tag === 0xc2 || tag === 0xc3) {
    return 0;
  }
  const lengths: Readonly<Record<number, number>> = { 0xca: 4, 0xcb: 8, 0xcc: 1, 0xcd: 2, 0xce: 4, 0xcf: 8 };
  // The four signed sizes are those of the unsigned ones.
  return lengths[tag] ?? lengths[tag >= 0xd0 && tag <= 0xd3 ? tag - 4 : 0] ?? -1;
});

function unknownKind(tag: number): UnreadableAnswer {
  return new UnreadableAnswer(`a value has the unknown kind ${String(tag)}`);
}

/** Whether a text begins with this tag. */
export function isTextTag(tag: number): boolean {
  return (tag >= 0xa0 && tag <= 0xbf) || (tag >= 0xd9 && tag <= 0xdb);
}

/** The bytes of a msgpack stream that have arrived and are not read yet. */
export class MsgpackCursor {
  bytes: Uint8Array = new Uint8Array(0);
  view: DataView = new DataView(new ArrayBuffer(0));
  /** Where the next read begins; a read that waits leaves it where it was. */
  at = 0;

  /** Adds bytes that have arrived. */
  push(arrived: Buffer): void {
    const left = this.bytes.subarray(this.at);
    this.bytes = left.length === 0 ? arrived : Buffer.concat([left, arrived]);
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length);
    this.at = 0;
  }

  /** Waits for so many bytes. */
  *need(count: number): Waiting<void> {
    while (this.bytes.length - this.at < count) {
      yield;
    }
  }

  /** The tag of the next value. */
  *tag(): Waiting<number> {
    yield* this.need(1);
    return this.bytes[this.at] ?? 0;
  }

  /** A length that stands after a tag in 1, 2 or 4 bytes. */
  *#lengthAfterTag(sizeBytes: number): Waiting<number> {
    yield* this.need(1 + sizeBytes);
    const length = Buffer.from(this.bytes.buffer, this.bytes.byteOffset).readUIntBE(this.at + 1, sizeBytes);
    this.at += 1 + sizeBytes;
    return length;
  }

  *#entries(kinds: { readonly few: number; readonly many: number }): Waiting<number> {
    const tag = yield* this.tag();
    if ((tag & 0xf0) === kinds.few) {
      this.at += 1;
      return tag & 0x0f;
    }
    if (tag !== kinds.many && tag !== kinds.many + 1) {
      throw unknownKind(tag);
    }
    const count = yield* this.#lengthAfterTag(tag === kinds.many ? 2 : 4);
    if (count > mostEntries) {
      throw new UnreadableAnswer('a list is longer than any answer');
    }
    return count;
  }

  /** The number of elements of the array that begins here. */
  arrayLength(): Waiting<number> {
    return this.#entries({ few: 0x90, many: 0xdc });
  }

  /** The number of entries of the map that begins here. */
  mapLength(): Waiting<number> {
    return this.#entries({ few: 0x80, many: 0xde });
  }

  /** A text. */
  *text(): Waiting<string> {
    const tag = yield* this.tag();
    if (!isTextTag(tag)) {
      throw unknownKind(tag);
    }
    for (;;) {
      const text = this.textHere(tag);
      if (text !== undefined) {
        return text;
      }
      yield;
    }
  }

  /** The text that begins with this tag; undefined, and nothing read, while it has not arrived whole. */
  textHere(tag: number): string | undefined {
    const head = tag <= 0xbf ? 1 : 2 ** (tag - 0xd9) + 1;
    if (this.at + head > this.bytes.length) {
      return undefined;
    }
    const all = Buffer.from(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length);
    const length = head === 1 ? tag & 0x1f : all.readUIntBE(this.at + 1, head - 1);
    if (length > longestText) {
      throw new UnreadableAnswer('a text is longer than any answer');
    }
    const from = this.at + head;
    if (from + length > this.bytes.length) {
      return undefined;
    }
    this.at = from + length;
    return all.toString('utf8', from, from + length);
  }

  /** A number; nothing is NaN, a boolean 0 or 1. */
  *number(): Waiting<number> {
    const tag = yield* this.tag();
    for (;;) {
      const number = this.numberHere(tag);
      if (number !== undefined) {
        return number;
      }
      yield;
    }
  }

  /** The number that begins with this tag; undefined, and nothing read, while it has not arrived whole. */
  numberHere(tag: number): number | undefined {
    const size = sizes[tag] ?? -1;
    if (size < 0) {
      throw unknownKind(tag);
    }
    const from = this.at + 1;
    if (from + size > this.bytes.length) {
      return undefined;
    }
    this.at = from + size;
    return this.#numberAt(tag, from);
  }

  #numberAt(tag: number, from: number): number {
    const { view } = this;
    switch (tag) {
      case 0xc0:
        return NaN;
      case 0xc2:
      case 0xc3:
        return tag - 0xc2;
      case 0xca:
        return view.getFloat32(from);
      case 0xcb:
        return view.getFloat64(from);
      case 0xcc:
        return view.getUint8(from);
      case 0xcd:
        return view.getUint16(from);
      case 0xce:
        return view.getUint32(from);
      case 0xcf:
        return view.getUint32(from) * 2 ** 32 + view.getUint32(from + 4);
      case 0xd0:
        return view.getInt8(from);
      case 0xd1:
        return view.getInt16(from);
      case 0xd2:
        return view.getInt32(from);
      case 0xd3:
        return view.getInt32(from) * 2 ** 32 + view.getUint32(from + 4);
      default:
        return tag <= 0x7f ? tag : tag - 0x100;
    }
  }

  /** Passes over one value of any kind that answers hold. */
  *skip(depth = 0): Waiting<void> {
    const tag = yield* this.tag();
    if (depth > deepest) {
      throw new UnreadableAnswer('it is nested too deeply');
    }
    if (isTextTag(tag)) {
      yield* this.text();
    } else if ((tag & 0xf0) === 0x90 || tag === 0xdc || tag === 0xdd) {
      yield* this.#skipAll(yield* this.arrayLength(), depth);
    } else if ((tag & 0xf0) === 0x80 || tag === 0xde || tag === 0xdf) {
      yield* this.#skipAll(2 * (yield* this.mapLength()), depth);
    } else {
      yield* this.number();
    }
  }

  *#skipAll(count: number, depth: number): Waiting<void> {
    for (let index = 0; index < count; index += 1) {
      yield* this.skip(depth + 1);
    }
  }
}
