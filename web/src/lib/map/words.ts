import { catalogue } from '../words.svelte';

export const m = catalogue(
  {
    natural: 'Coasts and borders: Natural Earth 1:10m, public domain; borders are as its makers drew them',
    ownMap: 'Lay over a map of your own (PMTiles, GeoJSON)',
    keys: 'Arrows move, plus and minus zoom; while drawing Space sets a point at the cross, Enter ends',
    closer: 'Closer',
    wider: 'Wider',
    notAMap: 'not a map that can be read here',
  },
  {
    natural: 'Береги й кордони: Natural Earth 1:10m, суспільне надбання; кордони такі, як їх накреслили автори',
    ownMap: 'Накласти власну карту (PMTiles, GeoJSON)',
    keys: 'Стрілки рухають, плюс і мінус масштабують; під час малювання пробіл ставить точку на хрестику, Enter завершує',
    closer: 'Ближче',
    wider: 'Ширше',
    notAMap: 'не карта, яку тут можна прочитати',
  },
  { closer: 'أقرب', wider: 'أوسع' },
);
