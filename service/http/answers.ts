import { z } from 'zod';
import { problemSchema } from '../../shared/sync/syncWire';
import { type ProblemCode, problems, problemType } from './problem';

type Content = Readonly<Record<string, { readonly schema: z.ZodType }>>;

/** One answer that is not plain JSON, as the API's description tells it. */
export interface DescribedAnswer {
  readonly description: string;
  readonly content: Content;
}

/** An answer without a body. */
export const noBody = z.null();

const meanings: Readonly<Record<string, string>> = {
  200: 'Here it is, or it was done before.',
  201: 'Done.',
  204: 'Done.',
  304: 'You have it already.',
};

/** What may go wrong with any request: also a route that needs no token can be asked for in a way that is not HTTP. */
const always: readonly ProblemCode[] = [
  'bad-request',
  'request-timeout',
  'uri-too-long',
  'headers-too-large',
  'internal',
  'unavailable',
];
const withToken: readonly ProblemCode[] = ['unauthorized', 'forbidden', 'rate-limited'];
const withBody: readonly ProblemCode[] = ['bad-json', 'too-large', 'unsupported-media-type'];

function failureAnswers(codes: readonly ProblemCode[]): Readonly<Record<number, DescribedAnswer>> {
  const answers: Record<number, DescribedAnswer> = {};
  for (const code of new Set(codes)) {
    const { status, title } = problems[code];
    const earlier = answers[status]?.description;
    answers[status] = {
      description: earlier === undefined ? `${title} (\`${code}\`).` : `${earlier} ${title} (\`${code}\`).`,
      content: { [problemType]: { schema: problemSchema } },
    };
  }
  return answers;
}

/** Says of a plain schema what an answer of this status means, so that the description of the API is complete. */
function described(status: string, answer: z.ZodType | DescribedAnswer): z.ZodType | DescribedAnswer {
  if (!(answer instanceof z.ZodType)) {
    return answer;
  }
  const description = meanings[status] ?? '';
  return answer === noBody
    ? answer.describe(description)
    : { description, content: { 'application/json': { schema: answer } } };
}

/** What else a route can answer besides what it is for. */
export interface FailureKinds {
  /** Open routes ask for no token. */
  readonly open?: boolean;
  readonly body?: boolean;
  readonly codes?: readonly ProblemCode[];
}

/**
 * All answers of a route: those it is for, by status, and every failure. The type says the first only: failures are thrown
 * as a `ServiceProblem`.
 */
export function answersOf<Answers extends Readonly<Record<number, z.ZodType | DescribedAnswer>>>(
  answers: Answers,
  { open = false, body = false, codes = [] }: FailureKinds = {},
): Answers {
  const failures = failureAnswers([...always, ...(open ? [] : withToken), ...(body ? withBody : []), ...codes]);
  const told = Object.entries(answers).map(([status, answer]) => [status, described(status, answer)] as const);
  return { ...failures, ...Object.fromEntries(told) } as unknown as Answers;
}
