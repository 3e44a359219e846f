import type { PlacedComponent } from '../../shared/schematic/sheetGeometry';
import { deviceX, deviceY, fontOf, type Paper, type Projection } from './paper';
import type { SceneTokens } from './sceneTokens';

/** A class this program does not know: a dashed box with its name, so that nothing is lost from sight. */
export function paintUnknownSymbol(
  paper: Paper,
  { component, body }: PlacedComponent,
  { tokens, projection }: { readonly tokens: SceneTokens; readonly projection: Projection },
): void {
  const { scale, ratio } = projection;
  const [x, y] = [deviceX(projection, body.x), deviceY(projection, body.y)];
  paper.fillStyle = tokens.plate;
  paper.strokeStyle = tokens.equipment;
  paper.lineWidth = 1.5 * ratio;
  paper.setLineDash([4 * ratio, 3 * ratio]);
  paper.beginPath();
  paper.rect(x, y, body.width * scale, body.height * scale);
  paper.fill();
  paper.stroke();
  paper.setLineDash([]);
  if (scale / ratio < 0.75) {
    return;
  }
  paper.font = fontOf(11, 400, ratio);
  paper.fillStyle = tokens.ink3;
  paper.textAlign = 'center';
  paper.textBaseline = 'middle';
  const width = body.width * scale - 8 * ratio;
  paper.fillText(component.symbolId, x + (body.width * scale) / 2, y + (body.height * scale) / 2, width);
  paper.textBaseline = 'alphabetic';
}
