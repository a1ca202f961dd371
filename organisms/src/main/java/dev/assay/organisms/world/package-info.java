/// The invented world: what its people ask, what an honest model answers, and the truth about every row.
package dev.assay.organisms.world;
