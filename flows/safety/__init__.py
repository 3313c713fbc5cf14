"""The safety room: consent words and the crisis screen, asked before all else."""
