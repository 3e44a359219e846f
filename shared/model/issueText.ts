import type { z } from 'zod';

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    const step = typeof key === 'number' ? `[${key}]` : String(key);
    return text === '' || typeof key === 'number' ? `${text}${step}` : `${text}.${step}`;
  }, '');
}

/** The first thing that is wrong, with the path to it: `components[3].rotation: Invalid input`. */
export function issueText(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) {
    return 'it does not have the expected form';
  }
  const where = pathText(issue.path);
  const what = issue.code === 'unrecognized_keys' ? `unknown field ${issue.keys.join(', ')}` : issue.message;
  return where === '' ? what : `${where}: ${what}`;
}
