import type { AppError } from '../../../shared/lib/appError';

type Broken = Extract<AppError, { code: 'rule-broken' }>;

/** Says of a step that a rule of the model keeps from being undone or redone why, and what comes next. */
export function passedOverWords(kind: 'undo' | 'redo', label: string, { detail, rule }: Broken): string {
  return kind === 'undo'
    ? `“${label}” cannot be undone: ${detail} (rule ${rule}). It stays as it is; the next undo takes back the step before it.`
    : `“${label}” cannot be done again: ${detail} (rule ${rule}). It is left out; the next redo does the step after it.`;
}

/** Says of a step that others have undone or done already, so that nothing happened. */
export function nothingLeftWords(kind: 'undo' | 'redo', label: string): string {
  return `Nothing was left of “${label}” to ${kind === 'undo' ? 'undo' : 'do again'}.`;
}
