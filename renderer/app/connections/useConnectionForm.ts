import { useCallback, useState } from 'react';
import type { KeptCredentials } from '../../../shared/contract/sourceCalls';
import { type AppError } from '../../../shared/lib/appError';
import type { DataSource } from '../../../shared/model/plantModel';
import { useApp } from '../../state/appContext';
import {
  authorityOf,
  type ConnectionFields,
  type ConnectionForm,
  credentialsOf,
  formOf,
  originIn,
  sourceOf,
  withKept,
  withRun,
  writeBackOf,
  written,
} from './connectionForm';
import { type ConnectionProblems, problemsOf } from './connectionProblems';
import type { TestRun } from './runConnectionTest';
import { newSourceId, sourceEdit } from './sourceEdits';
import { type ConnectionTest, useConnectionTest } from './useConnectionTest';
import { useKeptCredentials } from './useKeptCredentials';

/** The form of one connection and what can be done with it. */
export interface ConnectionDesk {
  readonly form: ConnectionForm;
  readonly write: (fields: Partial<ConnectionFields>) => void;
  readonly set: (change: (form: ConnectionForm) => ConnectionForm) => void;
  /** A field was left: from now on it may say what is wrong with it. */
  readonly leave: (field: keyof ConnectionFields) => void;
  /** Why a field cannot stand, once that may be said. */
  readonly problem: (field: keyof ConnectionFields) => string | undefined;
  readonly test: ConnectionTest;
  readonly save: () => void;
  readonly isSaving: boolean;
  /** Something was written that is not saved. */
  readonly hasTyped: boolean;
  /** How often saving was refused for what is in the fields. */
  readonly refusals: number;
  /** Why saving failed; what was typed is still there. */
  readonly failure: AppError | undefined;
}

/** What the form stands on. */
export interface ConnectionFormOptions {
  readonly source: DataSource | undefined;
  readonly others: readonly DataSource[];
  readonly onSaved: (source: DataSource) => void;
}

interface Saving {
  readonly isSaving: boolean;
  readonly failure: AppError | undefined;
}

/** Keeps secrets and what goes with them on this machine, then the rest in the plant. */
function useSaving({ source, onSaved }: ConnectionFormOptions): Saving & { save: (fields: ConnectionFields) => void } {
  const app = useApp();
  const [saving, setSaving] = useState<Saving>({ isSaving: false, failure: undefined });
  async function save(fields: ConnectionFields): Promise<void> {
    const saved: DataSource = { ...sourceOf(fields), id: source?.id ?? newSourceId() };
    const isNew = source === undefined;
    const judged = sourceEdit(app, saved, isNew);
    if (!judged.ok) {
      setSaving({ isSaving: false, failure: judged.error });
      return;
    }
    setSaving({ isSaving: true, failure: undefined });
    const answer = await app.client.call('source:save-credentials', {
      url: saved.url,
      credentials: credentialsOf(fields),
      authority: authorityOf(fields),
      writeBack: writeBackOf(fields),
    });
    // Once more: the plant may have been edited while the credentials were kept.
    const edit = sourceEdit(app, saved, isNew);
    const failed = [answer, edit].find(({ ok }) => !ok);
    if (failed !== undefined && !failed.ok) {
      setSaving({ isSaving: false, failure: failed.error });
      return;
    }
    app.models.actions.run(edit);
    onSaved(saved);
  }
  return { ...saving, save: (fields) => void save(fields) };
}

/** The state of the form of one connection. */
export function useConnectionForm(options: ConnectionFormOptions): ConnectionDesk {
  const { source, others } = options;
  const [form, setForm] = useState(() => formOf(source));
  const [told, setTold] = useState<ReadonlySet<keyof ConnectionFields> | 'all'>(new Set());
  const onKept = useCallback(
    (kept: KeptCredentials | undefined) => setForm((before) => withKept(before, kept)),
    [setForm],
  );
  useKeptCredentials(originIn(form.fields), onKept);
  const test = useConnectionTest((run: TestRun) => setForm((before) => withRun(before, run)));
  const { save, isSaving, failure } = useSaving(options);
  const [refusals, setRefusals] = useState(0);
  const [hasTyped, setHasTyped] = useState(false);
  const problems: ConnectionProblems = problemsOf(form, others);
  return {
    form,
    write: (fields) => {
      setHasTyped(true);
      setForm((before) => written(before, fields));
    },
    set: setForm,
    leave: (field) => setTold((before) => (before === 'all' ? before : new Set([...before, field]))),
    problem: (field) => (told === 'all' || told.has(field) ? problems[field] : undefined),
    test,
    save: () => {
      if (Object.keys(problems).length > 0) {
        setTold('all');
        setRefusals((count) => count + 1);
      } else if (!isSaving) {
        save(form.fields);
      }
    },
    isSaving,
    hasTyped,
    refusals,
    failure,
  };
}
