/** A tag or code as it is compared: without case and outer blanks. */
export function foldTag(tag: string): string {
  return tag.trim().toLowerCase();
}
