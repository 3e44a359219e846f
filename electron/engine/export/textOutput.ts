/** Takes bytes; they must not change until it resolves. */
export type WriteBytes = (bytes: Uint8Array) => Promise<void>;

/** Text is handed on in parts of about this size: a few ms of work, then others get their turn. */
const partCharacters = 262_144;

/** Collects text and hands it on as UTF-8 in parts. */
export class TextOutput {
  readonly #write: WriteBytes;
  #text = '';

  constructor(write: WriteBytes) {
    this.#write = write;
  }

  append(text: string): void {
    this.#text += text;
  }

  /** True when there is enough to be handed on. Cheap. */
  isFull(): boolean {
    return this.#text.length >= partCharacters;
  }

  async flush(): Promise<void> {
    const bytes = Buffer.from(this.#text, 'utf8');
    this.#text = '';
    await this.#write(bytes);
  }
}
