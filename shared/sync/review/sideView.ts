import { entityFromFields, withFields } from '../../model/entityFields';
import type { ComponentId, ConnectionId } from '../../model/ids';
import type { EntityFields } from '../../model/modelPatch';
import type { Connection, PlantComponent, Point } from '../../model/plantModel';
import { placementOf } from '../../schematic/labelPlaces';
import { bodyExtentOf } from '../../schematic/placedPorts';
import type { SheetGeometry } from '../../schematic/sheetGeometry';
import type { Extent } from '../../symbols/symbolClass';
import type { Wording } from './fieldText';
import type { ReviewRow } from './review';

/** What ghosts of one sheet are made from. */
export interface GhostSources {
  readonly wording: Wording;
  /** The sheet as it is drawn now. */
  readonly geometry: SheetGeometry;
  readonly sheetId: string;
}

const tagRoomPx = 16;
/** Words keep their size where the drawing is small: of a tag more has to be kept clear. */
const tagReachPx = 24;
const tagLetterPx = 8;

/** Entities as one side has them: those of the plant, those that were deleted, those that are only parked. */
export class SideView {
  readonly #sources: GhostSources;
  readonly #written = new Map<string, EntityFields>();

  constructor(sources: GhostSources, rows: readonly ReviewRow[]) {
    this.#sources = sources;
    for (const { op } of rows.flatMap(({ ops }) => ops)) {
      const key = `${op.kind} ${op.id}`;
      if (op.op === 'create') {
        this.#written.set(key, { ...this.#written.get(key), ...op.fields });
      } else if (op.op === 'set') {
        this.#written.set(key, { ...this.#written.get(key), [op.field]: op.value });
      }
    }
  }

  component(id: string, written: EntityFields | undefined): PlantComponent | undefined {
    const { model } = this.#sources.wording;
    const standing = model.components.get(id as ComponentId) ?? this.#missingComponent(id);
    return standing && written ? withFields(standing, written) : standing;
  }

  isThere(id: string): boolean {
    return this.#sources.wording.model.components.has(id as ComponentId);
  }

  mine(id: string): PlantComponent | undefined {
    return this.component(id, this.#written.get(`component ${id}`));
  }

  line(id: string): Connection | undefined {
    const { wording, geometry } = this.#sources;
    const standing = geometry.lines.get(id as ConnectionId)?.connection;
    return (
      standing ?? (this.#read('connection', id, wording.fieldsOfMissing({ kind: 'connection', id })) as Connection)
    );
  }

  myLine(id: string): Connection | undefined {
    const line = this.line(id);
    const written = this.#written.get(`connection ${id}`);
    return line && written ? withFields(line, written) : line;
  }

  pointsOf(line: Connection | undefined): readonly Point[] | undefined {
    const { geometry } = this.#sources;
    const componentOf = (id: ComponentId): PlantComponent | undefined => this.mine(id);
    const route = line && geometry.routeWith(line, componentOf);
    return line && route && geometry.drawnPoints(line, route, componentOf);
  }

  bodyOf(component: PlantComponent): Extent {
    return bodyExtentOf(component, this.#sources.wording.catalogue.get(component.symbolId));
  }

  /** The body with the tag below it, so that a label covers neither. */
  labelledBody(component: PlantComponent): Extent {
    const body = this.bodyOf(component);
    const symbol = this.#sources.wording.catalogue.get(component.symbolId);
    const isBelow = component.tag !== '' && placementOf(component, symbol) === 'below';
    return isBelow ? { ...body, height: body.height + tagRoomPx } : body;
  }

  /** The body with its tag wherever that stands: what a label should not cover. */
  obstacleOf(component: PlantComponent): Extent {
    const body = this.bodyOf(component);
    const symbol = this.#sources.wording.catalogue.get(component.symbolId);
    const widthPx = component.tag.length * tagLetterPx;
    switch (component.tag === '' ? 'hidden' : placementOf(component, symbol)) {
      case 'below':
        return { ...body, height: body.height + tagReachPx };
      case 'above':
        return { ...body, y: body.y - tagReachPx, height: body.height + tagReachPx };
      case 'right':
        return { ...body, width: body.width + widthPx };
      case 'left':
        return { ...body, x: body.x - widthPx, width: body.width + widthPx };
      default:
        return body;
    }
  }

  #missingComponent(id: string): PlantComponent | undefined {
    const fields = this.#sources.wording.fieldsOfMissing({ kind: 'component', id });
    return this.#read('component', id, fields) as PlantComponent | undefined;
  }

  #read(kind: 'component' | 'connection', id: string, fields: EntityFields | undefined) {
    try {
      return fields && entityFromFields(kind, id, fields);
    } catch {
      // Parked by a newer program: it is listed, and not drawn.
      return undefined;
    }
  }
}
