import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  acceptedSchema,
  changesetSchema,
  changesSchema,
  entityRecordSchema,
  freezesSchema,
  frozenAreaSchema,
  frozenListSchema,
  headSchema,
  keptParkedEditSchema,
  logEntrySchema,
  meSchema,
  opConflictSchema,
  parkedEditSchema,
  plantSummarySchema,
  problemSchema,
  rejectedSchema,
  syncOpSchema,
} from '../../shared/sync/syncWire';

/** The schemas that the description names, rather than repeating them wherever they are used. */
const named = {
  Accepted: acceptedSchema,
  Changes: changesSchema,
  Changeset: changesetSchema,
  EntityRecord: entityRecordSchema,
  Freezes: freezesSchema,
  FrozenArea: frozenAreaSchema,
  FrozenList: frozenListSchema,
  Head: headSchema,
  KeptParkedEdit: keptParkedEditSchema,
  LogEntry: logEntrySchema,
  Me: meSchema,
  OpConflict: opConflictSchema,
  ParkedEdit: parkedEditSchema,
  PlantSummary: plantSummarySchema,
  Problem: problemSchema,
  Rejected: rejectedSchema,
  SyncOp: syncOpSchema,
} as const;

type OpenApiDocument = ReturnType<NonNullable<FastifyDynamicSwaggerOptions['transformObject']>>;

/** Leaves out schemas that nothing names: each is named once for what comes in and once for what goes out. */
function withoutUnused(document: OpenApiDocument): OpenApiDocument {
  const { components, ...rest } = document as { readonly components?: { readonly schemas?: Record<string, unknown> } };
  const schemas = components?.schemas ?? {};
  const used = new Set<string>();
  const follow = (thing: unknown): void => {
    for (const [, name] of JSON.stringify(thing).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (name !== undefined && !used.has(name)) {
        used.add(name);
        follow(schemas[name] ?? {});
      }
    }
  };
  follow(rest);
  const kept = Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
  return { ...rest, components: { ...components, schemas: kept } } as OpenApiDocument;
}

interface DescribedBody {
  required: boolean;
  content: Record<string, { schema: { anyOf?: { type?: string }[] } }>;
}

/** Says that a body may be left out where its schema takes null, which is what none comes as. */
function withOptionalBodies(document: OpenApiDocument): OpenApiDocument {
  const { paths } = document as { paths?: Record<string, Record<string, { requestBody?: DescribedBody }>> };
  const operations = Object.values(paths ?? {}).flatMap((path) => Object.values(path));
  for (const body of operations.flatMap(({ requestBody }) => requestBody ?? [])) {
    for (const media of Object.values(body.content)) {
      const [schema, none] = media.schema.anyOf ?? [];
      if (schema !== undefined && none?.type === 'null') {
        media.schema = schema as typeof media.schema;
        body.required = false;
      }
    }
  }
  return document;
}

/** How the API describes itself: from the schemas that its routes check with. */
export function openApiOptions(version: string): FastifyDynamicSwaggerOptions {
  const schemaRegistry = z.registry<{ id?: string | undefined }>();
  for (const [id, schema] of Object.entries(named)) {
    schemaRegistry.add(schema, { id });
  }
  const nameSchemas = createJsonSchemaTransformObject({ schemaRegistry });
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Sightglass metadata service',
        version,
        description:
          'Keeps the plants of tenants: a numbered log of changes each, what it adds up to, and who may see it. The tenant comes from the token.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }],
    },
    transform: createJsonSchemaTransform({ schemaRegistry }),
    transformObject: (given) => withOptionalBodies(withoutUnused(nameSchemas(given) as OpenApiDocument)),
  };
}
