/**
 * Owns where Azure's regions are, by the display names that Azure's latency tables use: degrees north and east, as the
 * Carbon Aware SDK of the Green Software Foundation lists them (MIT, commit e6de58da). They are of the city or the middle
 * of the state, not of the halls, so distances may be off by some 200 km.
 */
import type { Coordinates } from './great-circle.ts';

export const AZURE_REGIONS: ReadonlyMap<string, Coordinates> = new Map(
  (
    [
      ['Australia Central', -35.3075, 149.1244],
      ['Australia Central 2', -35.3075, 149.1244],
      ['Australia East', -33.86, 151.2094],
      ['Australia Southeast', -37.8136, 144.9631],
      ['Brazil South', -23.55, -46.633],
      ['Brazil Southeast', -22.90278, -43.2075],
      ['Canada Central', 43.653, -79.383],
      ['Canada East', 46.817, -71.217],
      ['Central India', 18.5822, 73.9197],
      ['Central US', 41.5908, -93.6208],
      ['Central US EUAP', 41.5908, -93.6208],
      ['East Asia', 22.267, 114.188],
      ['East US', 37.3719, -79.8164],
      ['East US 2', 36.6681, -78.3889],
      ['East US 2 EUAP', 36.6681, -78.3889],
      ['France Central', 46.3772, 2.373],
      ['France South', 43.8345, 2.1972],
      ['Germany North', 53.073635, 8.806422],
      ['Germany West Central', 50.110924, 8.682127],
      ['Japan East', 35.68, 139.77],
      ['Japan West', 34.6939, 135.5022],
      ['Jio India Central', 21.146633, 79.08886],
      ['Jio India West', 22.470701, 70.05773],
      ['Korea Central', 37.5665, 126.978],
      ['Korea South', 35.1796, 129.0756],
      ['North Central US', 41.8819, -87.6278],
      ['North Europe', 53.3478, -6.2597],
      ['Norway East', 59.913868, 10.752245],
      ['Norway West', 58.969975, 5.733107],
      ['South Africa North', -25.73134, 28.21837],
      ['South Africa West', -34.075691, 18.843266],
      ['South Central US', 29.4167, -98.5],
      ['South India', 12.9822, 80.1636],
      ['Southeast Asia', 1.283, 103.833],
      ['Sweden Central', 60.67488, 17.14127],
      ['Switzerland North', 47.451542, 8.564572],
      ['Switzerland West', 46.204391, 6.143158],
      ['UAE Central', 24.466667, 54.366669],
      ['UAE North', 25.266666, 55.316666],
      ['UK South', 50.941, -0.799],
      ['UK West', 53.427, -3.084],
      ['West Central US', 40.89, -110.234],
      ['West Europe', 52.3667, 4.9],
      ['West India', 19.088, 72.868],
      ['West US', 37.783, -122.417],
      ['West US 2', 47.233, -119.852],
      ['West US 3', 33.448376, -112.074036],
    ] as const
  ).map(([region, latitude, longitude]) => [region, { latitude, longitude }]),
);
