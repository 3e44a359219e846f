/** Makes work that is never done twice at a time: whoever asks while it is being done gets what comes of that. */
export function oneAtATime<Answer>(work: () => Promise<Answer>): () => Promise<Answer> {
  let running: Promise<Answer> | undefined;
  return () => {
    running ??= work().finally(() => {
      running = undefined;
    });
    return running;
  };
}
