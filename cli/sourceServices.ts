import type { InfluxCredentials } from '../electron/engine/influx/influxConnection';
import { openInflux } from '../electron/engine/influx/openInflux';
import { noNews, nowhere, ownHistoryOnly, type PlantServices } from '../electron/engine/plantServices';
import { isSourceUrl, originOf, toSourceUrl } from '../shared/influx/sourceUrl';

/** Who asks data sources on the command line; nothing secret stands in a command. */
export interface SourceEnvironment {
  /** The address that the credentials are for: they are sent nowhere else, whatever address a plant names. */
  readonly SIGHTGLASS_INFLUX_URL?: string;
  readonly SIGHTGLASS_INFLUX_TOKEN?: string;
  readonly SIGHTGLASS_INFLUX_USER?: string;
  readonly SIGHTGLASS_INFLUX_PASSWORD?: string;
}

/** The credentials of the environment for an address; none for any other address than the one they are for. */
export function credentialsFor(url: string, environment: SourceEnvironment): InfluxCredentials {
  const {
    SIGHTGLASS_INFLUX_URL: ownUrl,
    SIGHTGLASS_INFLUX_TOKEN: token,
    SIGHTGLASS_INFLUX_USER: user,
    SIGHTGLASS_INFLUX_PASSWORD: password,
  } = environment;
  const own = ownUrl === undefined ? '' : toSourceUrl(ownUrl);
  if (!isSourceUrl(own) || originOf(own) !== originOf(url)) {
    return { kind: 'none' };
  }
  if (token !== undefined) {
    return { kind: 'token', token };
  }
  return user === undefined ? { kind: 'none' } : { kind: 'password', user, password: password ?? '' };
}

/**
 * Opens plants so that the command line reads their data sources too; what is read stays in the plant. `tell` hears, once
 * a source, why it does not answer.
 */
export function sourceServices(environment: SourceEnvironment, tell: (sentence: string) => void): PlantServices {
  const told = new Set<string>();
  return {
    ...ownHistoryOnly,
    connections: {
      connectionTo: async ({ url, organization }) => ({
        ...{ url, organization, authorityPem: undefined },
        credentials: credentialsFor(url, environment),
      }),
      writeBackTo: () => nowhere,
    },
    openSource: openInflux,
    news: {
      ...noNews,
      onStatus: ({ sourceId, phase, sentence }) => {
        if (phase === 'failing' && !told.has(sourceId)) {
          told.add(sourceId);
          tell(sentence);
        }
      },
    },
  };
}
