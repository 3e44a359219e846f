import type { ReactElement } from 'react';
import { shell } from '../../bridge/shell';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { Segmented } from '../../components/Segmented';
import { Select } from '../../components/Select';
import { trialOf, urlOf } from './connectionForm';
import { openLineWords, secretPlaceholder, secretWords } from './connectionWords';
import styles from './Connections.module.css';
import { DiagnosisPanel } from './DiagnosisPanel';
import { FieldRow } from './FieldRow';
import { FormRow } from './FormRow';
import type { ConnectionDesk } from './useConnectionForm';
import { WriteBackFields } from './WriteBackFields';

const signIns = [
  { value: 'none', label: 'None' },
  { value: 'password', label: 'User, password' },
  { value: 'token', label: 'Token' },
] as const;

const certificates = [
  { value: 'system', label: 'Those of this system' },
  { value: 'own', label: 'A file of the plant’s own authority' },
] as const;

interface DeskProps {
  readonly desk: ConnectionDesk;
}

function SignInFields({ desk }: DeskProps): ReactElement {
  const { form, write } = desk;
  const { fields, kept } = form;
  const hint = [openLineWords(fields), secretWords(fields, kept)].filter((words) => words !== undefined).join('. ');
  return (
    <>
      <FormRow label="Sign in with">
        <Segmented
          label="Sign in with"
          value={fields.signIn}
          choices={signIns}
          onChange={(signIn) => write({ signIn, secret: '' })}
        />
      </FormRow>
      {fields.signIn === 'password' ? <FieldRow desk={desk} field="user" label="User" /> : null}
      {fields.signIn === 'none' ? null : (
        <FieldRow
          desk={desk}
          field="secret"
          label={fields.signIn === 'token' ? 'Token' : 'Password'}
          secret
          placeholder={secretPlaceholder(fields.signIn, kept)}
          hint={hint === '' ? undefined : hint}
        />
      )}
    </>
  );
}

function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

function CertificateFields({ desk }: DeskProps): ReactElement | null {
  const { form, write } = desk;
  const { fields, kept } = form;
  if (!urlOf(fields).toLowerCase().startsWith('https:')) {
    return null;
  }
  const choose = async (): Promise<void> => {
    const chosen = await shell.call('dialog:open-file', { purpose: 'certificate' });
    if (chosen.ok && chosen.value.path !== undefined) {
      write({ certificatePath: chosen.value.path });
    }
  };
  const isKept = fields.certificatePath === '' && kept?.hasAuthority === true;
  return (
    <>
      <FormRow label="Certificates">
        <Select
          label="Certificates"
          value={fields.certificates}
          choices={certificates}
          onChange={(chosen) => write({ certificates: chosen })}
        />
      </FormRow>
      {fields.certificates === 'system' ? null : (
        <FormRow label="Certificate file" problem={desk.problem('certificatePath')}>
          <span className={styles.file} title={fields.certificatePath}>
            {isKept ? 'The one kept here' : fileName(fields.certificatePath)}
          </span>
          <Button onClick={() => void choose()}>{isKept ? 'Choose another' : 'Choose a file'}</Button>
        </FormRow>
      )}
    </>
  );
}

function TestRow({ desk }: DeskProps): ReactElement {
  const { test, form } = desk;
  const trial = trialOf(form.fields);
  const { running, last } = test;
  return (
    <>
      <FormRow label="">
        {running === undefined ? (
          <Button type="submit" unavailable={trial === undefined ? 'Type an address first' : undefined}>
            Test the connection
          </Button>
        ) : (
          <>
            <span className={styles.working} role="status">
              <Icon name="working" />
              <span title={running.label}>{running.label}</span>
              {running.seconds === 0 ? null : <b>{running.seconds} s</b>}
            </span>
            <Button onClick={test.cancel}>Cancel the test</Button>
          </>
        )}
      </FormRow>
      {last === undefined ? null : <DiagnosisPanel outcome={last.outcome} isCurrent={test.isOf(trial)} />}
    </>
  );
}

/** How the server is reached: name, address, who asks, whose certificates are believed; the test of it; what may be written. */
export function ReachFields({ desk }: DeskProps): ReactElement {
  return (
    <section className={styles.column}>
      <h3>How it is reached</h3>
      <FieldRow desk={desk} field="name" label="Name" placeholder="Historian" />
      <FieldRow desk={desk} field="address" label="Address" placeholder="historian:8086" />
      <SignInFields desk={desk} />
      <CertificateFields desk={desk} />
      <TestRow desk={desk} />
      <h3>What may be written</h3>
      <WriteBackFields desk={desk} />
    </section>
  );
}
