param n, integer, > 0;
set I := 0..n-1;
var x{I, I} >= 0;
var y{I, I} >= 0;
minimize total: sum{i in I, j in I} (2 * x[i,j] + y[i,j]);
s.t. apart{i in I, j in I}: x[i,j] - y[i,j] >= i;
s.t. both{i in I, j in I}: x[i,j] + y[i,j] >= 0;
end;
