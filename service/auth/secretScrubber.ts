/** Takes secrets out of a line that is about to be written to a log. */
export type SecretScrubber = (line: string) => string;

const apiToken = /sg_([0-9a-f]{16})_[A-Za-z0-9_-]{43}/g;
const identityToken = /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g;

/** A scrubber that also knows secrets of this service. API tokens keep their key id, by which they can be revoked. */
export function secretScrubber(secrets: readonly string[]): SecretScrubber {
  const known = secrets.filter((secret) => secret !== '');
  return (line) => {
    const scrubbed = line.replace(apiToken, 'sg_$1_[redacted]').replace(identityToken, '[redacted]');
    return known.reduce((text, secret) => text.replaceAll(secret, '[redacted]'), scrubbed);
  };
}
