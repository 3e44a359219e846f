import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { AppFailure, messageOf } from '../../shared/lib/appError';

const settingsSchema = z.object({ version: z.literal(1), cacheLimitBytes: z.number().min(0) });

/** What a person decided for all plants on this machine. */
export interface MachineSettings {
  /** How many bytes of histories that live elsewhere are kept in a plant. */
  readonly cacheLimitBytes: number;
}

/** Kept unless a person says otherwise: a month of 10,000 sensors a minute is some 1.3 GB. */
export const defaultMachineSettings: MachineSettings = { cacheLimitBytes: 2 * 1024 ** 3 };

/** Reads the settings; what cannot be read is as if it had never been decided. */
export function readMachineSettings(path: string): MachineSettings {
  try {
    return settingsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return defaultMachineSettings;
  }
}

/** Keeps the settings, whole or not at all. Throws an `AppFailure` when the disk does not let it. */
export function writeMachineSettings(path: string, settings: MachineSettings): void {
  const unfinished = `${path}.unfinished`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(unfinished, JSON.stringify({ version: 1, ...settings }));
    renameSync(unfinished, path);
  } catch (error) {
    throw new AppFailure({ code: 'write-failed', detail: messageOf(error) });
  }
}
