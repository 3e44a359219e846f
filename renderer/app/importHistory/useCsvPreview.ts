import { useEffect, useState } from 'react';
import type { CsvOptions, CsvPreview } from '../../../shared/history/csvImport';
import type { AppError } from '../../../shared/lib/appError';
import { useApp } from '../../state/appContext';

/** What the file looks like under the options so far. While a new answer is awaited the last one stays. */
export interface PreviewState {
  readonly preview: CsvPreview | undefined;
  readonly failure: AppError | undefined;
}

/** Asks the engine what a file looks like, again whenever an option is corrected. */
export function useCsvPreview(path: string, corrected: CsvOptions | undefined): PreviewState {
  const { client } = useApp();
  const [state, setState] = useState<PreviewState>({ preview: undefined, failure: undefined });
  useEffect(() => {
    const controller = new AbortController();
    const request = corrected === undefined ? { path } : { path, options: corrected };
    void client.call('history:preview-csv', request, { signal: controller.signal }).then((answer) => {
      if (answer.ok) {
        setState({ preview: answer.value, failure: undefined });
      } else if (answer.error.code !== 'cancelled') {
        const failure = answer.error;
        setState((before) => ({ ...before, failure }));
      }
    });
    return () => controller.abort();
  }, [client, path, corrected]);
  return state;
}
