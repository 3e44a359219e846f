import { expect, it } from 'vitest';
import type { OfflineJob } from '../../../shared/contract/offlineCalls';
import { countWords, durationWords, jobWords, parseSize, progressWords, roomProblem, sizeWords } from './offlineWords';

const job: OfflineJob = {
  ...{ id: 'j', name: 'Sheet', sensorCount: 3, startMs: 0, endMs: 1, state: 'running', doneFraction: 0.42 },
  ...{ samples: 1_248_000, sizeBytes: 2.8e6, secondsLeft: 130 },
};

it('[P63] amounts are read at a glance', () => {
  expect([43_200, 21_600_000, 0].map(countWords)).toEqual(['43,200', '21.6 million', '0']);
  expect([640, 2.84e6, 49.2e6, 1.2e9].map(sizeWords)).toEqual(['640 bytes', '2.8 MB', '49 MB', '1.2 GB']);
  expect([0.2, 40, 3_700].map(durationWords)).toEqual(['less than a second', 'about 40 s', 'about 1 h 1 min']);
});

it('[P63] a typed size is read with any unit, and in GB without', () => {
  expect(['10', '10 GB', '500 mb', '1,5g', '2 TB'].map(parseSize)).toEqual([1e10, 1e10, 5e8, 1.5e9, 2e12]);
  expect(['', 'much', '-3', '10 XB', '1 2'].map(parseSize)).toEqual(Array.from({ length: 5 }, () => undefined));
});

it('[P63] a job says what it is doing and how far it is', () => {
  expect(jobWords(job)).toBe('Reading, 42 %, 1.2 million samples, 2.8 MB, about 2 min 10 s left');
  expect(jobWords({ ...job, state: 'paused' })).toBe('Paused at 42 %, 1.2 million samples, 2.8 MB');
  expect(jobWords({ ...job, state: 'done', doneFraction: 1 })).toBe('All here, 1.2 million samples, 2.8 MB');
});

it('[P63] the status line tells of what runs, then of what has stopped, else nothing', () => {
  const failed: OfflineJob = { ...job, state: 'failed', problem: 'It refuses.' };
  expect(progressWords([failed, job])).toBe('Taking offline 42 %, about 2 min 10 s left');
  expect(progressWords([job, { ...job, doneFraction: 0.6 }])).toBe('Taking offline 51 %');
  expect(progressWords([failed])).toBe('Taking offline has stopped');
  expect(progressWords([{ ...job, state: 'done' }])).toBeUndefined();
});

it('[P63] what does not fit says so, with the limit', () => {
  const estimate = { samples: 1, sizeBytes: 1, seconds: 1, storedFraction: 0, exceedsLimit: true };
  const kept = { jobs: [], usedBytes: 0, pinnedBytes: 0, limitBytes: 2e9 };
  expect(roomProblem(estimate, kept)).toContain('below the limit of 2 GB');
  expect(roomProblem({ ...estimate, exceedsLimit: false }, kept)).toBeUndefined();
});
