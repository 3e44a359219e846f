const key = 'sightglass.author';

/** Who wrote the last note on this workstation; empty at first. */
export function rememberedAuthor(): string {
  return localStorage.getItem(key) ?? '';
}

/** Remembers who writes notes here. */
export function keepAuthor(author: string): void {
  localStorage.setItem(key, author);
}
