import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { sharedData } from '../sharedData';

const node = z.object({
  id: z.string(),
  kind: z.string(),
  description: z.string().nullish(),
  x: z.number(),
  y: z.number(),
});
const edge = z.object({
  source: z.string(),
  target: z.string(),
  stream: z.string().nullish(),
  kind: z.enum(['material', 'mechanical']),
});
const measurement = z.object({
  xmeas: z.number(),
  tag: z.string(),
  description: z.string(),
  units: z.string(),
  attach_type: z.enum(['stream', 'equipment']),
  attach_to: z.string(),
  base_case: z.number(),
  range_used_by_controller: z.number().nullable(),
});
const manipulated = z.object({ xmv: z.number(), name: z.string(), node: z.string() });
const loop = z.object({ name: z.string(), pv: z.string(), out: z.string() });
const shutdownLimit = z.object({ var: z.string(), op: z.enum(['<', '>']), limit: z.number() });
const normalLimit = z.object({ var: z.string(), low: z.number().optional(), high: z.number().optional() });

const topology = z.object({
  nodes: z.array(node),
  edges: z.array(edge),
  sensors: z.array(measurement),
  manipulated: z.array(manipulated),
  control_loops: z.array(loop),
  shutdown_limits: z.array(shutdownLimit),
  normal_operating_limits: z.array(normalLimit),
});

/** What `tep/te_topology.json` says of the plant, as far as a drawing needs it. */
export type TennesseeEastmanTopology = z.infer<typeof topology>;
export type TopologyNode = z.infer<typeof node>;
export type TopologyEdge = z.infer<typeof edge>;
export type Measurement = z.infer<typeof measurement>;

/** Reads the topology from the shared data, or answers undefined where that is not there. */
export function readTennesseeEastmanTopology(): TennesseeEastmanTopology | undefined {
  const path = sharedData('tep/te_topology.json');
  return path === undefined ? undefined : topology.parse(JSON.parse(readFileSync(path, 'utf8')));
}
