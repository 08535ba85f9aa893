"""The parts of a small factory: servers, stands, a lossy network and the Python environments of HardPy's versions."""
