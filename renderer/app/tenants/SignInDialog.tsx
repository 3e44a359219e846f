import { type FormEvent, type ReactElement, useEffect, useRef } from 'react';
import type { Tenant } from '../../../shared/contract/syncCalls';
import { shell } from '../../bridge/shell';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { Icon } from '../../components/Icon';
import { TextInput } from '../../components/TextInput';
import { FormRow } from '../connections/FormRow';
import styles from './Tenants.module.css';
import { foundWords, isAboutCertificates, keepingWords, signInProblem } from './tenantWords';
import { type SignInDesk, usesCertificates, useSignIn } from './useSignIn';

/** What the dialog takes. */
export interface SignInDialogProps {
  /** What stands in the form at first. */
  readonly address: string;
  /** What the button leads to once somebody is signed in; undefined: only away from here. */
  readonly next: { readonly label: string; readonly go: (tenant: Tenant) => void } | undefined;
  readonly onClose: () => void;
}

function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

function AuthorityRow({ desk }: { readonly desk: SignInDesk }): ReactElement | null {
  const { fields, write, phase } = desk;
  if (!usesCertificates(fields.address)) {
    return null;
  }
  const choose = async (): Promise<void> => {
    const chosen = await shell.call('dialog:open-file', { purpose: 'certificate' });
    if (chosen.ok && chosen.value.path !== undefined) {
      write({ authorityPath: chosen.value.path });
    }
  };
  const isAsked = phase.kind === 'typing' && isAboutCertificates(phase.failure);
  return (
    <FormRow
      label="Certificates"
      hint={isAsked ? undefined : 'Only where the service has an authority of its own. It is kept for this address.'}
    >
      <span className={styles.file} title={fields.authorityPath}>
        {fields.authorityPath === '' ? 'Those of this system' : fileName(fields.authorityPath)}
      </span>
      {fields.authorityPath === '' ? null : (
        <Button look="quiet" onClick={() => write({ authorityPath: '' })}>
          Take away
        </Button>
      )}
      <Button onClick={() => void choose()}>Choose a file</Button>
    </FormRow>
  );
}

function Outcome({ desk }: { readonly desk: SignInDesk }): ReactElement | null {
  const { phase } = desk;
  if (phase.kind === 'done') {
    return (
      <div className={styles.outcome} role="status" data-verdict="good">
        <Icon name="tick" />
        <div>
          <p>{foundWords(phase.tenant)}</p>
          <p className={styles.quiet}>{keepingWords(phase.tenant)}</p>
        </div>
      </div>
    );
  }
  if (phase.kind === 'typing' && phase.failure !== undefined) {
    return (
      <div className={styles.outcome} role="alert" data-verdict="bad">
        <Icon name="warning" />
        <p>{signInProblem(phase.failure)}</p>
      </div>
    );
  }
  return null;
}

function Fields({ desk }: { readonly desk: SignInDesk }): ReactElement {
  const { fields, write } = desk;
  return (
    <>
      <FormRow label="Address" problem={desk.addressProblem} hint="As whoever runs the service gave it to you.">
        <TextInput
          label="Address"
          value={fields.address}
          onChange={(address) => write({ address })}
          onLeave={desk.leaveAddress}
          placeholder="plants.example"
          problem={desk.addressProblem}
        />
      </FormRow>
      <FormRow label="Token" problem={desk.tokenProblem} hint="Goes to this address only, and is never in a plant.">
        <TextInput
          label="Token"
          value={fields.token}
          onChange={(token) => write({ token })}
          problem={desk.tokenProblem}
          secret
        />
      </FormRow>
      <AuthorityRow desk={desk} />
    </>
  );
}

function DoneButtons({ tenant, next, onClose }: Omit<SignInDialogProps, 'address'> & { readonly tenant: Tenant }) {
  // The fields are gone, and the focus with them.
  return next === undefined ? (
    <Button look="main" onClick={onClose} autoFocus>
      Close
    </Button>
  ) : (
    <>
      <Button onClick={onClose}>Close</Button>
      <Button look="main" onClick={() => next.go(tenant)} autoFocus>
        {next.label}
      </Button>
    </>
  );
}

function Buttons(props: { readonly desk: SignInDesk } & Omit<SignInDialogProps, 'address'>): ReactElement {
  const { desk, next, onClose } = props;
  const { phase } = desk;
  if (phase.kind === 'done') {
    return <DoneButtons key="done" tenant={phase.tenant} next={next} onClose={onClose} />;
  }
  const isAsking = phase.kind === 'asking';
  return (
    <>
      {isAsking ? (
        <span className={styles.working} role="status">
          <Icon name="working" />
          Asking the service
        </span>
      ) : null}
      <span className={styles.space} />
      <Button onClick={isAsking ? desk.cancel : onClose}>Cancel</Button>
      <Button look="main" onClick={desk.submit} unavailable={isAsking ? 'The service is being asked' : undefined}>
        Sign in
      </Button>
    </>
  );
}

/** Signs in to a tenant by its address and a token; says what was found. Closing it before changes nothing. */
export function SignInDialog({ address, next, onClose }: SignInDialogProps): ReactElement {
  const desk = useSignIn(address);
  const form = useRef<HTMLFormElement>(null);
  const isKnown = address !== '';
  useEffect(() => {
    // Where the address is known, the token is what is asked for.
    form.current?.querySelectorAll('input')[isKnown ? 1 : 0]?.focus();
  }, [isKnown]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    desk.submit();
  };
  return (
    <Dialog
      title="Sign in to a tenant"
      onClose={onClose}
      buttons={<Buttons desk={desk} next={next} onClose={onClose} />}
    >
      <form ref={form} className={styles.form} onSubmit={submit} noValidate>
        {desk.phase.kind === 'done' ? null : <Fields desk={desk} />}
        <Outcome desk={desk} />
        {/* Enter in a field signs in; a form without such a button does not. */}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
