Replay=replay=None
