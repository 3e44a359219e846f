/**
 * Stands in for SHA-256 where histories are played by the thousand: 64 hex digits, different for different texts as
 * far as chance goes, and worth nothing against anybody who tries.
 */
export function quickHash(text: string): string {
  let one = 0x9e3779b1;
  let two = 0x85ebca77;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    one = Math.imul(one ^ code, 0x01000193);
    two = Math.imul(two ^ code, 0x5bd1e995) ^ (two >>> 15);
  }
  one = Math.imul(one ^ (one >>> 15) ^ two, 0xc2b2ae35) >>> 0;
  two = Math.imul(two ^ (two >>> 13) ^ one, 0x27d4eb2f) >>> 0;
  const lanes = hexOf(one) + hexOf(two);
  const mixed = hexOf(Math.imul(one, 0x165667b1) ^ two) + hexOf(Math.imul(two, 0xd3a2646c) ^ one);
  return lanes + mixed + mixed + lanes;
}

function hexOf(lane: number): string {
  return (lane >>> 0).toString(16).padStart(8, '0');
}
