param n, integer, > 0;
param capacity;
set ITEM := 0..n-1;
param value{ITEM};
param weight{ITEM};
var take{ITEM}, binary;
maximize total: sum{k in ITEM} value[k] * take[k];
s.t. room: sum{k in ITEM} weight[k] * take[k] <= capacity;
end;
