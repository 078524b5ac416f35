//! Customer organisations, for weighing demand.
