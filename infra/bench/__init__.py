"""The benchmarks, and what they need: a bare view, a load, a stage."""
