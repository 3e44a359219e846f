import { StringDecoder } from 'node:string_decoder';

/** What came between two line ends, as soon as both are there. */
export interface LineBounds {
  /** A line with more characters is not read. */
  readonly mostLength: number;
  /** Makes what is thrown of a line that is longer. */
  readonly tooLong: () => Error;
}

/** The lines of a body, several at a time as they arrive; a last line without an end counts as one. */
export async function* linesOf(
  body: AsyncIterable<Buffer>,
  { mostLength, tooLong }: LineBounds,
): AsyncGenerator<readonly string[], void, undefined> {
  const decoder = new StringDecoder('utf8');
  // Pieces of the line that has not ended yet: joined once, since joining at each piece would cost the square of it.
  let begun: string[] = [];
  let begunLength = 0;
  for await (const part of body) {
    const [first = '', ...others] = decoder.write(part).split('\n');
    begun.push(first);
    begunLength += first.length;
    const last = others.pop();
    if (last !== undefined) {
      yield [begun.join(''), ...others];
      begun = [last];
      begunLength = last.length;
    }
    if (begunLength > mostLength) {
      throw tooLong();
    }
  }
  const rest = begun.join('') + decoder.end();
  if (rest !== '') {
    yield [rest];
  }
}
