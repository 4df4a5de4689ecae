/** Two places, one class, one hour: `dear` is home to all demand, `cheap` is far. Small enough to check by hand. */
import type { ClassData, ComputeData, RelocationData } from '../src/index.ts';

export interface TwoPlaces {
  readonly kind?: Partial<ClassData>;
  readonly dear?: Partial<ComputeData>;
  readonly cheap?: Partial<ComputeData>;
  readonly data?: Partial<RelocationData>;
  readonly demand?: readonly number[];
}

export function twoPlaces({ kind, dear, cheap, data, demand = [10] }: TwoPlaces = {}): RelocationData {
  const hours = demand.length;
  const all = (value: number): number[] => new Array<number>(hours).fill(value);
  const node = (longitude: number, region: string, jurisdiction: string) => ({
    title: '',
    latitude: 0,
    longitude,
    region,
    jurisdiction,
    egressPrice: 0.1,
  });
  const compute = (at: string, price: number, carbon: number): ComputeData => ({
    title: '',
    node: at,
    price: all(price),
    carbon: all(carbon),
    pue: 1.2,
    capacity: all(100),
    accelerators: ['gpu'],
    models: ['m'],
  });
  return {
    hours,
    nodes: { dear: node(0, 'west', 'eu'), cheap: node(30, 'east', 'us') },
    links: { there: { from: 'dear', to: 'cheap', roundTripMs: 80 } },
    egressRoutes: {},
    classes: {
      chat: {
        title: '',
        latencyMs: 300,
        serveMs: 100,
        energy: 1,
        requestGb: 0,
        responseGb: 0,
        stateGb: 0,
        friction: 0,
        coldStart: 0,
        state: 'anywhere',
        accelerators: ['gpu'],
        model: 'm',
        ...kind,
      },
    },
    models: { m: { title: '', weightsGb: 100 } },
    clients: {
      home: { title: '', node: 'dear', services: ['dear'], home: 'dear', demand: { chat: demand } },
    },
    services: { dear: { title: '', node: 'dear' } },
    computes: {
      dear: { ...compute('dear', 100, 400), ...dear },
      cheap: { ...compute('cheap', 40, 100), ...cheap },
    },
    laws: {},
    sameSiteMs: 5,
    carbonPrice: 0.05,
    copyPrice: 0,
    weightCopies: false,
    networkEnergy: 0,
    demandScale: 1,
    capacityScale: 1,
    ...data,
  };
}
