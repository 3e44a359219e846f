/** How a series of a data source is named in the cache. Ids of data sources hold no line break. */
export function cacheKeyOf(sourceId: string, name: string): string {
  return `${sourceId}\n${name}`;
}
