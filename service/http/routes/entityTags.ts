/** Whether a tag is among those of `If-None-Match` or `If-Match`; weak ones count, and `*` means any. */
export function isKnownTag(header: string | undefined, tag: string): boolean {
  const tags = (header ?? '').split(',').map((text) => text.trim().replace(/^W\//, ''));
  return tags.includes(tag) || tags.includes('*');
}

/** The tag of a revision. */
export function revisionTag(seq: number): string {
  return `"rev:${seq}"`;
}
