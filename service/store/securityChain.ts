import { createHash } from 'node:crypto';
import type { SecurityEvent } from './serviceStore';

/** What the first security event of a tenant is chained to. */
export function securityChainStart(tenantId: string): string {
  return tenantId;
}

/** SHA-256 of an event and of the hash before it, hex. */
export function securityEventHash(previousHash: string, sequence: number, event: SecurityEvent): string {
  const text = JSON.stringify([previousHash, sequence, event.atMs, event.subject, event.what, event.detail]);
  return createHash('sha256').update(text).digest('hex');
}
