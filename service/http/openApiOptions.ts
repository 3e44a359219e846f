import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  acceptedSchema,
  changesetSchema,
  changesSchema,
  entityRecordSchema,
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

/** How the API describes itself: from the schemas that its routes check with. */
export function openApiOptions(version: string): FastifyDynamicSwaggerOptions {
  const schemaRegistry = z.registry<{ id?: string | undefined }>();
  for (const [id, schema] of Object.entries(named)) {
    schemaRegistry.add(schema, { id });
  }
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
    transformObject: createJsonSchemaTransformObject({ schemaRegistry }),
  };
}
