// The user's own maps: read from the file on this disk, piece by piece, in this page. They go to no server, ours included.
import Feature from 'ol/Feature.js';
import GeoJSON from 'ol/format/GeoJSON.js';
import type BaseLayer from 'ol/layer/Base.js';
import ImageTile from 'ol/layer/Tile.js';
import VectorLayer from 'ol/layer/Vector.js';
import VectorTileLayer from 'ol/layer/VectorTile.js';
import TileImage from 'ol/source/TileImage.js';
import VectorSource from 'ol/source/Vector.js';
import { Circle, Fill, Stroke, Style, Text } from 'ol/style.js';
import TileState from 'ol/TileState.js';
import { createXYZ } from 'ol/tilegrid.js';
import type Tile from 'ol/ImageTile.js';
import { PMTilesVectorSource } from 'ol-pmtiles';
import { FileSource, PMTiles, TileType } from 'pmtiles';
import { m } from './words';

const LINE = new Style({
  stroke: new Stroke({ color: '#5b6b7d', width: 1 }),
  fill: new Fill({ color: 'rgba(91,107,125,.10)' }),
  image: new Circle({ radius: 3, fill: new Fill({ color: '#5b6b7d' }) }),
});

function named(name: unknown): Style {
  const style = LINE.clone();
  if (typeof name === 'string' && name) style.setText(new Text({ text: name.slice(0, 60), font: "11px 'Noto Sans Variable', sans-serif", fill: new Fill({ color: '#3b4654' }), stroke: new Stroke({ color: '#fff', width: 3 }) }));
  return style;
}

export async function openOwn(file: File): Promise<BaseLayer> {
  if (file.name.endsWith('.pmtiles')) return tiles(file);
  if (file.size > 64 << 20) throw new Error('larger than 64 MB');
  const features = new GeoJSON().readFeatures(JSON.parse(await file.text()) as object, { featureProjection: 'EPSG:3857' });
  if (features.length === 0) throw new Error(m('notAMap'));
  return new VectorLayer({ source: new VectorSource({ features: features as Feature[] }), zIndex: 3, declutter: true, style: (one) => named(one.get('name')) });
}

async function tiles(file: File): Promise<BaseLayer> {
  const source = new FileSource(file);
  const archive = new PMTiles(source);
  const header = await archive.getHeader();
  if (header.tileType === TileType.Mvt) {
    return new VectorTileLayer({ source: new PMTilesVectorSource({ url: source as never /* a Source is taken too, its types forget it */ }), zIndex: 2, declutter: true, style: (one) => named(one.get('name')) });
  }
  // Pictures as tiles, drawn without a graphics card.
  const pictures = new TileImage({
    tileGrid: createXYZ({ minZoom: header.minZoom, maxZoom: header.maxZoom }),
    tileUrlFunction: ([z, x, y]) => `${z}/${x}/${y}`,
    tileLoadFunction: (tile, address) => {
      const [z = 0, x = 0, y = 0] = address.split('/').map(Number);
      const image = (tile as Tile).getImage() as HTMLImageElement;
      void archive.getZxy(z, x, y).then((found) => {
        if (!found) {
          tile.setState(TileState.EMPTY);
          return;
        }
        const made = URL.createObjectURL(new Blob([found.data]));
        image.addEventListener('load', () => URL.revokeObjectURL(made), { once: true });
        image.src = made;
      });
    },
  });
  return new ImageTile({ source: pictures, zIndex: 2 });
}
