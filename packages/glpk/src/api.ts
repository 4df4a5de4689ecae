/**
 * The part of GLPK's C API that this package calls, as `glpk-wasm` exports it. Pointers are plain numbers; rows,
 * columns and positions count from 1; arrays that cross the border have an unused element 0.
 * Source: GLPK 5.0 reference manual, chapters 2, 4, 5 and 6.
 */

/** Address in the memory of one WASM instance. */
export type Pointer = number;

export interface GlpkApi {
  /** Views of the memory. Replaced whenever the memory grows: read them again after every call that may allocate. */
  readonly HEAP32: Int32Array;
  readonly HEAPF64: Float64Array;
  _malloc(bytes: number): Pointer;
  _free(address: Pointer): void;
  /** Makes a function callable from GLPK. The place it takes is never given back. */
  addFunction(callback: (...args: number[]) => unknown, signature: string): Pointer;

  _glp_term_out(flag: number): number;
  /** The callback has (info, text) and returns whether the text is to go no further. */
  _glp_term_hook(callback: Pointer, info: Pointer): void;
  _glp_error_hook(callback: Pointer, info: Pointer): void;
  _glp_mem_limit(mebibytes: number): void;

  _glp_create_prob(): Pointer;
  _glp_delete_prob(problem: Pointer): void;
  _glp_set_obj_dir(problem: Pointer, direction: number): void;
  _glp_add_rows(problem: Pointer, count: number): number;
  _glp_add_cols(problem: Pointer, count: number): number;
  _glp_set_row_bnds(problem: Pointer, row: number, kind: number, lower: number, upper: number): void;
  _glp_set_col_bnds(problem: Pointer, column: number, kind: number, lower: number, upper: number): void;
  _glp_set_obj_coef(problem: Pointer, column: number, cost: number): void;
  _glp_load_matrix(problem: Pointer, count: number, rows: Pointer, columns: Pointer, values: Pointer): void;
  _glp_scale_prob(problem: Pointer, flags: number): void;

  _glp_set_rii(problem: Pointer, row: number, factor: number): void;
  _glp_set_sjj(problem: Pointer, column: number, factor: number): void;

  _glp_std_basis(problem: Pointer): void;
  _glp_adv_basis(problem: Pointer, flags: number): void;
  _glp_set_row_stat(problem: Pointer, row: number, stat: number): void;
  _glp_set_col_stat(problem: Pointer, column: number, stat: number): void;
  _glp_get_row_stat(problem: Pointer, row: number): number;
  _glp_get_col_stat(problem: Pointer, column: number): number;

  _glp_init_smcp(parameters: Pointer): void;
  _glp_simplex(problem: Pointer, parameters: Pointer): number;
  _glp_get_status(problem: Pointer): number;
  _glp_get_prim_stat(problem: Pointer): number;
  _glp_get_it_cnt(problem: Pointer): number;
  _glp_get_row_prim(problem: Pointer, row: number): number;
  _glp_get_row_dual(problem: Pointer, row: number): number;
  _glp_get_col_prim(problem: Pointer, column: number): number;
  _glp_get_col_dual(problem: Pointer, column: number): number;
  _glp_get_unbnd_ray(problem: Pointer): number;

  _glp_init_iptcp(parameters: Pointer): void;
  _glp_interior(problem: Pointer, parameters: Pointer): number;
  _glp_ipt_status(problem: Pointer): number;
  _glp_ipt_col_prim(problem: Pointer, column: number): number;
  _glp_ipt_row_dual(problem: Pointer, row: number): number;

  _glp_set_col_kind(problem: Pointer, column: number, kind: number): void;
  _glp_init_iocp(parameters: Pointer): void;
  _glp_intopt(problem: Pointer, parameters: Pointer): number;
  _glp_mip_status(problem: Pointer): number;
  _glp_mip_col_val(problem: Pointer, column: number): number;
  _glp_mip_obj_val(problem: Pointer): number;
  _glp_ios_reason(tree: Pointer): number;
  _glp_ios_get_prob(tree: Pointer): Pointer;
  _glp_ios_best_node(tree: Pointer): number;
  _glp_ios_node_bound(tree: Pointer, node: number): number;
  _glp_ios_terminate(tree: Pointer): void;

  _glp_bf_exists(problem: Pointer): number;
  _glp_factorize(problem: Pointer): number;
  _glp_warm_up(problem: Pointer): number;
  _glp_get_bhead(problem: Pointer, position: number): number;
  _glp_ftran(problem: Pointer, vector: Pointer): void;
  _glp_btran(problem: Pointer, vector: Pointer): void;
}

/** What emscripten's loader takes; without these two GLPK would write to the console. */
interface InitializeOptions {
  print(line: string): void;
  printErr(line: string): void;
  /** Where the WebAssembly file is; without it, beside the loader, which only Node knows. */
  locateFile?(file: string): string;
}

/** @public The loader, for `glpk-wasm.d.ts`. */
export type Initialize = (options: InitializeOptions) => Promise<GlpkApi>;
