/** What msgpack answers are made of, for tests. */
export type Packable = null | boolean | number | string | readonly Packable[] | { readonly [key: string]: Packable };

function header(
  kinds: { readonly few: number; readonly mostFew: number; readonly many: number },
  count: number,
): Buffer {
  const { few, mostFew, many } = kinds;
  if (count <= mostFew) {
    return Buffer.from([few | count]);
  }
  const bytes = Buffer.alloc(count < 0x1_0000 ? 3 : 5);
  bytes[0] = many + (count < 0x1_0000 ? 0 : 1);
  bytes.writeUIntBE(count, 1, bytes.length - 1);
  return bytes;
}

function numberBytes(value: number): Buffer {
  if (!Number.isInteger(value) || Object.is(value, -0) || Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    const bytes = Buffer.alloc(9, 0xcb);
    bytes.writeDoubleBE(value, 1);
    return bytes;
  }
  if (value >= -32 && value <= 127) {
    return Buffer.from([value & 0xff]);
  }
  if (value >= -0x8000 && value <= 0x7fff) {
    const bytes = Buffer.alloc(3, 0xd1);
    bytes.writeInt16BE(value, 1);
    return bytes;
  }
  const bytes = Buffer.alloc(9, 0xd3);
  bytes.writeBigInt64BE(BigInt(value), 1);
  return bytes;
}

function textBytes(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  const head =
    bytes.length > 31 && bytes.length < 256
      ? Buffer.from([0xd9, bytes.length])
      : header({ few: 0xa0, mostFew: 31, many: 0xda }, bytes.length);
  return Buffer.concat([head, bytes]);
}

/** A value as msgpack, the way InfluxDB writes it: whole numbers as integers, in few bytes. */
export function msgpackBytes(value: Packable): Buffer {
  if (value === null) {
    return Buffer.from([0xc0]);
  }
  switch (typeof value) {
    case 'boolean':
      return Buffer.from([value ? 0xc3 : 0xc2]);
    case 'number':
      return numberBytes(value);
    case 'string':
      return textBytes(value);
    default: {
      const isList = Array.isArray(value);
      const parts = isList
        ? (value as readonly Packable[]).map(msgpackBytes)
        : Object.entries(value).flatMap(([key, part]) => [textBytes(key), msgpackBytes(part as Packable)]);
      const count = isList ? parts.length : parts.length / 2;
      const kinds = isList ? { few: 0x90, mostFew: 15, many: 0xdc } : { few: 0x80, mostFew: 15, many: 0xde };
      return Buffer.concat([header(kinds, count), ...parts]);
    }
  }
}
