import { useEffect, useRef, useState } from 'react';
import type { Tenant } from '../../../shared/contract/syncCalls';
import type { AppError } from '../../../shared/lib/appError';
import { addressProblem, serviceAddressOf } from '../../../shared/sync/serviceAddress';
import { useApp } from '../../state/appContext';

/** What a person types to sign in. */
export interface SignInFields {
  readonly address: string;
  readonly token: string;
  /** A file of the service's own authority; empty: the certificates of this system. */
  readonly authorityPath: string;
}

/** How far signing in is. */
export type SignInPhase =
  | { readonly kind: 'typing'; readonly failure: AppError | undefined }
  | { readonly kind: 'asking' }
  | { readonly kind: 'done'; readonly tenant: Tenant };

/** The form that signs in to a tenant, and what can be done with it. */
export interface SignInDesk {
  readonly fields: SignInFields;
  readonly write: (fields: Partial<SignInFields>) => void;
  readonly phase: SignInPhase;
  /** Why the address cannot stand, once that may be said. */
  readonly addressProblem: string | undefined;
  /** Why the token cannot stand, once that may be said. */
  readonly tokenProblem: string | undefined;
  /** The address was left: from now on it may say what is wrong with it. */
  readonly leaveAddress: () => void;
  /** Asks the service, or says what is missing. */
  readonly submit: () => void;
  readonly cancel: () => void;
}

/** True for addresses whose certificates are looked at. */
export function usesCertificates(typed: string): boolean {
  return serviceAddressOf(typed)?.startsWith('https:') ?? false;
}

interface Asking {
  readonly phase: SignInPhase;
  readonly ask: (fields: SignInFields) => void;
  /** Ends what is being asked, and takes away what was said of it. */
  readonly forget: () => void;
}

/** Asks the service; `onDone`: somebody is signed in. */
function useAsking(onDone: () => void): Asking {
  const { client } = useApp();
  const [phase, setPhase] = useState<SignInPhase>({ kind: 'typing', failure: undefined });
  const controller = useRef<AbortController>(undefined);
  useEffect(() => () => controller.current?.abort(), []);

  async function ask({ address, token, authorityPath }: SignInFields): Promise<void> {
    const own = new AbortController();
    controller.current = own;
    setPhase({ kind: 'asking' });
    const authority = authorityPath === '' || !usesCertificates(address) ? {} : { authorityPath };
    const request = { address, token: token.trim(), ...authority };
    const answer = await client.call('tenants:sign-in', request, { signal: own.signal });
    if (own.signal.aborted) {
      return;
    }
    if (answer.ok) {
      onDone();
    }
    setPhase(answer.ok ? { kind: 'done', tenant: answer.value } : { kind: 'typing', failure: answer.error });
  }

  const forget = (): void => {
    controller.current?.abort();
    setPhase({ kind: 'typing', failure: undefined });
  };
  return { phase, ask: (fields) => void ask(fields), forget };
}

/** The state of the form that signs in to a tenant. */
export function useSignIn(address: string): SignInDesk {
  const [fields, setFields] = useState<SignInFields>({ address, token: '', authorityPath: '' });
  const [told, setTold] = useState({ address: false, token: false });
  // The token is kept where it belongs then; the window need not know it any longer.
  const { phase, ask, forget } = useAsking(() => setFields((before) => ({ ...before, token: '' })));
  const problem = addressProblem(fields.address);
  const hasToken = fields.token.trim() !== '';
  return {
    fields,
    write: (written) => {
      setFields((before) => ({ ...before, ...written }));
      forget();
    },
    phase,
    addressProblem: told.address ? problem : undefined,
    tokenProblem: told.token && !hasToken ? 'Paste the token that you were given' : undefined,
    leaveAddress: () => setTold((before) => ({ ...before, address: before.address || fields.address !== '' })),
    submit: () => {
      setTold({ address: true, token: true });
      if (problem === undefined && hasToken && phase.kind !== 'asking') {
        ask(fields);
      }
    },
    cancel: forget,
  };
}
