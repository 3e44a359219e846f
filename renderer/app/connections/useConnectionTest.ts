import { useCallback, useEffect, useRef, useState } from 'react';
import type { SourceTrial } from '../../../shared/contract/sourceCalls';
import { useApp } from '../../state/appContext';
import { trialKey } from './connectionForm';
import { runConnectionTest, type TestRun } from './runConnectionTest';

/** A test of a connection: under way, and what the last one found. */
export interface ConnectionTest {
  /** What is being done, and for how many seconds; undefined: nothing. */
  readonly running: { readonly label: string; readonly seconds: number } | undefined;
  readonly last: TestRun | undefined;
  /** True while `last` is of exactly this trial. */
  readonly isOf: (trial: SourceTrial | undefined) => boolean;
  readonly start: (trial: SourceTrial) => void;
  readonly cancel: () => void;
}

interface Running {
  readonly label: string;
  readonly startMs: number;
  readonly nowMs: number;
}

/** Tests connections, one at a time; the next test cancels the one before. `onRun` is told what each found. */
export function useConnectionTest(onRun?: (run: TestRun) => void): ConnectionTest {
  const { client } = useApp();
  const [running, setRunning] = useState<Running>();
  const [last, setLast] = useState<TestRun>();
  const controller = useRef<AbortController>(undefined);
  const cancel = useCallback(() => {
    controller.current?.abort();
    controller.current = undefined;
    setRunning(undefined);
  }, []);
  useEffect(() => () => controller.current?.abort(), []);
  const isRunning = running !== undefined;
  useEffect(() => {
    if (!isRunning) {
      return undefined;
    }
    const count = (): void => setRunning((before) => before && { ...before, nowMs: Date.now() });
    const timer = window.setInterval(count, 1_000);
    return () => window.clearInterval(timer);
  }, [isRunning]);

  async function start(trial: SourceTrial): Promise<void> {
    cancel();
    const own = new AbortController();
    controller.current = own;
    const nowMs = Date.now();
    setRunning({ label: 'Testing', startMs: nowMs, nowMs });
    const run = await runConnectionTest(client, trial, {
      signal: own.signal,
      onProgress: ({ label }) => setRunning((before) => before && { ...before, label }),
    });
    if (run !== undefined && !own.signal.aborted) {
      setLast(run);
      setRunning(undefined);
      onRun?.(run);
    }
  }

  return {
    running: running && { label: running.label, seconds: Math.round((running.nowMs - running.startMs) / 1_000) },
    last,
    isOf: (trial) => last !== undefined && trialKey(last.trial) === trialKey(trial),
    start: (trial) => void start(trial),
    cancel,
  };
}
