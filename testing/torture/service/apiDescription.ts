import { z } from 'zod';

/** A part of a JSON document. */
export interface JsonPart {
  readonly [name: string]: unknown;
}

/** A parameter of an operation. */
export interface ApiParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: JsonPart;
}

/** One thing that the service can be asked, as its description tells it. */
export interface ApiOperation {
  /** `GET /v1/me`. */
  readonly name: string;
  readonly method: string;
  /** With its parameters in braces. */
  readonly path: string;
  /** Needs no token. */
  readonly isOpen: boolean;
  readonly parameters: readonly ApiParameter[];
  readonly body: { readonly mediaType: string; readonly schema: JsonPart } | undefined;
  /** Why an answer is not one that the description tells; undefined when it is. */
  whyNotDescribed(answer: DescribedAnswer): string | undefined;
  readonly statuses: readonly number[];
}

/** What of an answer is compared with the description. */
export interface DescribedAnswer {
  readonly status: number;
  /** Without its parameters; empty when there is none. */
  readonly mediaType: string;
  readonly text: string;
}

const methods = ['get', 'put', 'post', 'patch', 'delete'] as const;

function isPart(value: unknown): value is JsonPart {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Puts what is named where it is named. The description has no schema that contains itself. */
function inlined(value: unknown, root: JsonPart): unknown {
  if (Array.isArray(value)) {
    return value.map((member) => inlined(member, root));
  }
  if (!isPart(value)) {
    return value;
  }
  const reference = value['$ref'];
  if (typeof reference === 'string') {
    const target = reference
      .slice(2)
      .split('/')
      .reduce<unknown>((part, name) => (isPart(part) ? part[name] : undefined), root);
    if (target === undefined) {
      throw new Error(`The description names ${reference}, which it does not have`);
    }
    return inlined(target, root);
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, inlined(member, root)]));
}

type Check = (text: string) => string | undefined;

function checkOf(mediaType: string, schema: JsonPart): Check {
  if (!/[/+]json$/.test(mediaType)) {
    return () => undefined;
  }
  const parser = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
  return (text) => {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return 'the body is not JSON';
    }
    const parsed = parser.safeParse(value);
    return parsed.success ? undefined : `the body does not match its schema: ${z.prettifyError(parsed.error)}`;
  };
}

function answerChecks(responses: JsonPart): ReadonlyMap<number, ReadonlyMap<string, Check>> {
  return new Map(
    Object.entries(responses).map(([status, response]) => {
      const content = isPart(response) && isPart(response['content']) ? response['content'] : {};
      const checks = Object.entries(content).map(([mediaType, described]) => {
        const schema = isPart(described) && isPart(described['schema']) ? described['schema'] : {};
        return [mediaType, checkOf(mediaType, schema)] as const;
      });
      return [Number(status), new Map(checks)];
    }),
  );
}

function operationOf(place: { readonly path: string; readonly method: string }, described: JsonPart): ApiOperation {
  const { path, method } = place;
  const checks = answerChecks(described['responses'] as JsonPart);
  const [[mediaType = '', content] = []] = Object.entries(
    isPart(described['requestBody']) && isPart(described['requestBody']['content'])
      ? described['requestBody']['content']
      : {},
  );
  const schema = isPart(content) && isPart(content['schema']) ? content['schema'] : undefined;
  return {
    ...{ name: `${method.toUpperCase()} ${path}`, method: method.toUpperCase(), path },
    isOpen: Array.isArray(described['security']) && described['security'].length === 0,
    parameters: (described['parameters'] ?? []) as readonly ApiParameter[],
    body: schema && { mediaType, schema },
    statuses: [...checks.keys()],
    whyNotDescribed: (answer) => {
      const types = checks.get(answer.status);
      if (types === undefined) {
        return `status ${answer.status} is not described`;
      }
      if (types.size === 0) {
        return answer.text === '' ? undefined : 'a body where none is described';
      }
      const check = types.get(answer.mediaType);
      return check === undefined
        ? `${answer.mediaType || 'no body'} where ${[...types.keys()].join(', ')} is described`
        : check(answer.text);
    },
  };
}

/** All operations of an OpenAPI document. */
export function operationsOf(document: JsonPart): readonly ApiOperation[] {
  const paths = inlined(document['paths'], document) as Readonly<Record<string, JsonPart>>;
  return Object.entries(paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const described = item[method];
      return isPart(described) ? [operationOf({ path, method }, described)] : [];
    }),
  );
}
