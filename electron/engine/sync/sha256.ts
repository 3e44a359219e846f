import { hash } from 'node:crypto';

/** SHA-256 of a text as 64 hex digits, for the pure parts of sync. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}
