/** Where a number of the program may lie while something stays optimal. Ends included, infinite where there is no limit. */
export interface Range {
  readonly from: number;
  readonly to: number;
}
