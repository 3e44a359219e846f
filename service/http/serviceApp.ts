import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { SymbolLookup } from '../../shared/model/symbolLookup';
import type { Authenticator } from '../auth/authenticate';
import type { Caller } from '../auth/caller';
import type { ServiceStore } from '../store/serviceStore';
import type { ChangeBell } from './changeBell';
import type { RoutePolicy } from './routePolicy';
import type { ServiceMetrics } from './serviceMetrics';
import type { RateLimit } from './tokenBucket';

declare module 'fastify' {
  interface FastifyContextConfig {
    policy?: RoutePolicy;
    /** The one media type that the route's body may have; left out: JSON. */
    mediaType?: string;
  }
  interface FastifyRequest {
    /** Who asks; undefined at routes that are open to anybody. */
    caller: Caller | undefined;
  }
}

/** The HTTP side of the service, with routes that know their schemas. */
export type ServiceApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** How much one caller may ask of the service. */
export interface ServiceLimits {
  readonly perToken: RateLimit;
  readonly perTenant: RateLimit;
  /** Requests of one token that may wait for changes at the same time; more are answered at once. */
  readonly waitingPerToken: number;
  /** Snapshots that may be under way for one tenant at the same time; more are told to come again. */
  readonly snapshotsPerTenant: number;
}

/** Everything that the routes work with. Time, randomness, disk and store come in here, so that a test can own them. */
export interface ServiceParts {
  readonly store: ServiceStore;
  readonly authenticator: Authenticator;
  /** What API tokens are hashed with. */
  readonly pepper: string;
  readonly bell: ChangeBell;
  readonly metrics: ServiceMetrics;
  readonly limits: ServiceLimits;
  readonly lookup: SymbolLookup;
  readonly version: string;
  readonly now: () => number;
  /** A random UUID. */
  readonly newId: () => string;
  /** Hex. */
  readonly sha256: (text: string) => string;
  /** Whether the disk has room left; throws when that cannot be told. */
  readonly hasDiskSpace: () => Promise<boolean>;
  readonly isDraining: () => boolean;
}
