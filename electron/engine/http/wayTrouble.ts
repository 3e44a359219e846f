import { messageOf } from '../../../shared/lib/appError';

/** What went wrong on the way to a server and back, before anybody looked at what it says. */
export interface WayTrouble {
  readonly kind: 'unreachable' | 'timeout' | 'certificate' | 'not-http' | 'damaged' | 'cut-off' | 'too-large';
  /** A few words for a sentence. */
  readonly detail: string;
}

const networkDetails: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'no such host',
  ETIMEDOUT: 'no connection in time',
  EHOSTUNREACH: 'no way to the host',
  ENETUNREACH: 'no network',
  ECONNRESET: 'the connection broke off',
  EPIPE: 'the connection broke off',
  ERR_STREAM_PREMATURE_CLOSE: 'the connection broke off',
};

function isAboutCertificates(code: string): boolean {
  return /^(CERT_|ERR_TLS_|ERR_SSL_|ERR_OSSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO)/.test(
    code,
  );
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
}

/** What went wrong, from what Node says of it. */
export function troubleOf(thrown: unknown): WayTrouble {
  const code = codeOf(thrown);
  if (code.startsWith('HPE_')) {
    return { kind: 'not-http', detail: 'it does not speak HTTP' };
  }
  if (code.startsWith('Z_')) {
    return { kind: 'damaged', detail: 'the compressed answer is damaged' };
  }
  if (isAboutCertificates(code)) {
    return { kind: 'certificate', detail: code };
  }
  return { kind: 'unreachable', detail: networkDetails[code] ?? (code === '' ? messageOf(thrown) : code) };
}

/** What went wrong after the head of an answer: who has begun to answer is reached. */
export function bodyTroubleOf(thrown: unknown): WayTrouble {
  if (codeOf(thrown) === 'Z_BUF_ERROR') {
    return { kind: 'cut-off', detail: 'the compressed answer stops in the middle' };
  }
  const trouble = troubleOf(thrown);
  return trouble.kind === 'unreachable' ? { ...trouble, kind: 'cut-off' } : trouble;
}
